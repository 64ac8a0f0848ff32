// SPDX-License-Identifier: Apache-2.0
// A stake arrives. The bet is looked up first: what the first commit decided is answered for ever
// (contract section 5.1). Only a bet that is new meets session, limits and switches.
#include <algorithm>

#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

using domain::ErrorCode;
using domain::Money;
using How = Placed::How;

std::optional<Money> amount_in(
    const std::string& text, domain::Currency currency, std::int64_t minor_max) {
    const auto money = domain::parse_money(text, currency, domain::ExtraDigits::refuse);
    if (!money.ok() || money.value().is_negative()) return std::nullopt;
    if (money.value().minor() > minor_max) return std::nullopt;
    return money.value();
}
std::optional<Money> stake_in(const std::string& text, domain::Currency currency) {
    return amount_in(text, currency, stake_minor_max);
}
std::optional<Money> win_in(const std::string& text, domain::Currency currency) {
    return amount_in(text, currency, payout_minor_max);
}

std::string canonical(const std::string& text, const std::optional<Money>& money) {
    return money ? domain::to_text(*money) : "?" + text;
}

// What makes a repeat the same bet: kind, amounts by value, round. A request wrong elsewhere
// (it names another session, say) never repeats one that was right.
std::string content_of(const PlaceBet& command, domain::Currency currency) {
    std::string content = command.instant ? "pay-in-out|" : "pay-in|";
    if (!command.well_formed) content += "malformed|";
    content += canonical(command.stake, stake_in(command.stake, currency)) + "|";
    if (command.instant) content += canonical(command.win, win_in(command.win, currency)) + "|";
    return content + command.round.value();
}

Outcome<Placed> answer_known(
    const domain::Bet& bet, const domain::Session& session, const std::string& content) {
    if (bet.tombstone) return domain::refuse(ErrorCode::not_possible, "refunded before it came");
    if (bet.content != content) return domain::refuse(ErrorCode::content_mismatch);
    Placed placed{
        .how = How::repeated,
        .bet = bet.id,
        .player = player_of(bet),
        .hold_until = bet.hold_until,
        .purse = {}};
    if (session.mode == domain::Mode::demo) placed.purse = session.purse;
    switch (domain::stage_of(bet)) {
    case domain::BetStage::stake_in_flight:
        placed.how = How::waiting;
        return placed;
    case domain::BetStage::booked:
    case domain::BetStage::paid_out:
        return placed;
    case domain::BetStage::refused:
        return domain::refuse(*bet.stake()->refusal);
    case domain::BetStage::doubtful_or_returned:
    case domain::BetStage::tombstone:  // answered above
        break;
    }
    const domain::Transfer* back = domain::standing_return(bet);
    const bool over = bet.stake()->state == domain::TransferState::voided ||
                      (back != nullptr && back->state == domain::TransferState::booked);
    if (over) return domain::refuse(ErrorCode::not_possible, "the stake is void or returned");
    return domain::refuse(ErrorCode::outcome_unknown);
}

// Law or choice: all stakes of the game cycle count together. A limit in another currency than the
// session's cannot be told from one that is reached.
bool above_max_stake(
    const PlaceBet& command, const CallSite& site, const View& view, const Money& stake) {
    if (site.player == nullptr || !site.player->max_stake) return false;
    const Money& most = *site.player->max_stake;
    if (most.currency() != stake.currency()) return true;
    const auto staked =
        view.staked({command.provider, site.player->key, command.round}, stake.currency());
    const auto sum = staked ? domain::add(*staked, stake) : std::nullopt;
    return !sum || domain::less(most, *sum);
}

// Why a new stake cannot be taken, in the order that the contract names.
std::optional<ErrorCode> refusal_of(
    const PlaceBet& command, const CallSite& site, const View& view) {
    const domain::Session& session = *site.session;
    const auto stake = stake_in(command.stake, session.currency);
    const auto win = command.instant ? win_in(command.win, session.currency)
                                     : std::optional(Money::zero(session.currency));
    if (!command.well_formed || !stake || !win) return ErrorCode::invalid_request;
    if (stake->is_zero() && !site.provider->terms.zero_stakes) return ErrorCode::invalid_request;
    if (site.player != nullptr && domain::is_blocked(*site.player)) {
        return ErrorCode::player_blocked;
    }
    const domain::GameTerms* game = view.directory().game(session.game);
    const auto& currencies = site.casino->terms.currencies;
    if (!site.provider->terms.enabled || !site.casino->terms.enabled || game == nullptr ||
        !game->enabled ||
        std::find(currencies.begin(), currencies.end(), session.currency) == currencies.end()) {
        return ErrorCode::game_unavailable;
    }
    if (stake->is_zero()) return std::nullopt;
    if (domain::less(*stake, session.min_bet) || domain::less(session.max_bet, *stake)) {
        return ErrorCode::limit_reached;
    }
    if (above_max_stake(command, site, view, *stake)) return ErrorCode::limit_reached;
    if (session.mode == domain::Mode::demo && domain::less(session.purse, *stake)) {
        return ErrorCode::insufficient_funds;
    }
    return std::nullopt;
}

