// SPDX-License-Identifier: Apache-2.0
#include "usecases/dispatcher.h"

#include "base/log.h"
#include "usecases/bet_steps.h"
#include "usecases/player_blocks.h"

namespace croupier::usecases {

namespace {

using domain::Bet;
using domain::BetId;
using domain::CallKind;
using domain::NextCall;

// What the casino said, ready to be applied to the bet as it stands then.
using Apply = std::function<void(domain::BetChange&, const domain::MoveContext&, View&)>;

// What a step writes down about a bet, and the booking that it has to look up for that.
struct News {
    std::string what;
    Apply apply;
    domain::PartnerTransactionId booking{};
    std::function<void()> written{};  // when it is, and before the commit is looked at
};

// What a wake found.
struct Seen {
    bool written = false;      // time had moved the bet
    std::optional<Bet> bet{};  // else the bet as it stands; nothing: it or its casino is gone
};

}  // namespace

struct Dispatcher::Impl : std::enable_shared_from_this<Dispatcher::Impl> {
    Impl(const Parts& given, Limits bounds)
        : parts(given), limits(bounds), lines(bounds.lines, [this](BetId bet) { wake(bet); }) {}

    struct Flight {
        domain::CasinoId casino;
    };

    void committed(const Committed& news);
    void follow_balances(const BetWrite& write);
    void plan(const Bet& bet);
    void record_never_left(const Bet& bet);
    [[nodiscard]] bool in_hand(BetId bet) const;
    void set_timer(BetId bet, base::Instant when);
    void cancel_timer(BetId bet);
    void wake(BetId bet);
    void send(const Bet& bet, const NextCall& call);
    void send_make(const Bet& bet, const NextCall& call, const domain::CasinoPolicy& policy);
    void take_balance(
        const domain::PlayerKey& player, domain::TransactionId transfer,
        const domain::CasinoAnswer& answer);
    void send_info(const Bet& bet, const domain::CasinoPolicy& policy);
    void send_close(const Bet& bet, const NextCall& call, const domain::CasinoPolicy& policy);
    void record(BetId bet, const News& news);
    void recover(BetId bet);
    void look_again(BetId bet, domain::ErrorCode failed);
    [[nodiscard]] base::Duration pause_after(domain::ErrorCode failed) const;
    static std::optional<LineKind> line_of(const NextCall& call);
    void plan_unwritten(BetId bet);
    Step step_for(BetId bet, const Flight& flight, const News& news);

