// SPDX-License-Identifier: Apache-2.0
// Bodies of the bet calls: what becomes a command, what becomes a refusal that is stored with the
// bet (well_formed = false), and what gives no command at all.
#include "provider_api/codec.h"

#include <gtest/gtest.h>

#include "unit/provider_api/world.h"

namespace croupier::provider_api {
namespace {

const base::Uuid session = *base::parse_uuid("01941f29-7c00-7141-8000-000000000001");

CallFrame frame() {
    return {test::provider_id(), domain::SessionId(session), test::FakeLoop::start, "evidence"};
}
Read<usecases::PlaceBet> pay_in(std::string_view body) {
    return read_stake(body, StakeKind::pay_in, frame());
}
Read<usecases::PlaceBet> pay_in_out(std::string_view body) {
    return read_stake(body, StakeKind::pay_in_out, frame());
}
Read<usecases::SettleBet> pay_out(std::string_view body) { return read_payout(body, frame()); }
Read<usecases::RefundBet> refund(std::string_view body) { return read_refund(body, frame()); }

constexpr Verdict invalid{ResponseCode::invalid_request, 200};

TEST(ProviderCodec, ReadsAPayIn) {
    const auto command =
        pay_in(R"({"betId":"b-1","betAmount":10.50,"gameRoundId":"r 1","extra":[1]})");
    ASSERT_TRUE(command.ok());
    const usecases::PlaceBet& bet = command.value();
    EXPECT_TRUE(bet.well_formed);
    EXPECT_FALSE(bet.instant);
    EXPECT_EQ(bet.provider, test::provider_id());
    EXPECT_EQ(bet.session.value(), session);
    EXPECT_EQ(bet.bet.value(), "b-1");
    EXPECT_EQ(bet.round.value(), "r 1");
    EXPECT_EQ(bet.stake, "10.50");
    EXPECT_EQ(bet.arrived, test::FakeLoop::start);
    EXPECT_EQ(bet.evidence, "evidence");
}

TEST(ProviderCodec, ReadsAPayInOut) {
    const auto command =
        pay_in_out(R"({"betId":"b","betAmount":"1","winAmount":2.5,"winOdd":1e2,"gameRoundId":7})");
    ASSERT_TRUE(command.ok());
    EXPECT_TRUE(command.value().well_formed);
    EXPECT_TRUE(command.value().instant);
    EXPECT_EQ(command.value().stake, "1");
    EXPECT_EQ(command.value().win, "2.5");
    EXPECT_EQ(command.value().round.value(), "7");
}

TEST(ProviderCodec, ReadsAPayOut) {
    const auto command = pay_out(
        R"({"betId":"b","winAmount":0,"winOdd":"odd","gameRoundId":"r","transactionId":"t"})");
    ASSERT_TRUE(command.ok());
    EXPECT_EQ(command.value().bet.value(), "b");
    EXPECT_EQ(command.value().win, "0");
    EXPECT_EQ(command.value().round.value(), "r");
    EXPECT_EQ(command.value().transaction, "t");
    for (const char* body :
         {R"({"betId":"b","winAmount":"3","gameRoundId":"r"})",
          R"({"betId":"b","winAmount":"3","gameRoundId":"r","transactionId":null})",
          R"({"betId":"b","winAmount":"3","gameRoundId":"r","transactionId":""})"}) {
        const auto without = pay_out(body);
        ASSERT_TRUE(without.ok()) << body;
        EXPECT_EQ(without.value().transaction, "");
    }
}

TEST(ProviderCodec, ReadsARefund) {
    const auto command = refund(R"({"betId":"b","betAmount":-1})");
    ASSERT_TRUE(command.ok());
    EXPECT_EQ(command.value().bet.value(), "b");
    EXPECT_EQ(command.value().session.value(), session);
}

TEST(ProviderCodec, TheTextOfAnAmountIsKept) {
    for (const std::string text :
         {"0", "0.00", "10", "10.50", "0.00000001", "123456789012345678", "9007199254740993"}) {
        for (const std::string& token : {text, '"' + text + '"'}) {
            const auto command =
                pay_in(R"({"betId":"b","gameRoundId":"r","betAmount":)" + token + "}");
            ASSERT_TRUE(command.ok()) << token;
            EXPECT_TRUE(command.value().well_formed) << token;
            EXPECT_EQ(command.value().stake, text);
        }
    }
}

TEST(ProviderCodec, AStakeThatIsWrongBesidesItsBetIdIsKeptAsSuch) {
    const char* amounts[] = {
        "-1",       "1e2",        "1E2",          "null",    "true",    "1e9999999999999999999",
        "{}",       "[1]",        R"("")",        R"("+1")", R"("-1")", R"("1e2")",
        R"("NaN")", R"(" 1")",    R"("1 ")",      R"("1.")", R"(".5")", R"("1,5")",
        R"("0x1")", R"("1.2.3")", R"("Infinity")"};
    for (const char* amount : amounts) {
        const auto command =
            pay_in(std::string(R"({"betId":"b","gameRoundId":"r","betAmount":)") + amount + "}");
        ASSERT_TRUE(command.ok()) << amount;
        EXPECT_FALSE(command.value().well_formed) << amount;
        EXPECT_EQ(command.value().bet.value(), "b");
    }
    const std::string too_long(65, '1');
    for (const std::string& body :
         {std::string(R"({"betId":"b","betAmount":1})"),
          std::string(R"({"betId":"b","betAmount":1,"gameRoundId":""})"),
          std::string(R"({"betId":"b","betAmount":1,"gameRoundId":1.5})"),
          std::string(R"({"betId":"b","betAmount":1,"gameRoundId":"\u0085"})"),
          std::string(R"({"betId":"b","gameRoundId":"r"})"),
          R"({"betId":"b","gameRoundId":"r","betAmount":")" + too_long + "\"}"}) {
        const auto command = pay_in(body);
        ASSERT_TRUE(command.ok()) << body;
        EXPECT_FALSE(command.value().well_formed) << body;
    }
    const auto no_win = pay_in_out(R"({"betId":"b","betAmount":1,"gameRoundId":"r"})");
    ASSERT_TRUE(no_win.ok());
    EXPECT_FALSE(no_win.value().well_formed);
}

TEST(ProviderCodec, WithoutABetIdThereIsNoCommand) {
    const std::string long_id(257, 'b');
    for (const std::string& member :
         {std::string(R"("other":1)"), std::string(R"("betId":"")"), std::string(R"("betId":null)"),
          std::string(R"("betId":1.5)"), std::string(R"("betId":-1)"),
          std::string(R"("betId":1e3)"), std::string(R"("betId":{"a":1})"),
          std::string(R"("betId":"a\u0001")"), std::string(R"("betId":"\u007f")"),
          R"("betId":")" + long_id + '"'}) {
        const std::string body =
            "{" + member + R"(,"betAmount":1,"winAmount":1,"gameRoundId":"r"})";
        for (const auto& error :
             {pay_in(body).error(), pay_in_out(body).error(), pay_out(body).error(),
              refund(body).error()}) {
            EXPECT_EQ(error, invalid) << body;
        }
    }
}

TEST(ProviderCodec, NumbersServeAsIds) {
    const auto command = refund(R"({"betId":12345678901234567890})");
    ASSERT_TRUE(command.ok());
    EXPECT_EQ(command.value().bet.value(), "12345678901234567890");
}

TEST(ProviderCodec, AnyTextWithoutControlCharactersServesAsId) {
    for (const std::string& id :
         {std::string(256, '~'), std::string(" b "), std::string("ставка-1"), std::string("漢😀")}) {
        const std::string text = '"' + id + '"';
        EXPECT_EQ(refund(R"({"betId":)" + text + "}").value().bet.value(), id);
        const auto stake =
            pay_in(R"({"betId":)" + text + R"(,"betAmount":1,"gameRoundId":)" + text + "}");
        EXPECT_TRUE(stake.value().well_formed) << id;
        EXPECT_EQ(stake.value().round.value(), id);
        const auto payout = pay_out(
            R"({"betId":"b","winAmount":1,"gameRoundId":"r","transactionId":)" + text + "}");
        EXPECT_EQ(payout.value().transaction, id);
    }
    // However it is spelled in JSON.
    EXPECT_EQ(refund(R"({"betId":"\u00e9"})").value().bet.value(), "é");
}

TEST(ProviderCodec, WhatIsNoJsonIsABadRequest) {
    for (const std::string& body :
         {std::string(), std::string("{"), std::string(R"({"betId":"b"} x)"),
          std::string(R"({"betId":"b","betId":"b"})"),
          std::string(R"({"betId":"b","x":{"y":1,"y":2}})"), std::string("{'betId':'b'}"),
          std::string(R"({"betId":"b","betAmount":NaN})"),
          std::string(R"({"betId":"b","betAmount":+1})"),
          std::string(R"({"betId":"b","betAmount":01})"), std::string(100, '[')}) {
        EXPECT_EQ(pay_in(body).error(), unreadable);
        EXPECT_EQ(pay_in_out(body).error(), unreadable);
        EXPECT_EQ(pay_out(body).error(), unreadable);
        EXPECT_EQ(refund(body).error(), unreadable);
    }
}

// How much a body may be is the server's limit; what nobody reads may hold any JSON.
TEST(ProviderCodec, WhatIsNotReadIsNoReasonToRefuse) {
    const std::string deep = std::string(63, '[') + std::string(63, ']');
    for (const std::string& unread :
         {'"' + std::string(200'000, 'x') + '"', deep, std::string("1e99999999999"),
          std::string("-1E-99999999999")}) {
        for (const std::string name : {"x", "winOdd"}) {
            const std::string body =
                R"({"betId":"b","betAmount":1,"winAmount":1,"gameRoundId":"r",")" + name +
                "\":" + unread + "}";
            EXPECT_TRUE(pay_in(body).ok() && pay_in(body).value().well_formed);
            EXPECT_TRUE(pay_in_out(body).ok() && pay_in_out(body).value().well_formed);
            EXPECT_TRUE(pay_out(body).ok());
            EXPECT_TRUE(refund(body).ok());
        }
    }
}

TEST(ProviderCodec, JsonThatIsNoObjectIsInvalid) {
    for (const char* body : {"null", "1", R"("betId")", "[]", "true"}) {
        EXPECT_EQ(pay_in(body).error(), invalid) << body;
        EXPECT_EQ(refund(body).error(), invalid) << body;
    }
}

// The path is not signed, so a body that names its session must name the path's.
TEST(ProviderCodec, TheBodysSessionMustBeThePaths) {
    const auto body = [](const std::string& named) {
        return R"({"betId":"b","betAmount":1,"winAmount":1,"gameRoundId":"r","sessionId":)" +
               named + "}";
    };
    for (const char* same :
         {R"("01941f29-7c00-7141-8000-000000000001")", R"("01941F29-7C00-7141-8000-000000000001")",
          "null"}) {
        EXPECT_TRUE(pay_in(body(same)).value().well_formed) << same;
        EXPECT_TRUE(pay_out(body(same)).ok()) << same;
        EXPECT_TRUE(refund(body(same)).ok()) << same;
    }
    for (const char* other :
         {R"("01941f29-7c00-7141-8000-000000000002")", R"("x")", R"("")", "1"}) {
        EXPECT_FALSE(pay_in(body(other)).value().well_formed) << other;
        EXPECT_EQ(pay_out(body(other)).error(), invalid) << other;
        EXPECT_EQ(refund(body(other)).error(), invalid) << other;
    }
}

TEST(ProviderCodec, APayOutThatIsWrongAnywhereIsInvalid) {
    for (const char* body :
         {R"({"betId":"b","gameRoundId":"r"})", R"({"betId":"b","winAmount":1})",
          R"({"betId":"b","winAmount":-1,"gameRoundId":"r"})",
          R"({"betId":"b","winAmount":"1e1","gameRoundId":"r"})",
          R"({"betId":"b","winAmount":1,"gameRoundId":""})",
          R"({"betId":"b","winAmount":1,"gameRoundId":"r","transactionId":{}})"}) {
        EXPECT_EQ(pay_out(body).error(), invalid) << body;
    }
}

TEST(ProviderCodec, WritesAnswers) {
    const Verdict success{ResponseCode::success, 200};
    const net::Response full = to_response({success, test::eur(), test::euros("12.50")});
    EXPECT_EQ(full.status, 200);
    EXPECT_EQ(full.body, R"({"_responseCode":1,"balance":12.5,"currency":"EUR"})");
    EXPECT_EQ(full.header("Content-Type"), "application/json");
    EXPECT_FALSE(full.header("Retry-After"));

    EXPECT_EQ(
        to_response({success, test::eur(), {}}).body, R"({"_responseCode":1,"currency":"EUR"})");
    EXPECT_EQ(to_response({unreadable, {}, {}}).body, R"({"_responseCode":6})");
    EXPECT_EQ(to_response({unreadable, {}, {}}).status, 400);

    const net::Response later = to_response({verdict_of(domain::ErrorCode::overloaded), {}, {}});
    EXPECT_EQ(later.status, 503);
    EXPECT_EQ(later.body, R"({"_responseCode":99})");
    EXPECT_EQ(later.header("Retry-After"), "1");
}

}  // namespace
}  // namespace croupier::provider_api
