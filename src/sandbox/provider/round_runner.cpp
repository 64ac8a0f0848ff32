// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/round_runner.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/id.h"
#include "base/log.h"

namespace croupier::sandbox::provider {

RoundRunner::~RoundRunner() {
    for (const auto& [key, round] : rounds_)
        parts_.loop.cancel(round->retry_timer);
}

void RoundRunner::play(
    const Session& session, const Game& game, domain::Money stake, RoundFate fate, Done done) {
    Bet bet{
        .bet_id = new_id(),
        .session_id = session.session_id,
        .game_id = session.game_id,
        .game_round_id = new_id(),
        .kind = game.kind,
        .stake = stake,
        .payouts = {}};
    const Key key =
        add({.bet = std::move(bet), .game = &game, .fate = fate, .done = std::move(done)});
    Round& round = find(key);
    if (game.kind == BetKind::pay_in_out) round.bet.payouts = draw_payouts(round);

    const auto number = std::make_shared<std::int64_t>(0);
    const base::Instant now = parts_.loop.now();
    parts_.book.submit(
        [bet = round.bet, number, now](Book& book) -> db::DbResult<void> {
            CROUPIER_TRY(*number, book.add_bet(bet, now));
            return {};
        },
        lifetime_.guard([this, key, number](const db::DbResult<void>& added) {
            if (!added.ok()) return abandon(key, added.error());
            find(key).bet.number = *number;
            send_stake(key);
        }));
}

void RoundRunner::resume(Bet bet) {
    const BetState before = bet.state;
    const Key key =
        add({.bet = bet, .game = find_game(bet.game_id), .fate = RoundFate::played, .done = {}});
    take_up_again(bet);
    save(key, before, std::move(bet));
}

void RoundRunner::send_stake(Key key) {
    Round& round = find(key);
    ++round.stake_attempts;
    auto done =
        lifetime_.guard([this, key](const HubAnswer& answer) { on_stake_answer(key, answer); });
    if (round.bet.kind == BetKind::pay_in_out) {
        parts_.hub.pay_in_out(round.bet, std::move(done));
    } else {
        parts_.hub.pay_in(round.bet, std::move(done));
    }
}

void RoundRunner::on_stake_answer(Key key, const HubAnswer& answer) {
    Round& round = find(key);
    note(round, answer);
    Bet after = round.bet;
    switch (verdict_on_stake(answer.code)) {
    case StakeVerdict::accepted: {
        const bool draws = round.bet.kind == BetKind::pay_in && round.fate == RoundFate::played;
        accept_stake(
            after, answer.code, round.fate, draws ? draw_payouts(round) : std::vector<Payout>());
        break;
    }
    case StakeVerdict::refused:
        refuse_stake(after, answer.code);
        break;
    case StakeVerdict::sign_anew:
        // 8 speaks of this attempt only: a lost race with the clock, say. A second one is no
        // accident.
        if (round.stake_attempts < stake_attempts_max) return send_stake(key);
        doubt_stake(after, answer.code);
        break;
    case StakeVerdict::in_doubt:
        doubt_stake(after, answer.code);
        break;
    }
    save(key, round.bet.state, std::move(after));
}

void RoundRunner::continue_round(Key key) {
    Round& round = find(key);
    if (is_at_rest(round.bet)) return finish(key);
    if (parts_.loop.now() < round.not_before) {
        round.retry_timer = parts_.loop.at(round.not_before, [this, key] { continue_round(key); });
        return;
    }
    if (refund_is_owed(round.bet)) return send_refund(key);
    send_payout(key);
}

void RoundRunner::send_refund(Key key) {
    parts_.hub.refund(find(key).bet, lifetime_.guard([this, key](const HubAnswer& answer) {
        on_refund_answer(key, answer);
    }));
}

void RoundRunner::on_refund_answer(Key key, const HubAnswer& answer) {
    Round& round = find(key);
    note(round, answer);
    if (verdict_on_refund(answer.code) == RefundVerdict::repeat) return repeat_later(key, answer);
    Bet after = round.bet;
    end_refund(after, answer.code);
    if (after.state == BetState::stuck) {
        base::log_error(
            "provider.refund.refused", {{"betId", after.bet_id}, {"code", after.last_code}});
    }
    save(key, round.bet.state, std::move(after));
}

void RoundRunner::send_payout(Key key) {
    Round& round = find(key);
    Payout* payout = next_owed_payout(round.bet);
    CROUPIER_CHECK(payout != nullptr);
    const auto ordinal = static_cast<std::size_t>(payout - round.bet.payouts.data());
    parts_.hub.pay_out(
        round.bet, *payout, lifetime_.guard([this, key, ordinal](const HubAnswer& answer) {
            on_payout_answer(key, ordinal, answer);
        }));
}

void RoundRunner::on_payout_answer(Key key, std::size_t ordinal, const HubAnswer& answer) {
    Round& round = find(key);
    note(round, answer);
    const PayoutVerdict verdict = verdict_on_payout(answer.code);
    if (verdict == PayoutVerdict::repeat) return repeat_later(key, answer);
    if (verdict == PayoutVerdict::refused) {
        base::log_error(
            "provider.payout.refused",
            {{"betId", round.bet.bet_id}, {"code", static_cast<int>(answer.code)}});
    }
    Bet after = round.bet;
    end_payout(after.payouts[ordinal], verdict);
    save(key, round.bet.state, std::move(after));
}

void RoundRunner::save(Key key, BetState before, Bet after) {
    const base::Instant now = parts_.loop.now();
    auto bet = std::make_shared<const Bet>(std::move(after));
    parts_.book.submit(
        [bet, before, now](Book& book) { return book.save_bet(*bet, before, now); },
        lifetime_.guard([this, key, bet](const db::DbResult<void>& saved) {
            if (!saved.ok()) return abandon(key, saved.error());
            Round& round = find(key);
            round.bet = *bet;
            round.failures = 0;
            continue_round(key);
        }));
}

void RoundRunner::repeat_later(Key key, const HubAnswer& answer) {
    Round& round = find(key);
    const base::Instant now = parts_.loop.now();
    if (round.failures++ == 0) round.first_failure = now;
    const auto wait = std::max(
        answer.wait,
        base::backoff_delay(retry_, round.failures, now - round.first_failure, parts_.draws));
    base::log_debug(
        "provider.repeat", {{"betId", round.bet.bet_id},
                            {"failures", round.failures},
                            {"waitMs", wait.count()},
                            {"detail", answer.detail}});
    round.retry_timer = parts_.loop.at(now + wait, [this, key] { continue_round(key); });
}

// The book holds something else than this run believes. Nothing is sent any more: the next start
// reads the book anew.
void RoundRunner::abandon(Key key, const db::DbError& error) {
    base::log_error(
        "provider.round.abandoned", {{"betId", find(key).bet.bet_id}, {"detail", error.detail}});
    finish(key);
}

void RoundRunner::finish(Key key) {
    const auto at = rounds_.find(key);
    const std::unique_ptr<Round> round = std::move(at->second);
    rounds_.erase(at);
    if (round->done) round->done({round->bet, round->label, round->balance});
    if (round_over_) round_over_();
}

std::vector<Payout> RoundRunner::draw_payouts(Round& round) {
    std::vector<Payout> payouts;
    const std::vector<Win> wins = draw(*round.game, parts_.draws);
    round.label = wins.front().label;
    const PayoutState state =
        round.bet.kind == BetKind::pay_in_out ? PayoutState::drawn : PayoutState::owed;
    for (const Win& win : wins) {
        const auto amount = win_of(round.bet.stake, win.odd_hundredths);
        CROUPIER_CHECK(amount.has_value());  // play()'s caller asked check_stake
        payouts.push_back(
            {new_id(), payouts.empty() ? round.bet.game_round_id : new_id(), *amount,
             win.odd_hundredths, state});
    }
    return payouts;
}

void RoundRunner::note(Round& round, const HubAnswer& answer) {
    if (answer.balance) round.balance = answer.balance;
    if (answer.wait.count() > 0) round.not_before = parts_.loop.now() + answer.wait;
}

std::string RoundRunner::new_id() {
    return base::to_text(base::make_uuid7(parts_.loop.now(), parts_.ids));
}

RoundRunner::Key RoundRunner::add(Round round) {
    const Key key{++last_key_};
    rounds_.emplace(key, std::make_unique<Round>(std::move(round)));
    return key;
}

// A round lives until finish(), and at most one call, change or timer about it is under way: a key
// in a callback is always that of a round that lives.
RoundRunner::Round& RoundRunner::find(Key key) {
    const auto at = rounds_.find(key);
    CROUPIER_CHECK(at != rounds_.end());
    return *at->second;
}

}  // namespace croupier::sandbox::provider
