// SPDX-License-Identifier: Apache-2.0
#include "casino_api/codec.h"

#include <gtest/gtest.h>

#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using domain::ErrorCode;
using domain::TransactionType;
using domain::Verdict;
using test::euros;

TEST(CasinoData, MakeNamesWhatTheContractNames) {
    auto bet = test::bet();
    auto terms = test::casino_terms();
    const std::string golden =
        R"({"Amount":"10.5","BetId":9007199254740991,"PartnerUserId":"user \"1\"",)"
        R"("TransactionType":-1,"TransactionId":"00000000-0000-0000-0000-000000000001",)"
        R"("GameId":12,"RoundId":"round-1","CurrencyCode":"EUR"})";
    EXPECT_EQ(make_data(bet, 0, terms), golden);
    // What changes while a call is repeated does not show.
    auto later = bet;
    later.transfers[0].tries = 9;
    later.transfers[0].ask_first = true;
    later.transfers[0].state = domain::TransferState::in_doubt;
    later.transfers[0].partner_transaction = domain::PartnerTransactionId("x");
    later.closing.seq = 3;
    EXPECT_EQ(make_data(later, 0, terms), golden);
}

TEST(CasinoData, MakeWithTaxTagAndALostPayout) {
    auto bet = test::bet();
    bet.tag_id = 44;
    bet.round = {};
    test::add(bet, TransactionType::payout, euros(0));
    auto terms = test::casino_terms();
    terms.sends_tax = true;
    EXPECT_EQ(
        make_data(bet, 1, terms),
        R"({"Amount":"0","BetId":9007199254740991,"PartnerUserId":"user \"1\"",)"
        R"("TransactionType":1,"TaxAmount":"0","TagId":44,)"
        R"("TransactionId":"00000000-0000-0000-0000-000000000002","GameId":12,)"
        R"("CurrencyCode":"EUR"})");
}

TEST(CasinoData, IdsBeyondAsciiAreEscaped) {
    auto bet = test::bet();
    bet.partner_user = domain::PartnerUserId("игрок");
    bet.round = domain::RoundId("é");
    const auto data = make_data(bet, 0, test::casino_terms());
    const std::string user = R"("PartnerUserId":"\u0438\u0433\u0440\u043e\u043a")";
    EXPECT_NE(data.find(user), std::string::npos) << data;
    EXPECT_NE(data.find(R"("RoundId":"\u00e9")"), std::string::npos) << data;
    EXPECT_NE(info_data(bet).find(user), std::string::npos);
    EXPECT_NE(user_data(bet.partner_user, 0).find(user), std::string::npos);
}

TEST(CasinoData, EveryTransactionTypeKeepsItsNumber) {
    auto bet = test::bet();
    const std::pair<TransactionType, std::string> types[] = {
        {TransactionType::stake_return, "2"},
        {TransactionType::payout_return, "-2"},
        {TransactionType::jackpot, "4"}};
    for (const auto& [type, number] : types) {
        test::add(bet, type, euros(100));
        const auto data = make_data(bet, bet.transfers.size() - 1, test::casino_terms());
        EXPECT_NE(data.find("\"TransactionType\":" + number + ","), std::string::npos) << data;
    }
}

TEST(CasinoData, InfoNamesTheBetAsNumberAndCloseAsText) {
    const auto bet = test::bet();
    EXPECT_EQ(info_data(bet), R"({"BetId":9007199254740991,"PartnerUserId":"user \"1\""})");
    domain::NextCall call{domain::CallKind::close, 0, {}, 1};
    EXPECT_EQ(close_data(bet, call), R"({"BetId":"9007199254740991","Closed":true,"Seq":1})");
    call = {domain::CallKind::reopen, 0, {}, 2};
    EXPECT_EQ(close_data(bet, call), R"({"BetId":"9007199254740991","Closed":false,"Seq":2})");
}

TEST(CasinoData, UserCallsSendTheTagAlwaysOnlyWithData) {
    const crypto::Secret token("r1");
    EXPECT_EQ(auth_data(token, 0), R"({"RefreshToken":"r1"})");
    EXPECT_EQ(auth_data(token, 5), R"({"RefreshToken":"r1","TagId":5})");
    const domain::PartnerUserId user("u");
    EXPECT_EQ(user_data(user, 0), R"({"PartnerUserId":"u","TagId":0})");
}

