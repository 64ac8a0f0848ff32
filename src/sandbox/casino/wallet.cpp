// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/wallet.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/log.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "sandbox/casino/codec.h"

namespace croupier::sandbox::casino {

namespace {

using db::DbResult;
using domain::Money;

constexpr std::size_t list_max = 500;

// What a call hears when the books could not be written.
Code broken(const db::DbError& error) {
    base::log_error("casino.books_failed", {{"detail", error.detail}});
    return Code::general;
}

// The successor of a token is made from the token itself, so that a repeat can be given the same
// one although the books hold neither of them.
std::string successor_of(std::string_view token, std::string_view salt) {
    const auto digest = crypto::sha256(std::string(salt) + "." + std::string(token));
    return base::to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Outcome<AuthAnswer> refused(Code code) { return base::fail(code); }

// "007.10" and "7.1" are one value; what is no plain number stands for itself.
std::string by_value(std::string_view amount) {
    const bool plain = !amount.empty() &&
                       amount.find_first_not_of("0123456789.") == std::string_view::npos &&
                       std::count(amount.begin(), amount.end(), '.') <= 1;
    if (!plain) return std::string(amount);
    while (amount.starts_with('0'))
        amount.remove_prefix(1);
    if (amount.find('.') != std::string_view::npos) {
        while (amount.ends_with('0'))
            amount.remove_suffix(1);
        if (amount.ends_with('.')) amount.remove_suffix(1);
    }
    return std::string(amount);
}

Outcome<Money> read_amount(std::string_view text, domain::Currency currency) {
    const auto money = domain::parse_money(text, currency, domain::ExtraDigits::ignore_zeros);
    if (!money.ok() || text.starts_with('-')) return base::fail(Code::incorrect_amount);
    return money.value();
}

BetState state_of(
    const std::optional<BetRow>& bet, const std::vector<BookingRow>& bookings,
    std::string_view player) {
    if (!bet) return {};
    BetState state{
        .known = true,
        .of_this_player = bet->player == player,
        .cashback = bet->cashback,
        .closed = bet->closed,
        .tombstone = bet->tombstone,
        .transactions = {}};
    for (const BookingRow& booking : bookings) {
        if (booking.moved)
            state.transactions.push_back({booking.number, booking.type, booking.amount, false});
    }
    for (const BookingRow& booking : bookings) {
        for (BetTransaction& transaction : state.transactions) {
            if (booking.undoes == transaction.number) transaction.undone = true;
        }
    }
    return state;
}

bool one_element_a_bet(const std::vector<MakeCall>& calls) {
    std::set<std::int64_t> bets;
    return std::all_of(calls.begin(), calls.end(), [&](const MakeCall& call) {
        return bets.insert(call.bet_id).second;
    });
}

}  // namespace

Outcome<AuthAnswer> Wallet::authenticate(const AuthCall& call, base::Instant now) {
    auto done = store_.in_transaction([&]() -> DbResult<Outcome<AuthAnswer>> {
        const std::string hash = crypto::sha256_hex(call.refresh_token);
        CROUPIER_TRY(const auto token, store_.find_token(hash));
        if (!token) return refused(Code::refresh_token_invalid);
        if (token->spent_at && now - *token->spent_at > rules_.token_repeat_window) {
            return refused(Code::refresh_token_invalid);
        }
        if (now - token->issued_at > rules_.token_lifetime)
            return refused(Code::refresh_token_invalid);
        CROUPIER_TRY(const auto player, store_.find_player(token->player));
        if (!player) return refused(Code::user_not_found);
        if (player->blocked) return refused(Code::user_blocked);

        std::string salt = token->salt;
        if (!token->spent_at) {
            salt = crypto::make_secret(random_).reveal();
            CROUPIER_TRY_VOID(store_.spend_token(hash, salt, now));
        }
        std::string successor = successor_of(call.refresh_token, salt);
        if (!token->spent_at) {
            CROUPIER_TRY_VOID(store_.add_token(crypto::sha256_hex(successor), player->id, now));
        }
        return Outcome<AuthAnswer>(AuthAnswer{
            .player = player->id,
            .refresh_token = std::move(successor),
            .language = player->language,
            .country = player->country,
            .is_test = player->is_test,
            .balance = Money(player->balance, player->currency)});
    });
    if (!done.ok()) return base::fail(broken(done.error()));
    if (!done.value().ok()) return base::fail(spoken(done.value().error()));
    return std::move(done).value();
}

Outcome<Money> Wallet::balance(const DataCall& call) {
    const auto player = store_.find_player(call.player);
    if (!player.ok()) return base::fail(broken(player.error()));
    if (!player.value()) return base::fail(Code::user_not_found);
    return Money(player.value()->balance, player.value()->currency);
}

MakeAnswer Wallet::make(const MakeCall& call, base::Instant now) {
    auto done = store_.in_transaction([&] { return take(call, now); });
    if (!done.ok()) return {.code = broken(done.error())};
    return std::move(done).value();
}

Outcome<std::vector<MakeAnswer>> Wallet::make_list(
    const std::vector<MakeCall>& calls, base::Instant now) {
    if (calls.empty() || calls.size() > list_max || !one_element_a_bet(calls)) {
        return base::fail(Code::invalid_request);
    }
    auto done = store_.in_transaction([&]() -> DbResult<std::vector<MakeAnswer>> {
        std::vector<MakeAnswer> answers;
        for (const MakeCall& call : calls) {
            CROUPIER_TRY(auto answer, take(call, now));
            answers.push_back(std::move(answer));
        }
        return answers;
    });
    if (!done.ok()) return base::fail(broken(done.error()));
    return std::move(done).value();
}

DbResult<MakeAnswer> Wallet::take(const MakeCall& call, base::Instant now) {
    if (keeps_transaction_ids() && call.transaction_id) {
        CROUPIER_TRY(const auto known, store_.find_key(*call.transaction_id));
        if (known) return repeat(call, *known, now);
    }
    CROUPIER_TRY(auto resolved, resolve(call));
    if (!resolved.ok()) return refuse(call, resolved.error(), now);
    const Decision decision = judge(call, resolved.value());
    if (decision.code != Code::success) return refuse(call, decision.code, now);
    return book(call, std::move(resolved).value(), decision, now);
}

DbResult<MakeAnswer> Wallet::repeat(const MakeCall& call, const KeyRow& known, base::Instant now) {
    if (known.content != content_of(call)) return MakeAnswer{.code = Code::other_content};
    MakeAnswer answer{.code = known.code};
    if (known.booking) answer.partner_transaction_id = partner_transaction_id(*known.booking);
    CROUPIER_TRY(const auto player, store_.find_player(call.player));
    if (player) answer.balance = Money(player->balance, player->currency);
    // The hub repeats because it lacks our accept, or lost it: it hears it again.
    if (known.booking) {
        CROUPIER_TRY(const bool pending, store_.has_announcement(*known.booking));
        if (pending) return answer;
    }
    CROUPIER_TRY_VOID(announce(call, answer, known.booking, now));
    return answer;
}

DbResult<Outcome<Wallet::Resolved>> Wallet::resolve(const MakeCall& call) {
    const auto no = [](Code code) { return Outcome<Resolved>(base::fail(code)); };
    CROUPIER_TRY(auto player, store_.find_player(call.player));
    if (!player) return no(Code::user_not_found);
    const domain::Currency currency = player->currency;
    if (keeps_transaction_ids() && call.currency && *call.currency != currency.code()) {
        return no(Code::currency_mismatch);
    }
    const auto amount = read_amount(call.amount, currency);
    if (!amount.ok()) return no(amount.error());
    Resolved resolved{
        .player = std::move(*player),
        .demand = {.type = call.type, .amount = amount.value(), .cashback = call.cashback},
        .tax = std::nullopt,
        .bet = std::nullopt,
        .bookings = {},
        .promo_uses = std::nullopt};
    if (call.tax_amount) {
        const auto tax = read_amount(*call.tax_amount, currency);
        if (!tax.ok()) return no(tax.error());
        resolved.tax = tax.value().minor();
    }
    CROUPIER_TRY(resolved.bet, store_.find_bet(call.bet_id));
    if (resolved.bet) {
        CROUPIER_TRY(resolved.bookings, store_.bookings_of(resolved.bet->number));
    }
    if (call.promo_code) {
        CROUPIER_TRY(resolved.promo_uses, store_.promo_uses(call.player, *call.promo_code));
    }
    return Outcome<Resolved>(std::move(resolved));
}

Decision Wallet::judge(const MakeCall& call, const Resolved& resolved) const {
    const PlayerRow& player = resolved.player;
    const Money balance(player.balance, player.currency);
    PlayerState state{.balance = balance, .blocked = player.blocked};
    if (player.stake_max) state.stake_max = Money(*player.stake_max, player.currency);
    state.promo_code_usable =
        !keeps_transaction_ids() || !call.promo_code || resolved.promo_uses.value_or(0) > 0;
    BetState bet = state_of(resolved.bet, resolved.bookings, player.id);
    // What waited in a queue of stock's asks nobody any more when its turn has come.
    if (call.late && !keeps_transaction_ids()) bet.closed = false;
    Decision decision = decide(resolved.demand, bet, state, rules_.dialect);
    if (decision.code == Code::success && !balance_after(resolved.demand, balance)) {
        decision.code = Code::transaction_failed;
    }
    return decision;
}

DbResult<MakeAnswer> Wallet::refuse(const MakeCall& call, Code code, base::Instant now) {
    // A refused stake stays refused, whatever the balance becomes; money owed is tried anew each
    // time.
    if (keeps_transaction_ids() && call.transaction_id && call.type == TransactionType::stake) {
        CROUPIER_TRY_VOID(
            store_.add_key(*call.transaction_id, {content_of(call), code, std::nullopt}));
    }
    MakeAnswer answer{.code = spoken(code)};
    CROUPIER_TRY_VOID(announce(call, answer, std::nullopt, now));
    return answer;
}

DbResult<MakeAnswer> Wallet::book(
    const MakeCall& call, Resolved resolved, const Decision& decision, base::Instant now) {
    if (!resolved.bet) {
        resolved.bet = BetRow{
            .bet_id = call.bet_id,
            .player = call.player,
            .cashback = call.cashback,
            .tombstone = decision.leaves_tombstone};
        CROUPIER_TRY(resolved.bet->number, store_.add_bet(*resolved.bet, now));
    } else if (decision.leaves_tombstone && !resolved.bet->tombstone) {
        resolved.bet->tombstone = true;
        CROUPIER_TRY_VOID(store_.update_bet(*resolved.bet));
    }
    const bool moves = !decision.leaves_tombstone;
    const BookingRow booking{
        .bet = resolved.bet->number,
        .type = call.type,
        .amount = resolved.demand.amount,
        .tax = resolved.tax,
        .promo_code = call.promo_code,
        .transaction_id = keeps_transaction_ids() ? call.transaction_id : std::nullopt,
        .undoes = decision.undoes,
        .moved = moves,
        .at = now};
    CROUPIER_TRY(const std::int64_t number, store_.add_booking(booking));
    if (booking.transaction_id) {
        CROUPIER_TRY_VOID(
            store_.add_key(*booking.transaction_id, {content_of(call), Code::success, number}));
    }
    PlayerRow& player = resolved.player;
    if (moves) {
        // judge() has seen that this does not overflow.
        player.balance =
            balance_after(resolved.demand, Money(player.balance, player.currency))->minor();
        CROUPIER_TRY_VOID(store_.update_player(player));
        CROUPIER_TRY_VOID(use_promo_code(call, resolved, decision));
    }
    MakeAnswer answer{
        .code = Code::success,
        .partner_transaction_id = partner_transaction_id(number),
        .balance = Money(player.balance, player.currency)};
    CROUPIER_TRY_VOID(announce(call, answer, number, now));
    return answer;
}

// A stake uses a code up once; the return of that stake gives it back.
DbResult<void> Wallet::use_promo_code(
    const MakeCall& call, const Resolved& resolved, const Decision& decision) {
    if (call.type == TransactionType::stake && call.promo_code &&
        resolved.promo_uses.value_or(0) > 0) {
        return store_.set_promo_uses(call.player, *call.promo_code, *resolved.promo_uses - 1);
    }
    if (call.type != TransactionType::bet_return || !decision.undoes) return {};
    const auto stake = std::find_if(
        resolved.bookings.begin(), resolved.bookings.end(),
        [&](const BookingRow& b) { return b.number == *decision.undoes; });
    if (stake == resolved.bookings.end() || !stake->promo_code) return {};
    CROUPIER_TRY(const auto uses, store_.promo_uses(call.player, *stake->promo_code));
    if (!uses) return {};
    return store_.set_promo_uses(call.player, *stake->promo_code, *uses + 1);
}

DbResult<void> Wallet::announce(
    const MakeCall& call, MakeAnswer& answer, std::optional<std::int64_t> booking,
    base::Instant now) {
    if (rules_.booking == Booking::answer) return {};
    const bool refused = answer.code != Code::success;
    // A refusal in make's own answer is final; saying it twice would only look like a
    // contradiction.
    if (refused && rules_.refusals == Refusals::in_answer) return {};
    Announcement announcement{
        .cashback = call.cashback,
        .body = write_accept(call, answer, rules_.dialect),
        .queued_at = now};
    CROUPIER_TRY(announcement.number, store_.add_announcement(announcement, booking));
    answer.announcement = std::move(announcement);
    if (refused) answer.code = Code::success;
    return {};
}

Outcome<InfoAnswer> Wallet::info(const InfoCall& call) {
    const auto bet = store_.find_bet(call.bet_id);
    if (!bet.ok()) return base::fail(broken(bet.error()));
    if (!bet.value()) return InfoAnswer{};
    if (call.player && *call.player != bet.value()->player)
        return base::fail(spoken(Code::bet_not_found));
    const auto bookings = store_.bookings_of(bet.value()->number);
    if (!bookings.ok()) return base::fail(broken(bookings.error()));
    InfoAnswer answer{.closed = bet.value()->closed, .transactions = {}};
    for (const BookingRow& booking : bookings.value()) {
        if (!booking.moved || (call.as_of && booking.at > *call.as_of)) continue;
        const auto currency = booking.amount.currency();
        answer.transactions.push_back(
            {.partner_transaction_id = partner_transaction_id(booking.number),
             .transaction_id = booking.transaction_id,
             .type = booking.type,
             .amount = booking.amount,
             .tax_amount =
                 booking.tax ? std::optional(Money(*booking.tax, currency)) : std::nullopt,
             .at = booking.at});
    }
    return answer;
}

Code Wallet::close(const CloseCall& call) {
    const auto done = store_.in_transaction([&]() -> DbResult<Code> {
        CROUPIER_TRY(auto bet, store_.find_bet(call.bet_id));
        if (!bet) return Code::invalid_request;
        if (keeps_transaction_ids() && call.sequence) {
            if (bet->sequence && *call.sequence < *bet->sequence) return Code::success;
            bet->sequence = call.sequence;
        }
        bet->closed = call.closed;
        CROUPIER_TRY_VOID(store_.update_bet(*bet));
        return Code::success;
    });
    return done.ok() ? done.value() : broken(done.error());
}

DbResult<std::string> Wallet::issue_token(std::string_view player, base::Instant now) {
    std::string token = crypto::make_secret(random_).reveal();
    CROUPIER_TRY_VOID(store_.add_token(crypto::sha256_hex(token), player, now));
    return token;
}

std::string Wallet::partner_transaction_id(std::int64_t booking) const {
    return fmt::format("{}-{:09}", rules_.number_prefix, booking);
}

Code Wallet::spoken(Code code) const {
    return rules_.dialect == Dialect::stock ? documented(code) : code;
}

std::string content_of(const MakeCall& call) {
    return fmt::format(
        "{}|{}|{}|{}|{}|{}|{}", call.cashback ? "cashback" : "bet", call.bet_id,
        static_cast<int>(call.type), by_value(call.amount), by_value(call.tax_amount.value_or("0")),
        call.promo_code.value_or(""), call.player);
}

}  // namespace croupier::sandbox::casino
