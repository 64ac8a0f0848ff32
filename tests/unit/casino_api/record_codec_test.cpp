// SPDX-License-Identifier: Apache-2.0
// payments/info's answers as casinos spell them. What is not listed counts as not booked, so the
// second half of each rule is what must never pass for a list.
#include "casino_api/record_codec.h"

#include <utility>

#include <gtest/gtest.h>

#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using domain::TransactionType;
using test::euros;

base::Reading<domain::CasinoRecord> record_of(const std::string& body) {
    const auto answer = read_answer(body);
    EXPECT_TRUE(answer.ok()) << body;
    return read_record(answer.value(), test::bet().id, test::eur());
}

base::Reading<domain::CasinoRecord> record(const std::string& value) {
    return record_of(R"({"ErrorCode":200,"Value":)" + value + "}");
}

TEST(CasinoRecord, ListsWhatWasBooked) {
    const auto read = record(R"({"Closed":true,"Transactions":[
        {"BetId":"9007199254740991","PartnerTransactionId":"a","TransactionType":-1,
         "TransactionId":"00000000-0000-0000-0000-000000000001","Amount":"10.5000"},
        {"betid":9007199254740991,"partnerTransactionId":8,"transactionType":"1","amount":0}]})");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().closed, true);
    const auto& listed = read.value().transactions;
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].transaction, test::bet().transfers[0].id);
    EXPECT_EQ(listed[0].amount, euros(1050));
    EXPECT_EQ(listed[0].type, TransactionType::stake);
    EXPECT_EQ(listed[1].partner_transaction.value(), "8");
    EXPECT_EQ(listed[1].type, TransactionType::payout);
    EXPECT_FALSE(listed[1].transaction.has_value());
}

TEST(CasinoRecord, EverySpellingOfAnEmptyList) {
    for (const char* body :
         {R"({"ErrorCode":200})", R"({"ErrorCode":200,"Value":null})",
          R"({"ErrorCode":200,"Value":[]})", R"({"ErrorCode":200,"Value":{}})",
          R"({"ErrorCode":200,"Value":{"Closed":false}})",
          R"({"ErrorCode":200,"Value":{"Transactions":null}})",
          R"({"ErrorCode":200,"Value":{"Transactions":[]}})",
          R"({"ErrorCode":200,"Value":{"Transactions":{}}})",
          R"({"ErrorCode":200,"Value":{"transactions":[],"Transactions":[]}})",
          // Beside a list that is there, nothing unknown costs the answer.
          R"({"ErrorCode":200,"Value":{"Transactions":[],"Page":{"size":50},"Items":[1]}})",
          R"({"ErrorCode":200,"Value":[],"Trace":{"id":"x"}})",
          R"({"ErrorCode":200,"RequestId":"x","Took":12})",
          R"({"ErrorCode":200.0,"Value":{"CLOSED":1,"TRANSACTIONS":[]},"Meta":[]})"}) {
        const auto read = record_of(body);
        ASSERT_TRUE(read.ok()) << body << ": " << read.error();
        EXPECT_TRUE(read.value().transactions.empty()) << body;
        EXPECT_NE(read.value().closed, true) << body;
    }
}