    Parts parts;
    Limits limits;
    DispatcherCounters counters;
    std::unordered_map<BetId, Flight> flights;
    std::unordered_map<BetId, base::TimerId> timers;
    Lines lines;
    std::unordered_map<BetId, Bet> unwritten;  // seen by a wake, to be planned next
};

void Dispatcher::Impl::committed(const Committed& news) {
    for (const domain::Alarm& alarm : news.alarms) {
        base::log_warning(
            "alarm", {{"kind", domain::to_text(alarm.kind)},
                      {"bet", alarm.bet.value()},
                      {"detail", alarm.detail}});
    }
    for (const BetWrite& write : news.bets) {
        follow_balances(write);
        unwritten.erase(write.bet.id);
        plan(write.bet);
    }
    parts.balances.forget_unbooked();
}

void Dispatcher::Impl::follow_balances(const BetWrite& write) {
    if (write.bet.mode == domain::Mode::demo) return;
    for (std::size_t ordinal = 0; ordinal < write.bet.transfers.size(); ++ordinal) {
        const domain::Transfer& transfer = write.bet.transfers[ordinal];
        if (transfer.state != domain::TransferState::booked) continue;
        const bool was_booked = write.before && ordinal < write.before->transfers.size() &&
                                write.before->transfers[ordinal].state == transfer.state;
        const auto effect = effect_on_balance(write.bet, transfer);
        if (!was_booked && effect) parts.balances.booked(write.bet.player, transfer.id, *effect);
    }
}

void Dispatcher::Impl::plan(const Bet& bet) {
    cancel_timer(bet.id);
    const DirectoryPtr directory = parts.directory.current();
    const CasinoEntry* casino = directory->casino(bet.casino);
    // Without its record nothing can be sent; the books keep what is due.
    if (casino == nullptr) return lines.leave(bet.id);
    // A stake that was not handed over by now never will be.
    if (!in_hand(bet.id) && domain::is_never_to_leave(bet, parts.loop.now())) {
        return record_never_left(bet);
    }
    const auto call = domain::next_call(bet, casino->terms);
    std::optional<base::Instant> when = domain::next_deadline(bet, casino->terms);
    if (call && !in_hand(bet.id) && call->due <= parts.loop.now()) send(bet, *call);
    if (!in_hand(bet.id)) {
        lines.leave(bet.id);  // if it was handed a place, it has no use for it now
        if (call) when = when ? std::min(*when, call->due) : call->due;
    }
    if (when) set_timer(bet.id, *when);
}

void Dispatcher::Impl::record_never_left(const Bet& bet) {
    flights.emplace(bet.id, Flight{bet.casino});
    record(
        bet.id,
        {.what = "never left",
         .apply = [](domain::BetChange& change, const domain::MoveContext& context, const View&) {
             domain::record_make_answer(change, context, 0, {.verdict = domain::Verdict::not_sent});
         }});
}

// A call of the bet is under way, or in line.
bool Dispatcher::Impl::in_hand(BetId bet) const {
    return flights.contains(bet) || lines.waits(bet);
}

void Dispatcher::Impl::cancel_timer(BetId bet) {
    const auto timer = timers.find(bet);
    if (timer == timers.end()) return;
    parts.loop.cancel(timer->second);
    timers.erase(timer);
}

void Dispatcher::Impl::set_timer(BetId bet, base::Instant when) {
    cancel_timer(bet);
    timers[bet] = parts.loop.at(when, [self = weak_from_this(), bet] {
        if (const auto alive = self.lock()) {
            alive->timers.erase(bet);
            alive->wake(bet);
        }
    });
}

// Time alone moves a bet: the end of a hold, an age alarm, or a call that has come due. So does a
// place in a line.
void Dispatcher::Impl::wake(BetId bet) {
    auto seen = std::make_shared<Seen>();
    Step step;
    step.what = "time";
    step.names.bets.push_back(bet);
    step.decide = [bet, seen](View& view) {
        *seen = {};
        const Bet* found = view.bet(bet);
        const CasinoEntry* casino = found ? view.directory().casino(found->casino) : nullptr;
        if (found == nullptr || casino == nullptr) return Keep::no;
        domain::BetChange change{.bet = *found, .postings = {}, .alarms = {}};
        const domain::MoveContext context{casino->terms, view.now(), view.random()};
        domain::stake_overdue(change, context);
        domain::raise_age_alarms(change, context);
        seen->written = !(change.bet == *found);
        if (!seen->written) {
            seen->bet = *found;
            return Keep::no;
        }
        view.put(std::move(change));
        return Keep::yes;
    };
    step.done = [self = shared_from_this(), bet, seen](std::optional<domain::ErrorCode> failed) {
        if (failed) return self->look_again(bet, *failed);
        if (seen->written) return;  // the commit says it
        if (!seen->bet) return self->lines.leave(bet);
        // Nothing was written, so no commit will say it; but a later step of the same batch may
        // have written the bet, and then what was seen here is out of date.
        self->unwritten.insert_or_assign(bet, std::move(*seen->bet));
        self->parts.loop.post([self, bet] { self->plan_unwritten(bet); });
    };
    parts.batcher.submit(std::move(step));
}

// Nobody could look at the bet. A place that it was handed is of use to others meanwhile, unless
// the store is away, and so is of use to nobody.
void Dispatcher::Impl::look_again(BetId bet, domain::ErrorCode failed) {
    if (failed != domain::ErrorCode::overloaded && !in_hand(bet)) lines.leave(bet);
    set_timer(bet, parts.loop.now() + pause_after(failed));
}

// A store that is busy is soon free; a decision that an invariant stopped will be stopped again.
base::Duration Dispatcher::Impl::pause_after(domain::ErrorCode failed) const {
    return failed == domain::ErrorCode::overloaded ? limits.store_retry : limits.bug_retry;
}

void Dispatcher::Impl::plan_unwritten(BetId bet) {
    const auto found = unwritten.extract(bet);
    if (found.empty()) return;
    plan(found.mapped());
}

std::optional<LineKind> Dispatcher::Impl::line_of(const NextCall& call) {
    switch (call.kind) {
    case CallKind::make:
        if (call.ordinal == 0) return std::nullopt;
        return LineKind::money;
    case CallKind::info:
        return LineKind::question;
    case CallKind::reopen:
        return LineKind::money;
    case CallKind::close:
        return LineKind::closing;
    }
    return LineKind::money;
}

void Dispatcher::Impl::send(const Bet& bet, const NextCall& call) {
    const auto line = line_of(call);
    if (line && !lines.enter(bet.casino, *line, bet.id)) return;
    flights.emplace(bet.id, Flight{bet.casino});
    const DirectoryPtr directory = parts.directory.current();
    const domain::CasinoPolicy& policy = directory->casino(bet.casino)->terms.policy;
    switch (call.kind) {
    case CallKind::make:
        return send_make(bet, call, policy);
    case CallKind::info:
        return send_info(bet, policy);
    case CallKind::close:
    case CallKind::reopen:
        return send_close(bet, call, policy);
    }
}

void Dispatcher::Impl::send_make(
    const Bet& bet, const NextCall& call, const domain::CasinoPolicy& policy) {
    ++counters.makes;
    // A stake leaves within its hold or not at all.
    const base::Instant deadline =
        call.ordinal == 0 ? std::min(parts.loop.now() + policy.bet_timeout, bet.hold_until)
                          : parts.loop.now() + policy.win_timeout;
#ifdef CROUPIER_PLANTED_BUG_retry_with_new_id
    Bet sent = bet;
    base::Uuid id = bet.transfers[call.ordinal].id.value();
    id.bytes[0] ^= static_cast<std::uint8_t>(bet.transfers[call.ordinal].tries);
    sent.transfers[call.ordinal].id = domain::TransactionId(id);
#else
    const Bet& sent = bet;
#endif
    parts.wallet.make(
        sent, call.ordinal, deadline,
        [self = shared_from_this(), id = bet.id, player = bet.player, ordinal = call.ordinal,
         transfer = bet.transfers[call.ordinal].id](const domain::CasinoAnswer& answer) {
            if (answer.verdict == domain::Verdict::unknown) ++self->counters.doubts;
            self->record(
                id, {.what = "make answered",
                     .apply =
                         [ordinal, answer](
                             domain::BetChange& change, const domain::MoveContext& context,
                             View& view) {
                             domain::CasinoAnswer told = answer;
                             told.booking_elsewhere = booked_by_another_bet(
                                 view, change.bet, answer.partner_transaction);
                             heed_refusal(view, change.bet, ordinal, told);
                             domain::record_make_answer(change, context, ordinal, told);
                         },
                     .booking = answer.partner_transaction,
                     .written = [self, player, transfer,
                                 answer] { self->take_balance(player, transfer, answer); }});
        });
}

// A stake that was refused moved nothing, and in booking `accept` neither has a make that was
// received: what came with that is left to the accept.
void Dispatcher::Impl::take_balance(
    const domain::PlayerKey& player, domain::TransactionId transfer,
    const domain::CasinoAnswer& answer) {
    if (!answer.balance) return;
    if (answer.verdict == domain::Verdict::refused) parts.balances.note(player, *answer.balance);
    if (answer.verdict == domain::Verdict::done) {
        parts.balances.note_with(transfer, *answer.balance);
    }
}

void Dispatcher::Impl::send_info(const Bet& bet, const domain::CasinoPolicy& policy) {
    ++counters.infos;
    parts.wallet.info(
        bet, parts.loop.now() + policy.win_timeout,
        [self = shared_from_this(), id = bet.id, casino = bet.casino,
         asked_at = parts.loop.now()](domain::InfoAnswer answer) {
            if (answer.kind != domain::InfoAnswer::Kind::list) ++self->counters.doubts;
            answer.asked_at = asked_at;
            answer.empty_is_believed = self->parts.trust.believes(casino);
            self->record(
                id, {.what = "info answered",
                     .apply = [answer = std::move(answer)](
                                  domain::BetChange& change, const domain::MoveContext& context,
                                  View&) { domain::record_info(change, context, answer); }});
        });
}

void Dispatcher::Impl::send_close(
    const Bet& bet, const NextCall& call, const domain::CasinoPolicy& policy) {
    ++counters.closes;
    parts.wallet.close(
        bet, call, parts.loop.now() + policy.win_timeout,
        [self = shared_from_this(), id = bet.id, call](domain::CloseVerdict verdict) {
            self->record(
                id, {.what = "close answered",
                     .apply = [call, verdict](
                                  domain::BetChange& change, const domain::MoveContext& context,
                                  View&) {
                         domain::record_close_answer(change, context, call, verdict);
                     }});
        });
}

Step Dispatcher::Impl::step_for(BetId bet, const Flight& flight, const News& news) {
    Step step;
    step.what = news.what;
    step.owner = flight.casino;
    step.names.bets.push_back(bet);
    if (!news.booking.value().empty()) step.names.bookings.push_back({flight.casino, news.booking});
    step.decide = [bet, apply = news.apply](View& view) {
        const Bet* found = view.bet(bet);
        const CasinoEntry* casino = found ? view.directory().casino(found->casino) : nullptr;
        if (found == nullptr || casino == nullptr) return Keep::no;
        domain::BetChange change{.bet = *found, .postings = {}, .alarms = {}};
        const domain::MoveContext context{casino->terms, view.now(), view.random()};
        domain::stake_overdue(change, context);  // a hold that is over comes before any news
        apply(change, context, view);
        view.put(std::move(change));
        return Keep::yes;
    };
    return step;
}

// News of a bet in flight is never lost to a store that is busy or down: it is offered until it is
// taken, and until then nothing else about the bet is sent.
void Dispatcher::Impl::record(BetId bet, const News& news) {
    Step step = step_for(bet, flights.at(bet), news);
    step.done = [self = shared_from_this(), bet, news](std::optional<domain::ErrorCode> failed) {
        if (!failed) {
            self->flights.erase(bet);
            if (news.written) news.written();
        } else {
            ++self->counters.resubmits;
            self->parts.loop.at(
                self->parts.loop.now() + self->pause_after(*failed),
                [self, bet, news] { self->record(bet, news); });
        }
        self->lines.leave(bet);
    };
    parts.batcher.submit(std::move(step));
}

// In flight from the start: until the doubt is written down, nothing about the bet may be sent.
void Dispatcher::Impl::recover(BetId bet) {
    flights.emplace(bet, Flight{});
    record(
        bet, {.what = "recover",
              .apply = [](domain::BetChange& change, const domain::MoveContext& context, View&) {
                  domain::recover(change, context);
              }});
}

Dispatcher::Dispatcher(const Parts& parts, Limits limits)
    : impl_(std::make_shared<Impl>(parts, limits)) {
    parts.batcher.watch([impl = std::weak_ptr<Impl>(impl_)](const Committed& news) {
        if (const auto alive = impl.lock()) alive->committed(news);
    });
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::recover(const std::vector<BetId>& bets) {
    for (const BetId bet : bets)
        impl_->recover(bet);
}

std::size_t Dispatcher::in_flight() const { return impl_->flights.size() + impl_->lines.waiting(); }
const DispatcherCounters& Dispatcher::counters() const { return impl_->counters; }
const Lines& Dispatcher::lines() const { return impl_->lines; }

}  // namespace croupier::usecases
