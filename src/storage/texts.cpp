// SPDX-License-Identifier: Apache-2.0
#include "storage/texts.h"

#include <initializer_list>

namespace croupier::storage {

namespace {

template <class E>
std::optional<E> find_word(std::string_view word, std::initializer_list<E> all) {
    for (const E value : all) {
        if (to_word(value) == word) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_word(domain::Mode mode) {
    switch (mode) {
    case domain::Mode::real:
        return "real";
    case domain::Mode::demo:
        return "demo";
    }
    return "";
}

std::string_view to_word(domain::Extra extra) {
    switch (extra) {
    case domain::Extra::none:
        return "none";
    case domain::Extra::open:
        return "open";
    case domain::Extra::settled:
        return "settled";
    }
    return "?";
}

std::string_view to_word(domain::Closure closure) {
    switch (closure) {
    case domain::Closure::open:
        return "open";
    case domain::Closure::closed:
        return "closed";
    case domain::Closure::uncertain:
        return "uncertain";
    case domain::Closure::given_up:
        return "given_up";
    }
    return "";
}

std::string_view to_word(domain::Booking booking) {
    switch (booking) {
    case domain::Booking::accept:
        return "accept";
    case domain::Booking::answer:
        return "answer";
    }
    return "";
}

std::string_view to_word(domain::RepeatKey key) {
    switch (key) {
    case domain::RepeatKey::info:
        return "info";
    case domain::RepeatKey::transaction:
        return "transaction";
    case domain::RepeatKey::bet_type:
        return "bet_type";
    }
    return "";
}

std::string_view to_word(domain::PayoutKeyRule rule) {
    switch (rule) {
    case domain::PayoutKeyRule::round:
        return "round";
    case domain::PayoutKeyRule::round_amount:
        return "round_amount";
    }
    return "";
}

std::optional<domain::Mode> parse_mode(std::string_view word) {
    using enum domain::Mode;
    return find_word(word, {real, demo});
}

std::optional<domain::Closure> parse_closure(std::string_view word) {
    using enum domain::Closure;
    return find_word(word, {open, closed, uncertain, given_up});
}

std::optional<domain::Extra> parse_extra(std::string_view word) {
    using enum domain::Extra;
    return find_word(word, {none, open, settled});
}

std::optional<domain::Booking> parse_booking(std::string_view word) {
    using enum domain::Booking;
    return find_word(word, {accept, answer});
}

std::optional<domain::RepeatKey> parse_repeat_key(std::string_view word) {
    using enum domain::RepeatKey;
    return find_word(word, {info, transaction, bet_type});
}

std::optional<domain::PayoutKeyRule> parse_payout_key_rule(std::string_view word) {
    using enum domain::PayoutKeyRule;
    return find_word(word, {round, round_amount});
}

}  // namespace croupier::storage
