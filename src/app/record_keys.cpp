// SPDX-License-Identifier: Apache-2.0
#include "app/record_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/forms.h"
#include "app/policy_keys.h"
#include "base/text.h"
#include "casino_api/errors.h"
#include "crypto/jose.h"

namespace croupier::app {

namespace {

using base::Duration;

constexpr Duration ms{1};
constexpr Duration minute{60'000};
constexpr Duration hour = 60 * minute;

bool is_name(std::string_view text) { return base::is_record_name(text); }

bool is_algorithm(std::string_view text) {
    return crypto::parse_signing_algorithm(text).has_value();
}

// What net sends as a header's value: a longer one than a name, but never a line break.
bool is_header_value(std::string_view text) {
    constexpr std::size_t bytes_max = 4096;
    if (text.empty() || text.size() > bytes_max) return false;
    if (text.front() == ' ' || text.back() == ' ') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Key name_key(std::string& name) {
    return checked_text_key(
        {"record", "name", "For people: in reports and alarms."}, name,
        "1 to 128 printable ASCII characters", is_name);
}

Key api_url_key(std::string& url) {
    return checked_text_key(
        {"record", "api_url", "What the paths of our calls are appended to."}, url,
        "an http:// or https:// URL without a slash at its end", is_base_url);
}

// "900555=limit_reached": a number of the casino's own and what it means.
bool add_code(std::string_view text, std::map<int, domain::ErrorCode>& codes) {
    const auto parts = base::split(text, '=');
    if (parts.size() != 2) return false;
    const auto number = base::parse_i64(parts[0]);
    const auto code = domain::parse_error_code(parts[1]);
    if (!number || !code || *number < 1 || *number > 999'999'999) return false;
    if (casino_api::is_documented(*number)) return false;
    return codes.emplace(static_cast<int>(*number), *code).second;
}

Key extra_codes_key(std::map<int, domain::ErrorCode>& field) {
    Key key;
    key.table = "record";
    key.name = "extra_codes";
    key.kind = ValueKind::list;
    key.form =
        "a list such as 900555=limit_reached: numbers that the contract does not have, each "
        "once, and names of errors";
    key.help = "ErrorCodes of the casino's own, beyond the contract's table.";
    key.show = [&field] {
        std::vector<std::string> texts;
        texts.reserve(field.size());
        for (const auto& [number, code] : field) {
            texts.push_back(fmt::format("{}={}", number, domain::to_text(code)));
        }
        return toml_list(texts);
    };
    key.read = [&field](const ConfigValue& value) {
        const auto* texts = std::get_if<std::vector<std::string>>(&value);
        if (texts == nullptr) return false;
        std::map<int, domain::ErrorCode> codes;
        for (const std::string& text : *texts) {
            if (!add_code(text, codes)) return false;
        }
        field = std::move(codes);
        return true;
    };
    return key;
}

std::optional<domain::Money> parse_amount_and_currency(std::string_view text) {
    const auto parts = base::split(text, ' ');
    const auto currency = parts.size() == 2 ? domain::Currency::from_code(parts[1]) : std::nullopt;
    if (!currency || !is_positive_decimal(parts[0])) return std::nullopt;
    const auto money = domain::parse_money(parts[0], *currency, domain::ExtraDigits::refuse);
    if (!money.ok()) return std::nullopt;
    return money.value();
}

Key max_win_key(std::optional<domain::Money>& field) {
    Key key;
    key.table = "record";
    key.name = "max_win";
    key.form = R"(an amount and its currency such as "10000 EUR", or "" for none)";
    key.help = "A greater win is paid, with an alarm.";
    key.show = [&field] {
        if (!field) return std::string();
        return toml_text(fmt::format("{} {}", domain::to_text(*field), field->currency().code()));
    };
    key.read = [&field](const ConfigValue& value) {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) return false;
        auto money = parse_amount_and_currency(*text);
        if (!money && !text->empty()) return false;
        field = money;
        return true;
    };
    return key;
}

void add_provider_times(Keys& keys, domain::ProviderTerms& terms) {
    keys.push_back(duration_key(
        {"record", "hold",
         "A stake's reply is held no longer; keep it below the provider's own time-out."},
        terms.hold, {10 * ms, minute}));
    keys.push_back(duration_key(
        {"record", "hold_win", "A payout's or refund's reply waits no longer for a fresh balance."},
        terms.hold_win, {0 * ms, minute}));
    keys.push_back(duration_key(
        {"record", "timestamp_skew", "X-Timestamp may differ this much from our clock."},
        terms.timestamp_skew, {1000 * ms, hour}));
    keys.push_back(duration_key(
        {"record", "replay_window", "An X-Request-Id is remembered for this long."},
        terms.replay_window, {1000 * ms, hour}));
    keys.push_back(duration_key(
        {"record", "call_timeout",
         "The answer to a launch or a list of games is awaited no longer."},
        terms.call_timeout, {10 * ms, 5 * minute}));
}

}  // namespace

Keys record_keys(domain::CasinoTerms& terms) {
    Keys keys;
    keys.push_back(name_key(terms.name));
    keys.push_back(api_url_key(terms.api_url));
    keys.push_back(currencies_key(
        {"record", "currencies", "In which its players may play."}, terms.currencies));
    keys.push_back(choice_key(
        {"record", "booking", "What books a transaction: its accept call, or its answer to make."},
        terms.booking, {"accept", "answer"}));
    keys.push_back(choice_key(
        {"record", "repeat_key", "What makes a repeated call harmless at this casino."},
        terms.repeat_key, {"info", "transaction", "bet_type"}));
    keys.push_back(checked_text_key(
        {"record", "signing", "The algorithm of our signatures."}, terms.signing,
        "RS256, ES256 or EdDSA", is_algorithm));
    Key gateway = checked_text_key(
        {"record", "gateway_authorization", "Sent as it is in Authorization; \"\" for none."},
        terms.gateway_authorization, "printable ASCII characters", is_header_value);
    gateway.shown = Shown::never;
    keys.push_back(std::move(gateway));
    keys.push_back(
        flag_key({"record", "sends_tax", "Send TaxAmount with transactions."}, terms.sends_tax));
    keys.push_back(extra_codes_key(terms.extra_codes));
    keys.push_back(whole_key(
        {"record", "unknown_bet_code",
         "The ErrorCode with which payments/info says that it knows no such bet; 0 for none."},
        terms.unknown_bet_code, {0, 99'999'999}));
    Keys policy = policy_keys(terms.policy);
    std::move(policy.begin(), policy.end(), std::back_inserter(keys));
    return keys;
}

Keys record_keys(domain::ProviderTerms& terms) {
    Keys keys;
    keys.push_back(name_key(terms.name));
    keys.push_back(api_url_key(terms.api_url));
    add_provider_times(keys, terms);
    keys.push_back(choice_key(
        {"record", "payout_key",
         "What tells the payouts of a bet apart when they carry no transactionId."},
        terms.payout_key, {"round", "round_amount"}));
    keys.push_back(flag_key(
        {"record", "refund_after_payout", "A two-step bet may be refunded after its payout."},
        terms.refund_after_payout));
    keys.push_back(flag_key(
        {"record", "zero_stakes", "Stakes of 0 are allowed, for free rounds."}, terms.zero_stakes));
    keys.push_back(max_win_key(terms.max_win));
    keys.push_back(list_key(
        {"record", "launch_fields", "Optional fields that its launch call wants."},
        terms.launch_fields, {"maxWin", "viewType", "returnUrl"}));
    return keys;
}

Keys record_keys(domain::GameTerms& terms) {
    Keys keys;
    keys.push_back(checked_text_key(
        {"record", "min_bet", "The least stake, in units of the session's currency."},
        terms.min_bet, "a positive decimal number", is_positive_decimal));
    keys.push_back(checked_text_key(
        {"record", "max_bet", "The greatest stake, in units of the session's currency."},
        terms.max_bet, "a positive decimal number", is_positive_decimal));
    return keys;
}

}  // namespace croupier::app