domain::Bet new_bet(const PlaceBet& command, const CallSite& site, View& view) {
    domain::Bet bet = bet_of_session(site, command.bet, view);
    bet.round = command.round;
    bet.instant = command.instant;
    if (command.instant) bet.win = win_in(command.win, bet.currency);
    bet.content = content_of(command, bet.currency);
    bet.hold_until = command.arrived + site.provider->terms.hold;
    return bet;
}

Outcome<Placed> begin(const PlaceBet& command, const CallSite& site, View& view) {
    domain::BetChange change{.bet = new_bet(command, site, view), .postings = {}, .alarms = {}};
    domain::Bet& bet = change.bet;
    const Money nothing = Money::zero(bet.currency);
    const auto refusal = refusal_of(command, site, view);
    const Money stake = stake_in(command.stake, bet.currency).value_or(nothing);
    domain::begin_bet(change, moves_of(view, *site.casino), stake, refusal);
    Placed placed{
        .how = How::waiting,
        .bet = bet.id,
        .player = player_of(bet),
        .hold_until = bet.hold_until,
        .purse = {}};
    if (refusal) {
        view.put(std::move(change));
        return domain::refuse(*refusal);
    }
    if (bet.win) alarm_big_win(change, site, *bet.win);
    if (bet.mode == domain::Mode::demo) {
        placed.how = How::accepted;
        placed.purse = settle_demo(change, site, view, 0);
        if (!placed.purse) return domain::refuse(ErrorCode::internal, "the demo purse overflows");
    }
    view.put(std::move(change));
    return placed;
}

// Refused for load, and nothing stored: the only stake that is welcome again under the same id.
bool is_stored(const Outcome<Placed>& outcome) {
    return outcome.ok() || (outcome.error().code != ErrorCode::overloaded &&
                            outcome.error().code != ErrorCode::internal);
}

struct PlaceStep {
    PlaceBet command;
    domain::SessionPolicy policy;
    std::vector<domain::CasinoId> crowded;  // casinos that take no new stakes at the moment

    Keep decide(View& view, std::optional<Outcome<Placed>>& answer) const;
};

Keep PlaceStep::decide(View& view, std::optional<Outcome<Placed>>& answer) const {
    const auto site = find_site(view, command.provider, command.session);
    if (!site.ok()) {
        answer = domain::refuse(site.error().code);
        return Keep::no;
    }
    const domain::Session session = *site.value().session;
    const BetKey key{command.provider, session.player, command.bet};
    if (const domain::Bet* known = view.bet(key)) {
        // In the bet's currency: this session of the player may have another.
        answer = answer_known(*known, session, content_of(command, known->currency));
        return Keep::no;
    }
    // Blocked, it hears so, and for ever, whatever is left of its session.
    const domain::Player* player = site.value().player;
    if (player != nullptr && domain::is_blocked(*player)) {
        answer = begin(command, site.value(), view);
        return Keep::yes;
    }
    if (!domain::is_live(session, player, policy, view.now())) {
        answer = domain::refuse(ErrorCode::session_not_found, "the session has ended");
        return Keep::no;
    }
    const bool crowd = std::find(crowded.begin(), crowded.end(), session.casino) != crowded.end();
    if (crowd && session.mode == domain::Mode::real) {
        answer = domain::refuse(ErrorCode::overloaded);
        return Keep::no;
    }
    answer = begin(command, site.value(), view);
    return is_stored(*answer) ? Keep::yes : Keep::no;
}

}  // namespace

std::optional<Outcome<How>> stake_verdict(const domain::Bet& bet, bool first) {
    switch (domain::stage_of(bet)) {
    case domain::BetStage::stake_in_flight:
        return std::nullopt;
    case domain::BetStage::booked:
    case domain::BetStage::paid_out:
        return Outcome<How>(first ? How::accepted : How::repeated);
    case domain::BetStage::refused:
        return Outcome<How>(domain::refuse(*bet.stake()->refusal));
    case domain::BetStage::doubtful_or_returned:
        return Outcome<How>(domain::refuse(ErrorCode::outcome_unknown));
    case domain::BetStage::tombstone:
        return Outcome<How>(domain::refuse(ErrorCode::not_possible));
    }
    return std::nullopt;
}

void BetDesk::place(PlaceBet command, Done<Placed> done) {
    auto answer = std::make_shared<std::optional<Outcome<Placed>>>();
    Step step = new_step("place", command.evidence, command.request);
    step.owner = command.provider;
    step.names.sessions.push_back(command.session);
    step.names.session_bets.push_back({command.session, command.bet});
    step.names.rounds.push_back({command.session, command.round});
    step.names.bet_blocks.push_back(domain::slot_of(command.session));
    // A stake that waits longer than this to be looked at could hardly be answered in time. Counted
    // from now: its body may have taken a while to come.
    step.give_up_at = parts_.loop.now() + base::Duration(2000);
    step.done = deliver<Placed>(answer, std::move(done));
    PlaceStep place{std::move(command), parts_.session_policy, {}};
    const DirectoryPtr directory = parts_.directory.current();  // held: it may be replaced
    for (const auto& [id, casino] : directory->casinos) {
        if (!parts_.wallet.takes_stakes(id)) place.crowded.push_back(id);
    }
    step.decide = [place = std::move(place), answer](View& view) {
        const Caller caller{place.command.provider, place.command.session};
        return keep_awake(view, caller, place.policy, place.decide(view, *answer));
    };
    parts_.batcher.submit(std::move(step));
}

}  // namespace croupier::usecases