TEST(CasinoRecord, AListThatIsNoneIsNeverAnEmptyOne) {
    const char* const no_name = "Value has no Transactions, but members that we do not know";
    const char* const elsewhere = "what may be the list stands outside of Value";
    const std::string entry = R"({"TransactionType":-1,"Amount":"1"})";
    const std::pair<std::string, std::string> cases[] = {
        {R"("Value":"")", "Value is no object"},
        {R"("Value":"none")", "Value is no object"},
        {R"("Value":0)", "Value is no object"},
        {R"("Value":false)", "Value is no object"},
        {R"("Value":[)" + entry + "]", "Value is no object"},
        {R"("Value":{"Transactions":""})", "Transactions is no list"},
        {R"("Value":{"Transactions":"[]"})", "Transactions is no list"},
        {R"("Value":{"Transactions":0})", "Transactions is no list"},
        {R"("Value":{"Transactions":false})", "Transactions is no list"},
        {R"("Value":{"Transactions":)" + entry + "}", "Transactions is no list"},
        {R"("Value":{"Transactions":{"0":)" + entry + "}}", "Transactions is no list"},
        {R"("Value":{"Transactions":[],"transactions":[)" + entry + "]}",
         "Transactions is given twice with different values"},
        {R"("Value":{"Transactions":[],"transactions":null})",
         "Transactions is given twice with different values"},
        {R"("Value":{"Closed":false,"closed":true,"Transactions":[]})",
         "Closed is given twice with different values"},
        {R"("Value":{"Items":[)" + entry + "]}", no_name},
        {R"("Value":{"Closed":false,"Bookings":[]})", no_name},
        {R"("Value":{"Count":0})", no_name},
        {R"("Value":{"Transaction":null})", no_name},
        {R"("Data":{"Transactions":[]})", elsewhere},
        {R"("Result":[)" + entry + "]", elsewhere},
        {R"("Transactions":[)" + entry + "]", elsewhere},
        {R"("Value":null,"Transactions":[)" + entry + "]", elsewhere},
        {R"("Value":{"Closed":false},"transactions":[)" + entry + "]", elsewhere}};
    for (const auto& [members, why] : cases) {
        const auto read = record_of(R"({"ErrorCode":200,)" + members + "}");
        ASSERT_FALSE(read.ok()) << members;
        EXPECT_EQ(read.error(), why) << members;
    }
}

TEST(CasinoRecord, AnEntryIsReadByItsValues) {
    const std::pair<const char*, std::int64_t> cases[] = {
        {R"("TransactionType":1,"Amount":1E+1)", 1000},
        {R"("TransactionType":1.0,"Amount":2.05E+1)", 2050},
        {R"("TransactionType":"1","Amount":"20.50")", 2050},
        {R"("TransactionType":-1,"Amount":"-10")", 1000},
        {R"("TransactionType":-1,"Amount":-10.0)", 1000},
        {R"("TransactionType":"-2","Amount":-1e1)", 1000},
        {R"("TransactionType":-2,"Amount":10)", 1000},
        {R"("TransactionType":1,"Amount":-0.0)", 0},
        {R"("BetId":9.007199254740991e15,"TransactionType":1,"Amount":1)", 100},
        {R"("BetId":"9007199254740991.0","TransactionType":1,"Amount":1)", 100},
        {R"("BetId":null,"TransactionType":1,"Amount":1,"amount":"1.00")", 100},
        {R"("TransactionType":1,"Amount":1,"TransactionId":7)", 100},
        {R"("TransactionType":1,"Amount":1,"PartnerTransactionId":"")", 100},
        {R"("TransactionType":1,"Amount":1,"CreatedAt":{},"TaxAmount":"x","Extra":"\ud83d")", 100}};
    for (const auto& [members, cents] : cases) {
        const auto read = record(R"({"Transactions":[{)" + std::string(members) + "}]}");
        ASSERT_TRUE(read.ok()) << members << ": " << read.error();
        ASSERT_EQ(read.value().transactions.size(), 1U) << members;
        EXPECT_EQ(read.value().transactions[0].amount, euros(cents)) << members;
    }
}

