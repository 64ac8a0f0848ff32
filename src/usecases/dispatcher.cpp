// SPDX-License-Identifier: Apache-2.0
#include "usecases/dispatcher.h"

#include "base/log.h"
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

using domain::Bet;
using domain::BetId;
using domain::CallKind;
using domain::NextCall;

// What the casino said, ready to be applied to the bet as it stands then.
using Apply = std::function<void(domain::BetChange&, const domain::MoveContext&, const View&)>;

// What a step writes down about a bet, and the booking that it has to look up for that.
struct News {
    std::string what;
    Apply apply;
    domain::PartnerTransactionId booking{};
    std::function<void()> written{};  // when it is, and before the commit is looked at
};

}  // namespace

struct Dispatcher::Impl : std::enable_shared_from_this<Dispatcher::Impl> {
    Impl(const Parts& given, Limits bounds) : parts(given), limits(bounds) {}

    // The lines in which calls of a casino wait for a place. A stake waits in none: it is refused
    // before it is stored. No money waits for a close.
    enum class Line { none, money, closing };
    struct Flight {
        domain::CasinoId casino;
        Line line = Line::none;
    };

    void committed(const Committed& news);
    void follow_balances(const BetWrite& write);
    void plan(const Bet& bet);
    void set_timer(BetId bet, base::Instant when);
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
    static Line line_of(const NextCall& call);
    void fill(domain::CasinoId casino);
    void plan_unwritten(BetId bet);
    Step step_for(BetId bet, const Flight& flight, const News& news);

    struct Lane {
        std::size_t in_flight = 0;
        std::deque<BetId> waiting;
    };

    Parts parts;
    Limits limits;
    DispatcherCounters counters;
    std::unordered_map<BetId, Flight> flights;
    std::unordered_map<BetId, base::TimerId> timers;
    std::map<std::pair<domain::CasinoId, Line>, Lane> lanes;
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
        fill(write.bet.casino);
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
    if (const auto timer = timers.find(bet.id); timer != timers.end()) {
        parts.loop.cancel(timer->second);
        timers.erase(timer);
    }
    const CasinoEntry* casino = parts.directory.current()->casino(bet.casino);
    if (casino == nullptr) return;  // its record is gone; the books keep what is due
    const auto call = domain::next_call(bet, casino->terms);
    const auto deadline = domain::next_deadline(bet, casino->terms);
    const bool flying = flights.contains(bet.id);
    if (call && !flying && call->due <= parts.loop.now()) send(bet, *call);
    std::optional<base::Instant> when = deadline;
    if (call && !flights.contains(bet.id)) {
        when = deadline ? std::min(*deadline, call->due) : call->due;
    }
    if (when) set_timer(bet.id, *when);
}

void Dispatcher::Impl::set_timer(BetId bet, base::Instant when) {
    timers[bet] = parts.loop.at(when, [self = weak_from_this(), bet] {
        if (const auto alive = self.lock()) {
            alive->timers.erase(bet);
            alive->wake(bet);
        }
    });
}

// Time alone moves a bet: the end of a hold, an age alarm, or a call that has come due.
void Dispatcher::Impl::wake(BetId bet) {
    auto seen = std::make_shared<std::optional<Bet>>();
    Step step;
    step.what = "time";
    step.names.bets.push_back(bet);
    step.decide = [bet, seen](View& view) {
        const Bet* found = view.bet(bet);
        const CasinoEntry* casino = found ? view.directory().casino(found->casino) : nullptr;
        if (found == nullptr || casino == nullptr) return Keep::no;
        *seen = *found;
        domain::BetChange change{.bet = *found, .postings = {}, .alarms = {}};
        const domain::MoveContext context{casino->terms, view.now(), view.random()};
        domain::stake_overdue(change, context);
        domain::raise_age_alarms(change, context);
        if (change.bet == *found) return Keep::no;
        seen->reset();
        view.put(std::move(change));
        return Keep::yes;
    };
    step.done = [self = shared_from_this(), bet, seen](std::optional<domain::ErrorCode> failed) {
        if (failed) return self->set_timer(bet, self->parts.loop.now() + self->limits.store_retry);
        if (*seen) {
            // Nothing was written, so no commit will say it; but a later step of the same batch may
            // have written the bet, and then what was seen here is out of date.
            self->unwritten.insert_or_assign(bet, std::move(**seen));
            self->parts.loop.post([self, bet] { self->plan_unwritten(bet); });
        }
    };
    parts.batcher.submit(std::move(step));
}