TEST(CasinoAnswer, EnvelopeIsReadWithoutRegardToCaseAndValueMayMiss) {
    for (const char* body :
         {R"({"ErrorCode":200,"Message":"ok"})", R"({"errorcode":200,"MESSAGE":"ok","VALUE":null})",
          R"({"ErrorCode":200,"Message":"ok","Value":"text","Extra":[1]})"}) {
        const auto answer = read_answer(body);
        ASSERT_TRUE(answer.has_value()) << body;
        EXPECT_EQ(answer->error_code, 200);
        EXPECT_EQ(answer->message, "ok");
        EXPECT_TRUE(answer->value.is(base::Json::Kind::null));
    }
}

TEST(CasinoAnswer, WhatIsNoEnvelopeIsNoAnswer) {
    for (const char* body :
         {"", "null", "[]", "\"200\"", "{}", R"({"ErrorCode":"200"})", R"({"ErrorCode":200.5})",
          R"({"ErrorCode":2e2})", R"({"ErrorCode":null})", R"({"ErrorCode":200,"ErrorCode":200})",
          R"({"ErrorCode":200} x)", "<html>200</html>"}) {
        EXPECT_FALSE(read_answer(body).has_value()) << body;
    }
}

// The client bounds an answer; what we do not read in it may hold any JSON.
TEST(CasinoAnswer, WhatIsNotReadIsNoReasonToDoubt) {
    const std::string deep = std::string(62, '[') + std::string(62, ']');
    for (const std::string& unread :
         {'"' + std::string(200'000, 'x') + '"', deep, std::string("1e99999999999")}) {
        const auto answer = read_answer(R"({"ErrorCode":200,"Value":{"X":)" + unread + "}}");
        EXPECT_TRUE(answer.has_value() && answer->error_code == 200) << unread.substr(0, 20);
    }
}

domain::CasinoAnswer make_answer(const std::string& body) {
    const auto answer = read_answer(body);
    EXPECT_TRUE(answer.has_value()) << body;
    return read_make_answer(*answer, test::casino_terms(), test::eur());
}

TEST(CasinoAnswer, MakeTakesIdsAndMoneyAsTextOrNumber) {
    auto read =
        make_answer(R"({"ErrorCode":200,"Value":{"PartnerTransactionId":77,"Balance":12.3456}})");
    EXPECT_EQ(read.verdict, Verdict::done);
    EXPECT_EQ(read.partner_transaction.value(), "77");
    EXPECT_EQ(read.balance, euros(1234));
    read = make_answer(R"({"ErrorCode":200,"Value":{"partnertransactionid":"à-1","balance":"5"}})");
    EXPECT_EQ(read.partner_transaction.value(), "à-1");
    EXPECT_EQ(read.balance, euros(500));
}

TEST(CasinoAnswer, AnUnreadableBalanceNeverFailsTheAnswer) {
    for (const char* balance : {"\"much\"", "1e3", "null", "{}", "\"\"", "\"NaN\"", "true"}) {
        const auto read =
            make_answer(std::string(R"({"ErrorCode":200,"Value":{"Balance":)") + balance + "}}");
        EXPECT_EQ(read.verdict, Verdict::done) << balance;
        EXPECT_FALSE(read.balance.has_value()) << balance;
    }
}

TEST(CasinoAnswer, MakeRefusals) {
    EXPECT_EQ(make_answer(R"({"ErrorCode":900101})").refusal, ErrorCode::insufficient_funds);
    EXPECT_EQ(make_answer(R"({"ErrorCode":900105})").verdict, Verdict::closed);
    EXPECT_EQ(make_answer(R"({"ErrorCode":103799})").verdict, Verdict::unknown);
}

TEST(CasinoAnswer, Close) {
    const auto close = [](std::int64_t code) { return read_close_answer({code, "", {}}); };
    EXPECT_EQ(close(200), domain::CloseVerdict::done);
    EXPECT_EQ(close(103752), domain::CloseVerdict::refused_for_good);
    for (const std::int64_t code : {103799, 103811, 900104, 1}) {
        EXPECT_EQ(close(code), domain::CloseVerdict::unknown) << code;
    }
}

std::optional<domain::CasinoRecord> record(const std::string& value, int code = 200) {
    const auto answer =
        read_answer(R"({"ErrorCode":)" + std::to_string(code) + R"(,"Value":)" + value + "}");
    EXPECT_TRUE(answer.has_value()) << value;
    return read_record(*answer, test::bet().id, test::eur());
}

TEST(CasinoAnswer, InfoListsWhatWasBooked) {
    const auto read = record(R"({"Closed":true,"Transactions":[
        {"BetId":"9007199254740991","PartnerTransactionId":"a","TransactionType":-1,
         "TransactionId":"00000000-0000-0000-0000-000000000001","Amount":"10.5000"},
        {"betid":9007199254740991,"partnerTransactionId":8,"transactionType":"1","amount":0},
        {"BetId":4,"TransactionType":-1,"Amount":"99"}]})");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->closed, true);
    ASSERT_EQ(read->transactions.size(), 2U);
    EXPECT_EQ(read->transactions[0].transaction, test::bet().transfers[0].id);
    EXPECT_EQ(read->transactions[0].amount, euros(1050));
    EXPECT_EQ(read->transactions[0].type, TransactionType::stake);
    EXPECT_EQ(read->transactions[1].partner_transaction.value(), "8");
    EXPECT_EQ(read->transactions[1].type, TransactionType::payout);
    EXPECT_FALSE(read->transactions[1].transaction.has_value());
}

