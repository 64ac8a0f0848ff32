// SPDX-License-Identifier: Apache-2.0
#include "casino_api/codec.h"

#include <utility>

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
          "\xef\xbb\xbf{\"ErrorCode\":200,\"Message\":\"ok\"}"}) {
        const auto answer = read_answer(body);
        ASSERT_TRUE(answer.ok()) << body;
        EXPECT_EQ(answer.value().error_code, 200);
        EXPECT_EQ(answer.value().message, "ok");
        EXPECT_TRUE(answer.value().value.is(base::Json::Kind::null));
    }
}

TEST(CasinoAnswer, ErrorCodeIsReadByItsExactValue) {
    for (const char* code : {"200", "200.0", "2e2", "2.00E+2", "20000e-2"}) {
        const auto answer = read_answer(R"({"ErrorCode":)" + std::string(code) + "}");
        ASSERT_TRUE(answer.ok()) << code;
        EXPECT_EQ(answer.value().error_code, 200) << code;
    }
    for (const char* body :
         {R"({"ErrorCode":200,"errorcode":200.0})", R"({"ErrorCode":200,"ErrorCode":200})"}) {
        EXPECT_TRUE(read_answer(body).ok()) << body;
    }
}

TEST(CasinoAnswer, WhatIsNoEnvelopeIsNoAnswerAndSaysWhy) {
    const std::pair<const char*, const char*> cases[] = {
        {"", "the body is no JSON object"},
        {"null", "the body is no JSON object"},
        {"[]", "the body is no JSON object"},
        {"\"200\"", "the body is no JSON object"},
        {"200", "the body is no JSON object"},
        {R"([{"ErrorCode":200}])", "the body is no JSON object"},
        {R"({"ErrorCode":200} x)", "the body is no JSON object"},
        {R"({"ErrorCode":200}{"ErrorCode":200})", "the body is no JSON object"},
        {R"({"ErrorCode":200)", "the body is no JSON object"},
        {"<html>200</html>", "the body is no JSON object"},
        {"{}", "ErrorCode is missing"},
        {R"({"ErrorCode":null})", "ErrorCode is missing"},
        {R"({"Code":200,"Message":"ok","Value":{}})", "ErrorCode is missing"},
        {R"({"Value":{"ErrorCode":200}})", "ErrorCode is missing"},
        {R"({"ErrorCode":"200"})", "ErrorCode cannot be read"},
        {R"({"ErrorCode":200.5})", "ErrorCode cannot be read"},
        {R"({"ErrorCode":true})", "ErrorCode cannot be read"},
        {R"({"ErrorCode":[200]})", "ErrorCode cannot be read"},
        {R"({"ErrorCode":2e99})", "ErrorCode cannot be read"},
        {R"({"ErrorCode":200,"errorCode":103799})",
         "ErrorCode is given twice with different values"},
        {R"({"ErrorCode":200,"ErrorCode":103799})",
         "ErrorCode is given twice with different values"},
        {R"({"errorcode":103799,"ErrorCode":200})",
         "ErrorCode is given twice with different values"},
        {R"({"ErrorCode":200,"errorCode":null})", "ErrorCode is given twice with different values"},
        {R"({"ErrorCode":200,"errorCode":"200"})",
         "ErrorCode is given twice with different values"},
        {R"({"ErrorCode":200,"Value":{"a":1},"value":{"a":2}})",
         "Value is given twice with different values"}};
    for (const auto& [body, why] : cases) {
        const auto answer = read_answer(body);
        ASSERT_FALSE(answer.ok()) << body;
        EXPECT_EQ(answer.error(), why) << body;
    }
}

TEST(CasinoAnswer, TextForPeopleNeverCostsAnAnswer) {
    for (const char* message :
         {R"("half \ud83d")", "\"Caf\xe9\"", "\"two\nlines\"", "7", "null", "{}", R"(["a"])",
          "true", R"("a","message":"b")"}) {
        const auto answer =
            read_answer(R"({"ErrorCode":200,"Message":)" + std::string(message) + "}");
        EXPECT_TRUE(answer.ok() && answer.value().error_code == 200) << message;
    }
}

