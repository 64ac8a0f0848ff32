// SPDX-License-Identifier: Apache-2.0
#include "casino_api/record_codec.h"

#include <algorithm>

#include "base/text.h"
#include "casino_api/errors.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::fail;
using base::Json;
using base::Reading;

constexpr std::string_view list_name = "Transactions";
constexpr std::string_view closed_name = "Closed";

// What stands for nothing where a list or an object of optional fields belongs.
bool is_empty(const Json& json) {
    switch (json.kind()) {
    case Json::Kind::null:
        return true;
    case Json::Kind::array:
        return json.elements().empty();
    case Json::Kind::object:
        return json.members().empty();
    case Json::Kind::boolean:
    case Json::Kind::number:
    case Json::Kind::string:
        return false;
    }
    return false;
}

Reading<domain::ListedTransaction> read_entry(
    const Json& entry, domain::BetId bet, domain::Currency currency) {
    if (!entry.is(Json::Kind::object)) return fail("is no object");
    CROUPIER_TRY(const auto named, base::deciding(entry, "BetId", as_bet_id));
    if (named && *named != bet) return fail("is of another BetId");
    CROUPIER_TRY(const auto type, base::required(entry, "TransactionType", as_transaction_type));
    CROUPIER_TRY(const std::string digits, read_amount(entry, type));
    const auto amount = domain::parse_money(digits, currency, domain::ExtraDigits::refuse);
    if (!amount.ok()) {
        return fail("Amount is no amount in " + std::string(currency.code()));
    }
    CROUPIER_TRY(const auto booking, base::deciding(entry, "PartnerTransactionId", as_booking));
    CROUPIER_TRY(const auto transaction, read_transaction_id(entry));
    return domain::ListedTransaction{
        transaction, booking.value_or(domain::PartnerTransactionId("")), type, amount.value()};
}

Reading<std::vector<domain::ListedTransaction>> read_entries(
    const Json& list, domain::BetId bet, domain::Currency currency) {
    std::vector<domain::ListedTransaction> entries;
    if (is_empty(list)) return entries;
    if (!list.is(Json::Kind::array)) return fail("Transactions is no list");
    for (const Json& element : list.elements()) {
        auto entry = read_entry(element, bet, currency);
        if (!entry.ok()) {
            return fail("entry " + std::to_string(entries.size() + 1) + ": " + entry.error());
        }
        entries.push_back(std::move(entry).value());
    }
    return entries;
}

// A list under another name must not read as an empty one.
bool holds_only_known(const Json& value) {
    const auto& members = value.members();
    return std::all_of(members.begin(), members.end(), [](const Json::Member& member) {
        return base::equal_ignoring_case(member.first, closed_name);
    });
}

Reading<domain::CasinoRecord> read_value(
    const Json& value, domain::BetId bet, domain::Currency currency) {
    if (is_empty(value)) return domain::CasinoRecord{};
    if (!value.is(Json::Kind::object)) return fail("Value is no object");
    const auto list = base::look_up(value, list_name, base::as_itself);
    using State = base::Member<Json>::State;
    if (list.state == State::contradictory) {
        return fail("Transactions is given twice with different values");
    }
    if (list.state == State::absent && !holds_only_known(value)) {
        return fail("Value has no Transactions, but members that we do not know");
    }
    domain::CasinoRecord record;
    CROUPIER_TRY(record.closed, base::helping(value, closed_name, base::as_flag));
    CROUPIER_TRY(record.transactions, read_entries(list.value.value_or(Json()), bet, currency));
    return record;
}

// Word against word: the bet is not known, and here is what was booked of it.
bool lists_something(const Json& value) {
    const auto list = base::look_up(value, list_name, base::as_itself);
    return list.state == base::Member<Json>::State::contradictory ||
           (list.value && !is_empty(*list.value));
}

}  // namespace

Reading<domain::CasinoRecord> read_record(
    const Answer& answer, domain::BetId bet, domain::Currency currency) {
    // A casino that does not know the bet has booked nothing of it.
    if (answer.error_code == static_cast<int>(WireCode::not_found)) {
        if (answer.lists_elsewhere || lists_something(answer.value)) {
            return fail("the bet is not known, and transactions are listed");
        }
        return domain::CasinoRecord{};
    }
    if (answer.error_code != static_cast<int>(WireCode::success)) {
        return fail("ErrorCode is " + std::to_string(answer.error_code));
    }
    CROUPIER_TRY(auto record, read_value(answer.value, bet, currency));
    if (record.transactions.empty() && answer.lists_elsewhere) {
        return fail("what may be the list stands outside of Value");
    }
    return record;
}

}  // namespace croupier::casino_api
