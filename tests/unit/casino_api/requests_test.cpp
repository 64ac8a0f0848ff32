// SPDX-License-Identifier: Apache-2.0
// Accepts and launches as casinos spell them, and beside each rule what must stay unreadable.
#include "casino_api/requests.h"

#include <utility>

#include <gtest/gtest.h>

#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

base::Reading<usecases::AcceptBooking> accept(const std::string& body) {
    net::Request request;
    request.body = body;
    return read_accept(request, test::casino_terms());
}

// An accept as casinos spell it: members beside these, in their place.
std::string accept_of(const std::string& members) {
    return R"({"BetId":12,"PartnerUserId":"u","PartnerTransactionId":"t",)" + members + "}";
}

TEST(CasinoRequest, AcceptIsReadByItsExactValues) {
    const std::pair<const char*, const char*> amounts[] = {
        {R"("TransactionType":1,"ErrorCode":200,"Amount":1E+2)", "100"},
        {R"("TransactionType":1,"ErrorCode":200,"Amount":"1e2")", "100"},
        {R"("TransactionType":1.0,"ErrorCode":2e2,"Amount":100.00)", "100"},
        {R"("TransactionType":"1","ErrorCode":200.0,"Amount":"0100")", "100"},
        {R"("TransactionType":-1,"ErrorCode":200,"Amount":"-10.50")", "10.5"},
        {R"("TransactionType":-2,"ErrorCode":200,"Amount":-7)", "7"},
        {R"("TransactionType":2,"ErrorCode":200,"Amount":7,"amount":"7.0")", "7"},
        {R"("TransactionType":1,"ErrorCode":200,"Amount":-0)", "0"},
        {R"("transactiontype":1,"ERRORCODE":200,"amount":5.25,"betid":"12.0")", "5.25"},
        {R"("TransactionType":1,"ErrorCode":200,"Amount":1,"Message":"\ud83d")", "1"},
        {R"("TransactionType":1,"ErrorCode":200,"Amount":1,"Balance":"a lot","TaxAmount":{})", "1"},
        {R"("TransactionType":1,"ErrorCode":200,"Amount":1,"X":1,"X":2,"x":[])", "1"}};
    for (const auto& [members, amount] : amounts) {
        for (const char* mark : {"", "\xef\xbb\xbf"}) {
            const auto read = accept(mark + accept_of(members));
            ASSERT_TRUE(read.ok()) << members << read.error();
            EXPECT_EQ(read.value().amount, amount) << members;
            EXPECT_EQ(read.value().bet.value(), 12U) << members;
            EXPECT_TRUE(read.value().success) << members;
        }
    }
    // What a refusal has no booking for is left out in three ways.
    for (const char* none : {R"("")", "null", R"("","PartnerTransactionId":"")"}) {
        const auto read = accept(
            R"({"BetId":12,"PartnerUserId":"u","TransactionType":1,"Amount":1,)"
            R"("ErrorCode":900101,"PartnerTransactionId":)" +
            std::string(none) + "}");
        EXPECT_TRUE(read.ok() && read.value().partner_transaction.value().empty()) << none;
    }
}

