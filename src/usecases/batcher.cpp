// SPDX-License-Identifier: Apache-2.0
#include "usecases/batcher.h"

#include <deque>
#include <limits>

#include "base/fair_queue.h"
#include "base/json.h"
#include "base/log.h"
#include "crypto/digest.h"

namespace croupier::usecases {

namespace {

// A batch under way. Lives on one thread at a time: the loop, then the lane, then the loop again.
struct Batch {
    std::vector<Step> steps;
    std::vector<std::optional<domain::ErrorCode>> outcomes;  // per step
    std::vector<std::string> evidence;                       // lines of the kept steps
    std::vector<SeenRequest> requests;                       // of all steps
    Committed committed;
    Segment segment;
    std::vector<domain::Slot> leased;
    std::uint32_t tries = 0;
    bool alone = false;  // one step of a poisoned batch
    bool sent = false;   // to the store's commit
    bool stood = false;  // the commit is durable
    enum class Next { finish, retry, split, ask_fate } next = Next::finish;
};
using BatchPtr = std::shared_ptr<Batch>;

void append_names(Names& into, const Names& from) {
    const auto add = [](auto& list, const auto& more) {
        list.insert(list.end(), more.begin(), more.end());
    };
    add(into.sessions, from.sessions);
    add(into.session_bets, from.session_bets);
    add(into.bets, from.bets);
    add(into.bookings, from.bookings);
    add(into.partner_players, from.partner_players);
    add(into.rounds, from.rounds);
}

using Queue = base::FairQueue<StepOwner, Step>;

// Casinos and the hub's own steps about them stand in one lane, providers in the other: what one
// partner sends keeps its order, and partners take turns.
enum QueueLane : std::size_t { casinos, providers };
std::size_t lane_of(const StepOwner& owner) {
    return std::holds_alternative<domain::ProviderId>(owner) ? providers : casinos;
}
Queue fair_queue() {
    constexpr std::size_t any = std::numeric_limits<std::size_t>::max();  // bounded at the door
    return Queue({{.weight = 1, .waiting_max = any}, {.weight = 1, .waiting_max = any}});
}

std::string evidence_line(const Step& step, base::Instant now) {
    return base::to_text(base::Json::object()
                             .set("at", base::Json::string(base::to_rfc3339(now)))
                             .set("what", base::Json::string(step.what))
                             .set("in", base::Json::string(step.evidence)));
}

}  // namespace

std::string segment_hash(const Segment& segment) {
    return crypto::sha256_hex(
        std::to_string(segment.chain) + "\n" + std::to_string(segment.seq) + "\n" +
        std::to_string(segment.at.unix_ms) + "\n" + segment.prev_hash + "\n" + segment.body);
}

struct Batcher::Impl : std::enable_shared_from_this<Batcher::Impl> {
    Impl(const Parts& given, BatcherLimits bounds) : parts(given), limits(bounds) {}

    // --- loop thread
    void submit(Step step);
    void refuse(Step step);
    void pump();
    void start(const BatchPtr& batch);
    void arrived(const BatchPtr& batch);
    void finish(const BatchPtr& batch);
    void fail_all(const BatchPtr& batch, domain::ErrorCode code);

    // --- lane thread
    void run(Batch& batch);
    void work(Batch& batch);
    void broke(Batch& batch, const std::string& what);
    Keep decide_one(const Step& step, View& view, std::optional<std::string>& thrown);
    void fail_step(Batch& batch, std::size_t index, View& view, const std::string& why);
    base::Result<Snapshot, StoreFault> load(Batch& batch, base::Instant now);
    void decide(Batch& batch, View& view);
    void commit(Batch& batch, View& view);
    void ask_fate(Batch& batch);
    void give_back(Batch& batch, StoreFault fault);
    void stand(Batch& batch);