TEST(CasinoRecord, OneUnreadableEntrySpoilsTheList) {
    const std::pair<const char*, const char*> cases[] = {
        {"7", "is no object"},
        {"null", "is no object"},
        {"[]", "is no object"},
        {"{}", "TransactionType is missing"},
        {R"({"TransactionType":-1})", "Amount is missing"},
        {R"({"TransactionType":3,"Amount":"1"})", "TransactionType cannot be read"},
        {R"({"TransactionType":"payout","Amount":"1"})", "TransactionType cannot be read"},
        {R"({"TransactionType":1,"transactionType":-1,"Amount":"1"})",
         "TransactionType is given twice with different values"},
        {R"({"TransactionType":1,"Amount":"1.005"})", "Amount is no amount in EUR"},
        {R"({"TransactionType":1,"Amount":1e-3})", "Amount is no amount in EUR"},
        {R"({"TransactionType":1,"Amount":1e30})", "Amount is no amount in EUR"},
        {R"({"TransactionType":1,"Amount":"1,00"})", "Amount cannot be read"},
        {R"({"TransactionType":1,"Amount":"1 EUR"})", "Amount cannot be read"},
        {R"({"TransactionType":1,"Amount":true})", "Amount cannot be read"},
        {R"({"TransactionType":1,"Amount":{"value":1}})", "Amount cannot be read"},
        {R"({"TransactionType":1,"Amount":"-1"})", "Amount is negative"},
        {R"({"TransactionType":2,"Amount":-1})", "Amount is negative"},
        {R"({"TransactionType":4,"Amount":-1})", "Amount is negative"},
        {R"({"TransactionType":1,"Amount":10,"amount":100})",
         "Amount is given twice with different values"},
        {R"({"TransactionType":1,"Amount":1,"PartnerTransactionId":"a\udead"})",
         "PartnerTransactionId cannot be read"},
        {R"({"TransactionType":1,"Amount":1,"PartnerTransactionId":"a","partnerTransactionId":2})",
         "PartnerTransactionId is given twice with different values"},
        {R"({"BetId":"x","TransactionType":1,"Amount":"1"})", "BetId cannot be read"},
        {R"({"BetId":1.5,"TransactionType":1,"Amount":"1"})", "BetId cannot be read"},
        {R"({"BetId":9007199254740992,"TransactionType":1,"Amount":"1"})", "BetId cannot be read"},
        {R"({"BetId":4,"TransactionType":1,"Amount":"1"})", "is of another BetId"}};
    for (const auto& [entry, why] : cases) {
        const auto read = record(
            R"({"Transactions":[{"TransactionType":-1,"Amount":"10.5"},)" + std::string(entry) +
            "]}");
        ASSERT_FALSE(read.ok()) << entry;
        EXPECT_EQ(read.error(), "entry 2: " + std::string(why)) << entry;
    }
}

TEST(CasinoRecord, ABetThatTheCasinoDoesNotKnowHasNothingBooked) {
    for (const char* body :
         {R"({"ErrorCode":900104})", R"({"ErrorCode":900104,"Value":null})",
          R"({"ErrorCode":900104,"Value":"no such bet"})",
          R"({"ErrorCode":900104,"Value":{"Transactions":[]}})"}) {
        const auto read = record_of(body);
        ASSERT_TRUE(read.ok()) << body << ": " << read.error();
        EXPECT_TRUE(read.value().transactions.empty());
        EXPECT_FALSE(read.value().closed.has_value());
    }
    for (const char* body :
         {R"({"ErrorCode":900104,"Value":{"Transactions":[{"TransactionType":1,"Amount":1}]}})",
          R"({"ErrorCode":900104,"Transactions":[{"TransactionType":1,"Amount":1}]})"}) {
        const auto read = record_of(body);
        ASSERT_FALSE(read.ok()) << body;
        EXPECT_EQ(read.error(), "the bet is not known, and transactions are listed");
    }
}

TEST(CasinoRecord, AnotherAnswerIsNoList) {
    for (const char* code : {"103799", "103779", "103752", "102823", "102145", "900105", "1"}) {
        const auto read =
            record_of(R"({"ErrorCode":)" + std::string(code) + R"(,"Value":{"Transactions":[]}})");
        ASSERT_FALSE(read.ok()) << code;
        EXPECT_EQ(read.error(), "ErrorCode is " + std::string(code));
    }
}

}  // namespace
}  // namespace croupier::casino_api
