// SPDX-License-Identifier: Apache-2.0
#include "casino_api/errors.h"

#include <optional>

namespace croupier::casino_api {

namespace {

using domain::ErrorCode;
using domain::Verdict;

constexpr Meaning in_doubt{Verdict::unknown, ErrorCode::outcome_unknown};

constexpr Meaning refused(ErrorCode why) { return {Verdict::refused, why}; }

// Nothing: the contract's table does not know the number, or not for transactions.
std::optional<Meaning> documented(std::int64_t number) {
    switch (static_cast<WireCode>(number)) {
    case WireCode::success:
        return Meaning{Verdict::done, ErrorCode::outcome_unknown};
    case WireCode::user_not_found:
        return refused(ErrorCode::player_not_found);
    case WireCode::transaction_failed:
        return refused(ErrorCode::transaction_refused);
    case WireCode::invalid_request:
    case WireCode::incorrect_amount:
    case WireCode::promo_code_refused:
        return refused(ErrorCode::invalid_request);
    case WireCode::undocumented:
    case WireCode::general_error:
    case WireCode::token_validation_failed:
    case WireCode::refresh_token_refused:
        return in_doubt;
    case WireCode::not_enough_money:
        return refused(ErrorCode::insufficient_funds);
    case WireCode::user_blocked:
        return refused(ErrorCode::player_blocked);
    case WireCode::limit_reached:
        return refused(ErrorCode::limit_reached);
    case WireCode::not_found:
        return refused(ErrorCode::transaction_unknown);
    case WireCode::bet_closed:
        return Meaning{Verdict::closed, ErrorCode::not_possible};
    case WireCode::not_possible:
        return refused(ErrorCode::not_possible);
    case WireCode::content_mismatch:
        return refused(ErrorCode::content_mismatch);
    case WireCode::currency_mismatch:
        return refused(ErrorCode::currency_mismatch);
    }
    return std::nullopt;
}

// A number of the casino's own counts as a refusal only when its record maps it to one.
Meaning meaning_of_extra(ErrorCode code) {
    switch (domain::consequence_of(code)) {
    case domain::Consequence::malformed:
    case domain::Consequence::denied:
    case domain::Consequence::refused:
        return refused(code);
    case domain::Consequence::busy:
    case domain::Consequence::unknown:
    case domain::Consequence::bug:
        return in_doubt;
    }
    return in_doubt;
}

}  // namespace

bool is_documented(std::int64_t number) {
    return number > 0 && number <= 999'999'999 && documented(number).has_value();
}

Meaning meaning_of(std::int64_t number, const domain::CasinoTerms& terms) {
    // A number beyond int would be cut to another one by the casts below.
    if (number < 0 || number > 999'999'999) return in_doubt;
    if (const auto known = documented(number)) return *known;
    const auto extra = terms.extra_codes.find(static_cast<int>(number));
    return extra == terms.extra_codes.end() ? in_doubt : meaning_of_extra(extra->second);
}

ErrorCode user_error_of(std::int64_t number, const domain::CasinoTerms& terms) {
    if (number == static_cast<int>(WireCode::refresh_token_refused)) {
        return ErrorCode::token_refused;
    }
    const Meaning meaning = meaning_of(number, terms);
    switch (meaning.verdict) {
    case Verdict::refused:
        return meaning.refusal;
    case Verdict::done:
    case Verdict::closed:
    case Verdict::unknown:
    case Verdict::not_sent:
        return ErrorCode::counterparty_failed;
    }
    return ErrorCode::counterparty_failed;
}

WireError to_wire(ErrorCode code) {
    switch (code) {
    case ErrorCode::invalid_request:
        return {WireCode::invalid_request, 200, "Invalid request parameters"};
    case ErrorCode::unauthorized:
        return {WireCode::token_validation_failed, 401, "Token validation failed"};
    case ErrorCode::session_not_found:
        return {WireCode::not_found, 200, "Session not found"};
    case ErrorCode::player_not_found:
        return {WireCode::user_not_found, 200, "User not found"};
    case ErrorCode::player_blocked:
        return {WireCode::user_blocked, 200, "User is blocked"};
    case ErrorCode::insufficient_funds:
        return {WireCode::not_enough_money, 200, "Not enough money"};
    case ErrorCode::bet_not_found:
        return {WireCode::not_found, 200, "Bet not found"};
    case ErrorCode::content_mismatch:
        return {WireCode::content_mismatch, 200, "Same transaction, other content"};
    case ErrorCode::not_possible:
        return {WireCode::not_possible, 200, "Not possible in this state"};
    case ErrorCode::limit_reached:
        return {WireCode::limit_reached, 200, "Limit reached"};
    case ErrorCode::game_unavailable:
        return {WireCode::not_possible, 200, "Game is not available"};
    case ErrorCode::currency_mismatch:
        return {WireCode::currency_mismatch, 200, "Currency does not match"};
    case ErrorCode::transaction_refused:
        return {WireCode::transaction_failed, 200, "Transaction could not be added"};
    case ErrorCode::token_refused:
        return {WireCode::refresh_token_refused, 200, "Refresh token refused"};
    case ErrorCode::already_accepted:
        return {WireCode::success, 200, "Success"};
    case ErrorCode::transaction_unknown:
        return {WireCode::not_found, 200, "Transaction not found"};
    case ErrorCode::overloaded:
        return {WireCode::general_error, 503, "Try again later"};
    case ErrorCode::outcome_unknown:
    case ErrorCode::counterparty_failed:
    case ErrorCode::internal:
        return {WireCode::general_error, 200, "General API error"};
    }
    return {WireCode::general_error, 200, "General API error"};
}

}  // namespace croupier::casino_api