TEST(CasinoRequest, AcceptSaysWhatItCouldNotRead) {
    const std::string rest = R"("TransactionType":-1,"ErrorCode":200,)";
    const std::pair<std::string, const char*> cases[] = {
        {rest + R"("Amount":"ten")", "Amount cannot be read"},
        {rest + R"("Amount":"1,50")", "Amount cannot be read"},
        {rest + R"("Amount":"1.50 EUR")", "Amount cannot be read"},
        {rest + R"("Amount":"NaN")", "Amount cannot be read"},
        {rest + R"("Amount":true)", "Amount cannot be read"},
        {rest + R"("Amount":1e400)", "Amount cannot be read"},
        {rest + R"("Amount":null)", "Amount is missing"},
        {rest + R"("amount":10,"Amount":100)", "Amount is given twice with different values"},
        {rest + R"("Amount":10,"Amount":100)", "Amount is given twice with different values"},
        {rest + R"("Amount":10,"betId":13)", "BetId is given twice with different values"},
        {rest + R"("Amount":10,"partnerUserId":"v")",
         "PartnerUserId is given twice with different values"},
        {rest + R"("Amount":10,"errorCode":103799)",
         "ErrorCode is given twice with different values"},
        {rest + R"("Amount":10,"transactionType":1)",
         "TransactionType is given twice with different values"},
        {rest + R"("Amount":10,"partnerTransactionId":"s")",
         "PartnerTransactionId is given twice with different values"},
        {rest + R"("Amount":10,"TransactionId":"a","transactionId":"b")",
         "TransactionId is given twice with different values"},
        {R"("TransactionType":1,"ErrorCode":200,"Amount":-10)", "Amount is negative"},
        {R"("TransactionType":2,"ErrorCode":200,"Amount":"-10")", "Amount is negative"},
        {R"("TransactionType":-1,"Amount":10)", "ErrorCode is missing"},
        {R"("TransactionType":7,"ErrorCode":200,"Amount":10)", "TransactionType cannot be read"},
        {R"("TransactionType":-1,"ErrorCode":"200","Amount":10)", "ErrorCode cannot be read"}};
    for (const auto& [members, why] : cases) {
        const auto read = accept(accept_of(members));
        ASSERT_FALSE(read.ok()) << members;
        EXPECT_EQ(read.error(), why) << members;
    }
    const auto mended =
        accept(R"({"BetId":12,"PartnerUserId":"u\ud83d","TransactionType":1,"Amount":1,)"
               R"("ErrorCode":103799})");
    ASSERT_FALSE(mended.ok());
    EXPECT_EQ(mended.error(), "PartnerUserId cannot be read");
}

TEST(CasinoRequest, LaunchIsReadGenerouslyAndSaysWhy) {
    const auto launch = [](const std::string& members) {
        net::Request request;
        request.body = "{" + members + "}";
        return read_launch(request, test::casino_7, "2");
    };
    const std::string demo = R"("Mode":"demo","LanguageCode":"en","CurrencyCode":"EUR")";
    for (const std::string& members :
         {std::string(R"("MODE":"demo","languagecode":"en","CURRENCYCODE":"eur")"),
          demo + R"(,"TagId":"many","ViewType":7,"ReturnUrl":{})",
          demo + R"(,"ReturnUrl":null,"Note":"\ud83d")"}) {
        const auto read = launch(members);
        ASSERT_TRUE(read.ok()) << members << read.error();
        EXPECT_EQ(read.value().currency_code, "EUR");
        EXPECT_EQ(read.value().tag_id, 0);
        EXPECT_EQ(read.value().return_url, "");
    }
    const auto encoded = launch(demo + R"(,"ReturnUrl":"https://c.test/B\u00fcch")");
    ASSERT_TRUE(encoded.ok());
    EXPECT_EQ(encoded.value().return_url, "https://c.test/B%C3%BCch");
    const std::pair<std::string, const char*> cases[] = {
        {R"("Mode":"demo","LanguageCode":"en")", "CurrencyCode is missing"},
        {R"("Mode":"demo","LanguageCode":"en","CurrencyCode":"XYZ")",
         "CurrencyCode cannot be read"},
        {demo + R"(,"currencyCode":"USD")", "CurrencyCode is given twice with different values"},
        {demo + R"(,"mode":"real")", "Mode is given twice with different values"},
        {demo + R"(,"ReturnUrl":"ftp://x")", "ReturnUrl is no address of the web"},
        {R"("Mode":"real","CurrencyCode":"EUR","LanguageCode":"en")", "RefreshToken is missing"},
        {R"("Mode":"real","RefreshToken":"\udead","CurrencyCode":"EUR","LanguageCode":"en")",
         "RefreshToken cannot be read"}};
    for (const auto& [members, why] : cases) {
        const auto read = launch(members);
        ASSERT_FALSE(read.ok()) << members;
        EXPECT_EQ(read.error(), why) << members;
    }
}

}  // namespace
}  // namespace croupier::casino_api