// The client bounds an answer; what we do not read in it may hold any JSON.
TEST(CasinoAnswer, WhatIsNotReadIsNoReasonToDoubt) {
    const auto deep = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    for (const std::string& unread :
         {'"' + std::string(200'000, 'x') + '"', deep(62), deep(5000), std::string("1e99999999999"),
          std::string(R"({"a":1,"a":2,"A":[]})"), std::string(R"("\udead")"),
          std::string(R"(1,"X":2,"x":{})")}) {
        const auto answer = read_answer(R"({"ErrorCode":200,"Value":{"X":)" + unread + "}}");
        EXPECT_TRUE(answer.ok() && answer.value().error_code == 200) << unread.substr(0, 20);
    }
}

domain::CasinoAnswer make_answer(const std::string& body) {
    const auto answer = read_answer(body);
    EXPECT_TRUE(answer.ok()) << body;
    const auto read = read_make_answer(answer.value(), test::casino_terms(), test::eur());
    EXPECT_TRUE(read.ok()) << body;
    return read.value();
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
    for (const char* balance :
         {"\"much\"", "1e300", "null", "{}", "\"\"", "\"NaN\"", "true", "\"1,000.00\"",
          R"(5,"balance":6)"}) {
        const auto read =
            make_answer(std::string(R"({"ErrorCode":200,"Value":{"Balance":)") + balance + "}}");
        EXPECT_EQ(read.verdict, Verdict::done) << balance;
        EXPECT_FALSE(read.balance.has_value()) << balance;
    }
}

TEST(CasinoAnswer, ABalanceIsReadByItsValueAndCut) {
    const std::pair<const char*, std::int64_t> cases[] = {
        {"1E+2", 10000},
        {"\"1e2\"", 10000},
        {"12.999", 1299},
        {"-3.5", -350},
        {"0.00", 0},
        {"1e-9", 0},
        {"12.34567890123456789", 1234}};
    for (const auto& [balance, cents] : cases) {
        const auto read =
            make_answer(std::string(R"({"ErrorCode":200,"Value":{"Balance":)") + balance + "}}");
        EXPECT_EQ(read.balance, euros(cents)) << balance;
    }
}

// Everything in make's Value is optional, so nothing that stands there costs the answer.
TEST(CasinoAnswer, MakesValueMayBeAnything) {
    for (const char* value :
         {"null", "[]", "{}", "\"text\"", "7", "true", R"([{"PartnerTransactionId":"a"}])",
          R"({"PartnerTransactionId":""})", R"({"PartnerTransactionId":null})",
          R"({"PartnerTransactionId":{}})", R"({"PartnerTransactionId":"\ud83d"})",
          R"({"PartnerTransactionId":7.5})", R"({"Transactions":"x"})"}) {
        const auto read = make_answer(R"({"ErrorCode":200,"Value":)" + std::string(value) + "}");
        EXPECT_EQ(read.verdict, Verdict::done) << value;
        EXPECT_EQ(read.partner_transaction.value(), "") << value;
    }
}

TEST(CasinoAnswer, MakeThatNamesTwoBookingsIsUnreadable) {
    for (const char* value :
         {R"({"PartnerTransactionId":"a","partnerTransactionId":"b"})",
          R"({"PartnerTransactionId":7,"PARTNERTRANSACTIONID":8})"}) {
        const auto answer = read_answer(R"({"ErrorCode":200,"Value":)" + std::string(value) + "}");
        const auto read = read_make_answer(answer.value(), test::casino_terms(), test::eur());
        ASSERT_FALSE(read.ok()) << value;
        EXPECT_EQ(read.error(), "PartnerTransactionId is given twice with different values");
    }
    EXPECT_EQ(
        make_answer(
            R"({"ErrorCode":200,"Value":{"PartnerTransactionId":"7","partnertransactionid":7e0}})")
            .partner_transaction.value(),
        "7");
}

TEST(CasinoAnswer, MakeRefusals) {
    EXPECT_EQ(make_answer(R"({"ErrorCode":900101})").refusal, ErrorCode::insufficient_funds);
    EXPECT_EQ(make_answer(R"({"ErrorCode":900105})").verdict, Verdict::closed);
    EXPECT_EQ(make_answer(R"({"ErrorCode":103799})").verdict, Verdict::unknown);
}

TEST(CasinoAnswer, Close) {
    const auto close = [](std::int64_t code) { return read_close_answer({code, "", {}, false}); };
    EXPECT_EQ(close(200), domain::CloseVerdict::done);
    EXPECT_EQ(close(103752), domain::CloseVerdict::refused_for_good);
    for (const std::int64_t code : {103799, 103811, 900104, 1}) {
        EXPECT_EQ(close(code), domain::CloseVerdict::unknown) << code;
    }
}

domain::Outcome<usecases::AuthenticatedUser> user(const std::string& body) {
    const auto answer = read_answer(body);
    EXPECT_TRUE(answer.ok()) << body;
    return read_user(answer.value(), test::casino_terms(), crypto::Secret("old"));
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

// By law or choice: without it, or with one that can be read, and else not at all.
TEST(CasinoAnswer, MaxStakeIsReadOrThereIsNoLaunch) {
    const auto read = [](const std::string& given) {
        return user(
            R"({"ErrorCode":200,"Value":{"PartnerUserId":"u","CurrencyCode":"EUR","maxStake":)" +
            given + "}}");
    };
    const std::pair<const char*, const char*> amounts[] = {
        {R"("20")", "20"}, {"20.5", "20.5"}, {R"("0")", "0"}, {R"("2.999")", "2.99"}};
    for (const auto& [given, amount] : amounts) {
        const auto most = read(given);
        ASSERT_TRUE(most.ok()) << given;
        EXPECT_EQ(domain::to_text(most.value().max_stake.value()), amount) << given;
    }
    EXPECT_EQ(read("null").value().max_stake, std::nullopt);
    for (const char* given :
         {R"("")", R"("-1")", "-1", R"("-0.001")", R"("much")", "true", "{}", "[1]", R"("1,5")",
          R"("99999999999999999999")"}) {
        const auto most = read(given);
        ASSERT_FALSE(most.ok()) << given;
        EXPECT_EQ(most.error().code, ErrorCode::counterparty_failed);
    }
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

domain::Outcome<usecases::AuthenticatedUser> user_with(const std::string& members) {
    return user(R"({"ErrorCode":200,"Value":{)" + members + "}}");
}

TEST(CasinoAnswer, CurrencyCodesAreReadInAnyCase) {
    for (const char* code : {"eur", "Eur", "EUR"}) {
        const auto read =
            user_with(R"("PartnerUserId":"u","CurrencyCode":")" + std::string(code) + "\"");
        ASSERT_TRUE(read.ok()) << code;
        EXPECT_EQ(read.value().currency, test::eur());
    }
}

TEST(CasinoAnswer, WhatIsOptionalAboutAPlayerNeverCostsTheLaunch) {
    for (const char* extra :
         {R"("IsTest":1)", R"("IsTest":"yes")", R"("LanguageCode":{})", R"("CountryCode":[])",
          R"("Balance":"none")", R"("LanguageCode":"\ud83d")", R"("IsTest":true,"isTest":false)",
          R"("AgeBand":{"from":18})", R"("RefreshToken":null)", R"("RefreshToken":"")"}) {
        const auto read =
            user_with(R"("PartnerUserId":"u","CurrencyCode":"EUR",)" + std::string(extra));
        ASSERT_TRUE(read.ok()) << extra;
        EXPECT_FALSE(read.value().is_test) << extra;
        EXPECT_EQ(read.value().language, "") << extra;
        EXPECT_EQ(read.value().refresh_token.reveal(), "old") << extra;
    }
}

TEST(CasinoAnswer, WhoAPlayerIsIsNeverGuessed) {
    const std::pair<const char*, const char*> cases[] = {
        {R"("CurrencyCode":"EUR")", "PartnerUserId is missing"},
        {R"("PartnerUserId":"","CurrencyCode":"EUR")", "PartnerUserId cannot be read"},
        {R"("PartnerUserId":"a\ud83d","CurrencyCode":"EUR")", "PartnerUserId cannot be read"},
        {R"("PartnerUserId":{},"CurrencyCode":"EUR")", "PartnerUserId cannot be read"},
        {R"("PartnerUserId":1.5,"CurrencyCode":"EUR")", "PartnerUserId cannot be read"},
        {R"("PartnerUserId":"a","partnerUserId":"b","CurrencyCode":"EUR")",
         "PartnerUserId is given twice with different values"},
        {R"("PartnerUserId":"u","CurrencyCode":"???")", "CurrencyCode cannot be read"},
        {R"("PartnerUserId":"u","CurrencyCode":978)", "CurrencyCode cannot be read"},
        {R"("PartnerUserId":"u","CurrencyCode":"EUR","currencyCode":"USD")",
         "CurrencyCode is given twice with different values"},
        {R"("PartnerUserId":"u","RefreshToken":"\udead")", "RefreshToken cannot be read"},
        {R"("PartnerUserId":"u","RefreshToken":"a","refreshToken":"b")",
         "RefreshToken is given twice with different values"}};
    for (const auto& [members, why] : cases) {
        const auto read = user_with(members);
        ASSERT_FALSE(read.ok()) << members;
        EXPECT_EQ(read.error().code, ErrorCode::counterparty_failed) << members;
        EXPECT_EQ(read.error().detail, "the answer to users/auth: " + std::string(why)) << members;
    }
}

}  // namespace
}  // namespace croupier::casino_api
