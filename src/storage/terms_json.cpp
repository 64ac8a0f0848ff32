// SPDX-License-Identifier: Apache-2.0
// Each list of fields stands once and is walked by a writer or by a reader.
#include "storage/terms_json.h"

#include <concepts>

#include "base/json.h"
#include "base/text.h"
#include "storage/texts.h"

namespace croupier::storage {

namespace {

using base::Json;

// ---- values

Json to_json(bool value) { return Json::boolean(value); }
Json to_json(std::uint32_t value) { return Json::integer(value); }
Json to_json(base::Duration value) { return Json::integer(value.count()); }
Json to_json(const std::string& value) { return Json::string(value); }
Json to_json(domain::Currency value) { return Json::string(value.code()); }
Json to_json(const std::optional<domain::Money>& value) {
    if (!value) return {};
    return Json::object()
        .set("minor", Json::integer(value->minor()))
        .set("currency", to_json(value->currency()));
}
template <class T>
Json to_json(const std::vector<T>& values) {
    Json json = Json::array();
    for (const T& value : values)
        json.push(to_json(value));
    return json;
}
Json to_json(const std::map<int, domain::ErrorCode>& codes) {
    Json json = Json::object();
    for (const auto& [number, code] : codes) {
        json.set(std::to_string(number), Json::string(domain::to_text(code)));
    }
    return json;
}

std::optional<std::int64_t> number_in(const Json& json) {
    if (!json.is(Json::Kind::number)) return std::nullopt;
    return base::parse_i64(json.number_text());
}

bool from_json(const Json& json, bool& value) {
    if (!json.is(Json::Kind::boolean)) return false;
    value = json.as_boolean();
    return true;
}
bool from_json(const Json& json, std::uint32_t& value) {
    const auto number = number_in(json);
    if (!number || !std::in_range<std::uint32_t>(*number)) return false;
    value = static_cast<std::uint32_t>(*number);
    return true;
}
bool from_json(const Json& json, base::Duration& value) {
    const auto number = number_in(json);
    if (number) value = base::Duration(*number);
    return number.has_value();
}
bool from_json(const Json& json, std::string& value) {
    if (!json.is(Json::Kind::string)) return false;
    value = json.as_string();
    return true;
}
std::optional<domain::Currency> currency_in(const Json* json) {
    if (json == nullptr || !json->is(Json::Kind::string)) return std::nullopt;
    return domain::Currency::from_code(json->as_string());
}
bool from_json(const Json& json, std::optional<domain::Money>& value) {
    value.reset();
    if (json.is(Json::Kind::null)) return true;
    const Json* const minor = json.find("minor");
    const auto number = minor == nullptr ? std::nullopt : number_in(*minor);
    const auto currency = currency_in(json.find("currency"));
    if (!number || !currency) return false;
    value.emplace(*number, *currency);
    return true;
}
bool from_json(const Json& json, std::vector<domain::Currency>& values) {
    if (!json.is(Json::Kind::array)) return false;
    values.clear();
    for (const Json& element : json.elements()) {
        const auto currency = currency_in(&element);
        if (!currency) return false;
        values.push_back(*currency);
    }
    return true;
}
bool from_json(const Json& json, std::vector<std::string>& values) {
    if (!json.is(Json::Kind::array)) return false;
    values.clear();
    for (const Json& element : json.elements()) {
        if (!from_json(element, values.emplace_back())) return false;
    }
    return true;
}
bool from_json(const Json& json, std::map<int, domain::ErrorCode>& codes) {
    if (!json.is(Json::Kind::object)) return false;
    codes.clear();
    for (const auto& [key, element] : json.members()) {
        const auto number = base::parse_i64(key);
        std::string word;
        if (!number || !std::in_range<int>(*number) || !from_json(element, word)) return false;
        const auto code = domain::parse_error_code(word);
        if (!code) return false;
        codes.emplace(static_cast<int>(*number), *code);
    }
    return true;
}

// ---- the two who walk

class Writer {
public:
    template <class T>
    void field(std::string_view key, const T& value) {
        json_.set(key, to_json(value));
    }
    template <class E>
    void word(std::string_view key, E value, std::optional<E> (*)(std::string_view)) {
        json_.set(key, Json::string(to_word(value)));
    }
    [[nodiscard]] std::string text() const { return base::to_text(json_); }

private:
    Json json_ = Json::object();
};

class Reader {
public:
    explicit Reader(const Json& json) : json_(json), ok_(json.is(Json::Kind::object)) {}
    template <class T>
    void field(std::string_view key, T& value) {
        const Json* const found = json_.find(key);
        if (found != nullptr) ok_ = from_json(*found, value) && ok_;
    }
    template <class E>
    void word(std::string_view key, E& value, std::optional<E> (*parse)(std::string_view)) {
        const Json* const found = json_.find(key);
        if (found == nullptr) return;
        std::string text;
        const auto parsed = from_json(*found, text) ? parse(text) : std::nullopt;
        ok_ = ok_ && parsed.has_value();
        value = parsed.value_or(value);
    }
    [[nodiscard]] bool ok() const { return ok_; }

private:
    const Json& json_;
    bool ok_;
};

// ---- the fields

template <class Walk, class Policy>
void walk_policy(Walk& walk, Policy& policy) {
    walk.field("connect_timeout_ms", policy.connect_timeout);
    walk.field("bet_timeout_ms", policy.bet_timeout);
    walk.field("win_timeout_ms", policy.win_timeout);
    walk.field("accept_window_ms", policy.accept_window);
    walk.field("late_after_ms", policy.late_after);
    walk.field("no_list_after_ms", policy.no_list_after);
    walk.field("denied_after_ms", policy.denied_after);
    walk.field("close_after_ms", policy.close_after);
    walk.field("alarm_first_ms", policy.alarm_first);
    walk.field("alarm_second_ms", policy.alarm_second);
    walk.field("refused_owed_every_ms", policy.refused_owed_every);
    walk.field("repeat_first_ms", policy.repeat.first);
    walk.field("repeat_most_ms", policy.repeat.most);
    walk.field("repeat_eager_for_ms", policy.repeat.eager_for);
    walk.field("repeat_slow_ms", policy.repeat.slow);
    walk.field("token_lifetime_ms", policy.token_lifetime);
    walk.field("token_backdating_ms", policy.token_backdating);
    walk.field("stakes_in_flight_max", policy.stakes_in_flight_max);
}

template <class Walk, class Terms>
requires std::same_as<std::remove_const_t<Terms>, domain::CasinoTerms>
void walk_terms(Walk& walk, Terms& terms) {
    walk.field("gateway_authorization", terms.gateway_authorization);
    walk.field("currencies", terms.currencies);
    walk.word("booking", terms.booking, parse_booking);
    walk.word("repeat_key", terms.repeat_key, parse_repeat_key);
    walk.field("signing", terms.signing);
    walk.field("sends_tax", terms.sends_tax);
    walk.field("extra_codes", terms.extra_codes);
    walk.field("unknown_bet_code", terms.unknown_bet_code);
    walk_policy(walk, terms.policy);
}

template <class Walk, class Terms>
requires std::same_as<std::remove_const_t<Terms>, domain::ProviderTerms>
void walk_terms(Walk& walk, Terms& terms) {
    walk.field("hold_ms", terms.hold);
    walk.field("hold_win_ms", terms.hold_win);
    walk.field("timestamp_skew_ms", terms.timestamp_skew);
    walk.field("replay_window_ms", terms.replay_window);
    walk.field("call_timeout_ms", terms.call_timeout);
    walk.word("payout_key", terms.payout_key, parse_payout_key_rule);
    walk.field("refund_after_payout", terms.refund_after_payout);
    walk.field("zero_stakes", terms.zero_stakes);
    walk.field("max_win", terms.max_win);
    walk.field("launch_fields", terms.launch_fields);
}

template <class Terms>
std::string write(const Terms& terms) {
    Writer writer;
    walk_terms(writer, terms);
    return writer.text();
}

template <class Terms>
bool read(std::string_view text, Terms& terms) {
    const auto json = base::parse_json(text);
    if (!json.ok()) return false;
    Reader reader(json.value());
    walk_terms(reader, terms);
    return reader.ok();
}

}  // namespace

std::string terms_text(const domain::CasinoTerms& terms) { return write(terms); }
std::string terms_text(const domain::ProviderTerms& terms) { return write(terms); }

bool read_terms(std::string_view text, domain::CasinoTerms& terms) { return read(text, terms); }
bool read_terms(std::string_view text, domain::ProviderTerms& terms) { return read(text, terms); }

}  // namespace croupier::storage
