// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/codec.h"

#include <gtest/gtest.h>

#include <set>

#include "unit/sandbox/casino_fixture.h"

namespace croupier::sandbox::casino {
namespace {

using base::Json;
using test::eur;

Json json(std::string_view text) { return base::parse_json(text).value(); }

TEST(CasinoCodec, TheBodyIsOneJsonString) {
    EXPECT_EQ(read_token("\"a.b.c\""), "a.b.c");
    EXPECT_FALSE(read_token("a.b.c"));
    EXPECT_FALSE(read_token("{\"token\":\"a.b.c\"}"));
    EXPECT_FALSE(read_token(""));
}

TEST(CasinoCodec, DataIsJsonInsideAString) {
    EXPECT_TRUE(read_data(json(R"({"data":"{\"BetId\":1}"})")).ok());
    EXPECT_TRUE(read_data(json(R"({"data":"[]"})")).ok());
    for (const char* claims :
         {R"({})", R"({"data":{"BetId":1}})", R"({"data":"1"})", R"({"data":"{"})",
          R"({"data":"{\"BetId\":1,\"BetId\":2}"})"}) {
        EXPECT_EQ(read_data(json(claims)).error(), Code::invalid_request) << claims;
    }
}

TEST(CasinoCodec, MakeTakesStringsAndNumbers) {
    const auto call = read_make(json(R"({"Amount":7100.50,"BetId":"42","PartnerUserId":17,
        "TransactionType":"-2","TaxAmount":"1.5","PromoCode":"P",
        "TransactionId":"t1","CurrencyCode":"EUR","Unknown":[1]})"));
    ASSERT_TRUE(call.ok());
    EXPECT_EQ(call.value().amount, "7100.50");
    EXPECT_EQ(call.value().bet_id, 42);
    EXPECT_EQ(call.value().player, "17");
    EXPECT_EQ(call.value().type, TransactionType::payout_return);
    EXPECT_EQ(call.value().tax_amount, "1.5");
    EXPECT_EQ(call.value().promo_code, "P");
    EXPECT_EQ(call.value().transaction_id, "t1");
    EXPECT_EQ(call.value().currency, "EUR");
}

TEST(CasinoCodec, MakeRefusesWhatIsNotOfItsForm) {
    for (const char* data : {
             R"({"Amount":"1","PartnerUserId":"a","TransactionType":1})",
             R"({"Amount":"1","BetId":0,"PartnerUserId":"a","TransactionType":1})",
             R"({"Amount":"1","BetId":9007199254740992,"PartnerUserId":"a","TransactionType":1})",
             R"({"Amount":"1","BetId":1.5,"PartnerUserId":"a","TransactionType":1})",
             R"({"Amount":"1","BetId":1,"TransactionType":1})",
             R"({"Amount":"1","BetId":1,"PartnerUserId":"","TransactionType":1})",
             R"({"Amount":"1","BetId":1,"PartnerUserId":"a"})",
             R"({"Amount":"1","BetId":1,"PartnerUserId":"a","TransactionType":3})",
             R"({"BetId":1,"PartnerUserId":"a","TransactionType":1})",
             R"({"Amount":true,"BetId":1,"PartnerUserId":"a","TransactionType":1})",
             R"([])",
         }) {
        EXPECT_EQ(read_make(json(data)).error(), Code::invalid_request) << data;
    }
}

TEST(CasinoCodec, ListsMayStandBare) {
    const std::string element =
        R"({"Amount":"1","BetId":1,"PartnerUserId":"a","TransactionType":1})";
    EXPECT_EQ(read_make_list(json("[" + element + "]")).value().size(), 1u);
    EXPECT_EQ(read_make_list(json(R"({"Transactions":[)" + element + "]}")).value().size(), 1u);
    EXPECT_EQ(read_make_list(json(R"({"Transactions":{}})")).error(), Code::invalid_request);
    EXPECT_EQ(read_make_list(json("[" + element + ",{}]")).error(), Code::invalid_request);
}

TEST(CasinoCodec, CloseHasItsBetIdAsAString) {
    const auto call = read_close(json(R"({"BetId":"42","Closed":true,"Seq":3})"));
    ASSERT_TRUE(call.ok());
    EXPECT_EQ(call.value().bet_id, 42);
    EXPECT_TRUE(call.value().closed);
    EXPECT_EQ(call.value().sequence, 3);
    EXPECT_FALSE(read_close(json(R"({"BetId":"42","Closed":"true"})")).ok());
    EXPECT_FALSE(read_close(json(R"({"Closed":true})")).ok());
}

TEST(CasinoCodec, CashbackIdStandsForTheBetId) {
    const std::string rest = R"("PartnerUserId":"a","Amount":"3","TransactionType":1})";
    EXPECT_EQ(read_cashback(json(R"({"CashbackId":5,)" + rest)).value().bet_id, 5);
    EXPECT_EQ(read_cashback(json(R"({"BetId":5,)" + rest)).value().bet_id, 5);
    EXPECT_TRUE(read_cashback(json(R"({"CashbackId":5,"BetId":5,)" + rest)).value().cashback);
    EXPECT_FALSE(read_cashback(json(R"({"CashbackId":5,"BetId":6,)" + rest)).ok());
    EXPECT_FALSE(
        read_cashback(
            json(R"({"CashbackId":5,"PartnerUserId":"a","Amount":"3","TransactionType":-1})"))
            .ok());
}

TEST(CasinoCodec, EnvelopesAndValues) {
    EXPECT_EQ(
        write_envelope(Code::bet_closed), R"({"ErrorCode":900105,"Message":"Bet is closed"})");
    EXPECT_EQ(
        write_envelope(Code::success, value_of(eur("7100.5"))),
        R"({"ErrorCode":200,"Message":"Success","Value":{"Balance":"7100.5"}})");
    EXPECT_EQ(
        base::to_text(value_of(AuthAnswer{
            .player = "anna",
            .refresh_token = "r",
            .language = "en",
            .country = "",
            .is_test = true,
            .balance = eur("1")})),
        R"({"PartnerUserId":"anna","RefreshToken":"r","CurrencyCode":"EUR",)"
        R"("LanguageCode":"en","IsTest":true,)"
        R"("Balance":"1"})");
    InfoAnswer info{.closed = true, .transactions = {}};
    info.transactions.push_back(
        {.partner_transaction_id = "C1-1",
         .transaction_id = "t1",
         .type = TransactionType::stake,
         .amount = eur("10"),
         .tax_amount = eur("1"),
         .at = base::Instant{0}});
    EXPECT_EQ(
        base::to_text(value_of(InfoCall{.bet_id = 42}, info)),
        R"({"Closed":true,"Transactions":[{"BetId":42,"PartnerTransactionId":"C1-1",)"
        R"("TransactionId":"t1",)"
        R"("TransactionType":-1,"Amount":"10","TaxAmount":"1",)"
        R"("CreatedAt":"1970-01-01T00:00:00.000Z"}]})");
}

TEST(CasinoCodec, AcceptsSayTransactionIdsOnlyInOurDialect) {
    const auto call = test::make_call(TransactionType::stake, 42, "10", "t1");
    MakeAnswer answer{
        .code = Code::success, .partner_transaction_id = "C1-1", .balance = eur("90")};
    EXPECT_EQ(
        write_accept(call, answer, Dialect::ours),
        R"({"BetId":42,"PartnerUserId":"anna","TransactionType":-1,"Amount":"10",)"
        R"("TransactionId":"t1",)"
        R"("ErrorCode":200,"Message":"Success","PartnerTransactionId":"C1-1","Balance":"90"})");
    EXPECT_EQ(
        write_accept(call, {.code = Code::transaction_failed}, Dialect::stock),
        R"({"BetId":42,"PartnerUserId":"anna","TransactionType":-1,"Amount":"10",)"
        R"("ErrorCode":102823,)"
        R"("Message":"Error while adding the transaction"})");
}

TEST(CasinoCodes, EachHasItsOwnSentenceAndADocumentedTwin) {
    std::set<std::string_view> messages;
    for (const Code code : all_codes) {
        EXPECT_FALSE(message(code).empty());
        messages.insert(message(code));
        EXPECT_LT(static_cast<int>(documented(code)), 900000);
    }
    EXPECT_EQ(messages.size(), all_codes.size());
}

}  // namespace
}  // namespace croupier::sandbox::casino