    Parts parts;
    BatcherLimits limits;
    BatcherCounters counters;
    Queue queue = fair_queue();
    std::deque<BatchPtr> next_up;  // split members, before anything new
    std::vector<std::function<void(const Committed&)>> watchers;
    bool running = false;
    BetIdSource ids;                // lane
    std::optional<ChainHead> head;  // lane
};

void Batcher::Impl::submit(Step step) {
    ++counters.steps;
    const StepOwner owner = step.owner;
    const std::size_t lane = lane_of(owner);
    const bool over_share = queue.waiting(lane, owner) >= limits.share_max;
    if (step.give_up_at && (over_share || queue.waiting() >= limits.queue_max)) {
        if (over_share) ++counters.refused_for_share;
        return refuse(std::move(step));
    }
    CROUPIER_CHECK(queue.push(lane, owner, std::move(step)));
    pump();
}

void Batcher::Impl::refuse(Step step) {
    ++counters.refused_for_load;
    parts.loop.post([done = std::move(step.done)] { done(domain::ErrorCode::overloaded); });
}

void Batcher::Impl::pump() {
    if (running) return;
    if (!next_up.empty()) {
        BatchPtr batch = std::move(next_up.front());
        next_up.pop_front();
        return start(batch);
    }
    auto batch = std::make_shared<Batch>();
    const base::Instant now = parts.loop.now();
    while (batch->steps.size() < limits.steps_per_batch) {
        auto step = queue.pop();
        if (!step) break;
        if (step->give_up_at && *step->give_up_at <= now) {
            refuse(std::move(*step));
        } else {
            batch->steps.push_back(std::move(*step));
        }
    }
    if (!batch->steps.empty()) start(batch);
}

void Batcher::Impl::start(const BatchPtr& batch) {
    running = true;
    ++counters.batches;
    auto self = shared_from_this();
    const bool taken = parts.lane.run([self, batch] {
        self->run(*batch);
        const bool stood = batch->stood;
        self->parts.loop.post([self, batch] { self->arrived(batch); });
        // The batch is the loop's from here on. Its answers leave first, then the house is kept.
        if (stood) self->parts.store.maintain(self->parts.loop.now());
    });
    if (!taken) fail_all(batch, domain::ErrorCode::overloaded);
}

void Batcher::Impl::arrived(const BatchPtr& batch) {
    using Next = Batch::Next;
    switch (batch->next) {
    case Next::finish:
        return finish(batch);
    case Next::split:
        for (Step& step : batch->steps) {
            auto single = std::make_shared<Batch>();
            single->steps.push_back(std::move(step));
            single->alone = true;
            next_up.push_back(std::move(single));
        }
        running = false;
        return pump();
    case Next::retry:
    case Next::ask_fate:
        break;
    }
    ++counters.retries;
    if (batch->next == Next::retry && ++batch->tries > limits.retries_max) {
        return fail_all(batch, domain::ErrorCode::overloaded);
    }
    // The fate of a commit is asked for as long as it takes: nothing may leave before it is known.
    parts.loop.at(parts.loop.now() + limits.retry_delay, [self = shared_from_this(), batch] {
        self->start(batch);
    });
}

void Batcher::Impl::finish(const BatchPtr& batch) {
    for (std::size_t index = 0; index < batch->steps.size(); ++index) {
        if (batch->outcomes[index] == domain::ErrorCode::internal) ++counters.bugs;
        batch->steps[index].done(batch->outcomes[index]);
    }
    if (!batch->committed.bets.empty() || !batch->committed.alarms.empty()) {
        ++counters.commits;
        for (const auto& watcher : watchers)
            watcher(batch->committed);
    }
    running = false;
    pump();
}

void Batcher::Impl::fail_all(const BatchPtr& batch, domain::ErrorCode code) {
    batch->outcomes.assign(batch->steps.size(), code);
    batch->committed = {};
    finish(batch);
}

void Batcher::Impl::run(Batch& batch) {
    try {
        work(batch);
    } catch (const std::exception& e) {
        broke(batch, e.what());
    } catch (...) {
        broke(batch, "what is no exception");
    }
}

// Thrown beside the decisions, while rows were read or written. If the commit may have been sent,
// the store is asked what became of it; else nothing happened, and each member runs alone once, so
// that whichever step does this fails alone (docs/adr/0009-exceptions.md).
void Batcher::Impl::broke(Batch& batch, const std::string& what) {
    base::log_error("batch_threw", {{"steps", batch.steps.size()}, {"what", what}});
    parts.store.rollback();
    if (batch.sent || batch.next == Batch::Next::ask_fate) {
        batch.next = Batch::Next::ask_fate;
    } else {
        give_back(batch, StoreFault::poison);
    }
}

void Batcher::Impl::work(Batch& batch) {
    if (batch.next == Batch::Next::ask_fate) return ask_fate(batch);
    batch.outcomes.assign(batch.steps.size(), std::nullopt);
    batch.evidence.clear();
    batch.requests.clear();
    batch.committed = {};
    batch.leased.clear();
    batch.sent = false;
    const base::Instant now = parts.loop.now();
    auto snapshot = load(batch, now);
    if (!snapshot.ok()) return give_back(batch, snapshot.error());
    for (const auto& [slot, block] : snapshot.value().bet_blocks) {
        ids.add_block(slot, block);
        batch.leased.push_back(slot);
    }
    const DirectoryPtr directory = parts.directory.current();
    View view({now, *directory, parts.random, ids}, std::move(snapshot).value());
    decide(batch, view);
    commit(batch, view);
}

base::Result<Snapshot, StoreFault> Batcher::Impl::load(Batch& batch, base::Instant now) {
    if (!head) {
        CROUPIER_TRY(head, parts.store.chain_head(parts.chain));
    }
    Names names;
    std::map<domain::Slot, std::uint16_t> wanted;
    for (const Step& step : batch.steps) {
        append_names(names, step.names);
        for (const domain::Slot slot : step.names.bet_blocks)
            ++wanted[slot];
    }
    for (const auto& [slot, count] : wanted) {
        if (ids.left(slot) < count) names.bet_blocks.push_back(slot);
    }
    return parts.store.load(names, now);
}

void Batcher::Impl::decide(Batch& batch, View& view) {
    for (std::size_t index = 0; index < batch.steps.size(); ++index) {
        Step& step = batch.steps[index];
        if (step.request) batch.requests.push_back(*step.request);
        std::optional<std::string> thrown;
        const Keep keep = decide_one(step, view, thrown);
        const auto broken = view.end_step(keep);
        if (thrown) {
            fail_step(batch, index, view, "it threw: " + *thrown);
        } else if (broken) {
            fail_step(batch, index, view, *broken);
        } else if (keep == Keep::yes) {
            batch.evidence.push_back(evidence_line(step, view.now()));
        }
    }
}

// What it had put into the view before it threw is dropped with its `no`.
Keep Batcher::Impl::decide_one(const Step& step, View& view, std::optional<std::string>& thrown) {
    try {
        return step.decide(view);
    } catch (const std::exception& e) {
        thrown = e.what();
    } catch (...) {
        thrown = "what is no exception";
    }
    return Keep::no;
}

// A bug of this step alone: nothing of it is kept but the alarm.
void Batcher::Impl::fail_step(Batch& batch, std::size_t index, View& view, const std::string& why) {
    const std::string& what = batch.steps[index].what;
    base::log_error("invariant broken", {{"step", what}, {"invariant", why}});
    batch.outcomes[index] = domain::ErrorCode::internal;
    view.raise({domain::AlarmKind::invariant, {}, what + ": " + why});
    (void)view.end_step(Keep::yes);
}

void Batcher::Impl::commit(Batch& batch, View& view) {
    WriteSet writes = view.take_writes();
    batch.committed.alarms = view.take_alarms();
    writes.requests = batch.requests;
    if (batch.evidence.empty() && writes.requests.empty()) {
        parts.store.rollback();
        for (const domain::Slot slot : batch.leased)
            ids.forget(slot);
        batch.next = Batch::Next::finish;
        return;
    }
    Segment& segment = writes.segment;
    segment.chain = parts.chain;
    segment.seq = head->seq + 1;
    segment.prev_hash = head->hash;
    segment.at = view.now();
    for (const std::string& line : batch.evidence)
        segment.body += line + "\n";
    segment.hash = segment_hash(segment);
    batch.segment = segment;
    batch.sent = true;
    const auto committed = parts.store.commit(writes);
    batch.committed.bets = std::move(writes.bets);
    if (!committed.ok()) return give_back(batch, committed.error());
    stand(batch);
}

void Batcher::Impl::stand(Batch& batch) {
    head = ChainHead{batch.segment.seq, batch.segment.hash};
    batch.next = Batch::Next::finish;
    batch.stood = true;
}

void Batcher::Impl::give_back(Batch& batch, StoreFault fault) {
    for (const domain::Slot slot : batch.leased) {
        if (fault != StoreFault::unknown) ids.forget(slot);
    }
    switch (fault) {
    case StoreFault::busy:
    case StoreFault::down:
        batch.next = Batch::Next::retry;
        return;
    case StoreFault::unknown:
#ifdef CROUPIER_PLANTED_BUG_visible_before_durable
        return stand(batch);
#else
        batch.next = Batch::Next::ask_fate;
        return;
#endif
    case StoreFault::poison:
        head.reset();  // the refused row may be the segment: its number may be another's by now
        if (batch.alone || batch.steps.size() == 1) {
            base::log_error("the store refused a step", {{"step", batch.steps.front().what}});
            batch.outcomes.assign(1, domain::ErrorCode::internal);
            batch.committed = {};
            batch.committed.alarms.push_back(
                {domain::AlarmKind::invariant, {}, "the store refused a row"});
            batch.next = Batch::Next::finish;
        } else {
            batch.next = Batch::Next::split;
        }
        return;
    }
}

void Batcher::Impl::ask_fate(Batch& batch) {
    const auto fate = parts.store.fate(batch.segment.chain, batch.segment.seq);
    if (!fate.ok()) return;  // asked again later
    if (fate.value() == Fate::committed) return stand(batch);
    for (const domain::Slot slot : batch.leased)
        ids.forget(slot);
    head.reset();  // the fenced number is used up: read where the chain stands
    batch.next = Batch::Next::retry;
}

Batcher::Batcher(const Parts& parts, BatcherLimits limits)
    : impl_(std::make_shared<Impl>(parts, limits)) {}
Batcher::~Batcher() = default;
void Batcher::submit(Step step) { impl_->submit(std::move(step)); }
void Batcher::watch(std::function<void(const Committed&)> watcher) {
    impl_->watchers.push_back(std::move(watcher));
}
bool Batcher::idle() const {
    return !impl_->running && impl_->queue.empty() && impl_->next_up.empty();
}
std::size_t Batcher::waiting() const { return impl_->queue.waiting(); }
const BatcherCounters& Batcher::counters() const { return impl_->counters; }

}  // namespace croupier::usecases