TEST(CasinoAnswer, InfoThatCannotBeTrustedWholeIsNone) {
    for (const char* value :
         {"null", "{}", R"({"Transactions":{}})", R"({"Transactions":[{"TransactionType":-1}]})",
          R"({"Transactions":[{"TransactionType":3,"Amount":"1"}]})",
          R"({"Transactions":[{"TransactionType":1,"Amount":"1.005"}]})",
          R"({"Transactions":[{"TransactionType":1,"Amount":"-1"}]})",
          R"({"Transactions":[{"BetId":"x","TransactionType":1,"Amount":"1"}]})",
          R"({"Transactions":[7]})"}) {
        EXPECT_FALSE(record(value).has_value()) << value;
    }
    EXPECT_FALSE(record("null", 103799).has_value());
    EXPECT_FALSE(record(R"({"Transactions":[]})", 103779).has_value());
}

TEST(CasinoAnswer, InfoOfABetUnknownToTheCasinoListsNothing) {
    const auto read = record("null", 900104);
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(read->transactions.empty());
    EXPECT_FALSE(read->closed.has_value());
}

domain::Outcome<usecases::AuthenticatedUser> user(const std::string& body) {
    const auto answer = read_answer(body);
    EXPECT_TRUE(answer.has_value());
    return read_user(*answer, test::casino_terms(), crypto::Secret("old"));
}

TEST(CasinoAnswer, UserInFull) {
    const auto read = user(R"({"ErrorCode":200,"Value":{"PartnerUserId":15,"RefreshToken":"new",
        "CurrencyCode":"USD","LanguageCode":"de","CountryCode":"AT","IsTest":true}})");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().partner_user.value(), "15");
    EXPECT_EQ(read.value().refresh_token.reveal(), "new");
    EXPECT_EQ(read.value().currency.code(), "USD");
    EXPECT_EQ(read.value().language, "de");
    EXPECT_EQ(read.value().country, "AT");
    EXPECT_TRUE(read.value().is_test);
}

TEST(CasinoAnswer, ALanguageThatCannotBePassedOnIsIgnored) {
    const auto language = [](const std::string& given) {
        return user(
                   R"({"ErrorCode":200,"Value":{"PartnerUserId":15,"CurrencyCode":"EUR",)"
                   R"("LanguageCode":)" +
                   given + "}}")
            .value()
            .language;
    };
    EXPECT_EQ(language(R"("zh_Hans")"), "zh_Hans");
    for (const char* given : {R"("en/GB")", R"("en\n")", R"("")", R"("e n")", "7", "null"}) {
        EXPECT_EQ(language(given), "") << given;
    }
}

TEST(CasinoAnswer, UserOfAStockCasinoKeepsItsTokenAndTheOnlyCurrency) {
    const auto read = user(R"({"ErrorCode":200,"Value":{"PartnerUserId":"u"}})");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().refresh_token.reveal(), "old");
    EXPECT_EQ(read.value().currency, test::eur());
}

TEST(CasinoAnswer, UserErrors) {
    EXPECT_EQ(user(R"({"ErrorCode":900108})").error().code, ErrorCode::token_refused);
    EXPECT_EQ(user(R"({"ErrorCode":200})").error().code, ErrorCode::counterparty_failed);
    EXPECT_EQ(
        user(R"({"ErrorCode":200,"Value":{"PartnerUserId":"u","CurrencyCode":"???"}})")
            .error()
            .code,
        ErrorCode::counterparty_failed);
}

}  // namespace
}  // namespace croupier::casino_api