void Dispatcher::Impl::plan_unwritten(BetId bet) {
    const auto found = unwritten.extract(bet);
    if (found.empty()) return;
    plan(found.mapped());
    fill(found.mapped().casino);
}

Dispatcher::Impl::Line Dispatcher::Impl::line_of(const NextCall& call) {
    switch (call.kind) {
    case CallKind::make:
        return call.ordinal == 0 ? Line::none : Line::money;
    case CallKind::info:
    case CallKind::reopen:
        return Line::money;
    case CallKind::close:
        return Line::closing;
    }
    return Line::money;
}

void Dispatcher::Impl::send(const Bet& bet, const NextCall& call) {
    const Line line = line_of(call);
    if (line != Line::none) {
        Lane& lane = lanes[{bet.casino, line}];
        if (lane.in_flight >= limits.owed_in_flight_per_casino) {
            lane.waiting.push_back(bet.id);
            flights.emplace(bet.id, Flight{bet.casino, Line::none});  // in line: not planned again
            return;
        }
        ++lane.in_flight;
    }
    flights.emplace(bet.id, Flight{bet.casino, line});
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
    const base::Instant deadline =
        parts.loop.now() + (call.ordinal == 0 ? policy.bet_timeout : policy.win_timeout);
    parts.wallet.make(
        bet, call.ordinal, deadline,
        [self = shared_from_this(), id = bet.id, player = bet.player, ordinal = call.ordinal,
         transfer = bet.transfers[call.ordinal].id](const domain::CasinoAnswer& answer) {
            if (answer.verdict == domain::Verdict::unknown) ++self->counters.doubts;
            self->record(
                id, {.what = "make answered",
                     .apply =
                         [ordinal, answer](
                             domain::BetChange& change, const domain::MoveContext& context,
                             const View& view) {
                             domain::CasinoAnswer told = answer;
                             told.booking_elsewhere = booked_by_another_bet(
                                 view, change.bet, answer.partner_transaction);
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
        [self = shared_from_this(),
         id = bet.id](const std::optional<domain::CasinoRecord>& record) {
            if (!record) ++self->counters.doubts;
            self->record(
                id, {.what = "info answered",
                     .apply = [record](
                                  domain::BetChange& change, const domain::MoveContext& context,
                                  const View&) { domain::record_info(change, context, record); }});
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
                                  const View&) {
                         domain::record_close_answer(change, context, call, verdict);
                     }});
        });
}

Step Dispatcher::Impl::step_for(BetId bet, const Flight& flight, const News& news) {
    Step step;
    step.what = news.what;
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
        const auto flight = self->flights.find(bet);
        const Flight landed = flight->second;
        if (!failed) {
            self->flights.erase(flight);
            if (news.written) news.written();
        } else {
            ++self->counters.resubmits;
            flight->second.line = Line::none;  // its place goes to the next
            const bool store = failed == domain::ErrorCode::overloaded;
            self->parts.loop.at(
                self->parts.loop.now() +
                    (store ? self->limits.store_retry : self->limits.bug_retry),
                [self, bet, news] { self->record(bet, news); });
        }
        if (landed.line == Line::none) return;
        --self->lanes[{landed.casino, landed.line}].in_flight;
        self->fill(landed.casino);
    };
    parts.batcher.submit(std::move(step));
}

// As many bets from the line as there are places. One that turns out to have nothing to send gives
// its place on when its wake has run.
void Dispatcher::Impl::fill(domain::CasinoId casino) {
    for (const Line line : {Line::money, Line::closing}) {
        const auto found = lanes.find({casino, line});
        if (found == lanes.end()) continue;
        Lane& lane = found->second;
        const std::size_t cap = limits.owed_in_flight_per_casino;
        std::size_t places = lane.in_flight < cap ? cap - lane.in_flight : 0;
        for (; places > 0 && !lane.waiting.empty(); --places) {
            const BetId next = lane.waiting.front();
            lane.waiting.pop_front();
            flights.erase(next);
            wake(next);
        }
    }
}

// In flight from the start: until the doubt is written down, nothing about the bet may be sent.
void Dispatcher::Impl::recover(BetId bet) {
    flights.emplace(bet, Flight{});
    record(
        bet, {.what = "recover",
              .apply = [](domain::BetChange& change, const domain::MoveContext& context,
                          const View&) { domain::recover(change, context); }});
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

std::size_t Dispatcher::in_flight() const { return impl_->flights.size(); }
const DispatcherCounters& Dispatcher::counters() const { return impl_->counters; }

}  // namespace croupier::usecases
