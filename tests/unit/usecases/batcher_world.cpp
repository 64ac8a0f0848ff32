// SPDX-License-Identifier: Apache-2.0
#include "unit/usecases/batcher_world.h"

#include <set>

#include "usecases/open_session.h"

namespace croupier::usecases {

namespace {

const domain::CasinoId casino_id(7);
const domain::PartnerUserId user("player-1");

domain::Currency euro() { return *domain::Currency::from_code("EUR"); }

DirectoryPtr picture() {
    auto directory = std::make_shared<Directory>();
    domain::CasinoTerms terms;
    terms.id = casino_id;
    terms.currencies = {euro()};
    directory->casinos[casino_id] = {.terms = terms, .secret_sha256 = {}};
    return directory;
}

domain::Session new_session(View& view) {
    const domain::Slot slot = slot_for(casino_id, user);
    return {
        .id = domain::make_session_id(slot, view.now(), view.random()),
        .player = {slot, domain::PlayerId{}},
        .casino = casino_id,
        .provider = {},
        .game = {},
        .currency = euro(),
        .min_bet = domain::Money(1, euro()),
        .max_bet = domain::Money(1000, euro()),
        .language = "en",
        .refresh_token_sealed = {},
        .purse = domain::Money::zero(euro()),
        .created_at = view.now(),
        .last_call_at = view.now(),
        .ended_at = {}};
}

domain::BetChange new_bet(View& view, domain::BetId id) {
    domain::Bet bet{
        .id = id,
        .player = {slot_for(casino_id, user), domain::PlayerId{}},
        .casino = casino_id,
        .partner_user = user,
        .provider = {},
        .provider_bet = domain::ProviderBetId("b" + std::to_string(id.value())),
        .session = {},
        .game = {},
        .currency = euro()};
    bet.created_at = view.now();
    bet.hold_until = view.now() + base::Duration(6000);
    domain::BetChange change{.bet = std::move(bet), .postings = {}, .alarms = {}};
    const domain::MoveContext context{
        view.directory().casino(casino_id)->terms, view.now(), view.random()};
    domain::begin_bet(change, context, domain::Money(100, euro()), std::nullopt);
    return change;
}

std::uint64_t block_of(domain::BetId bet) { return (bet.value() >> 10U) & ((1ULL << 33U) - 1); }

}  // namespace

domain::Slot BatcherWorld::slot() { return slot_for(casino_id, user); }

BatcherWorld::BatcherWorld(BatcherLimits limits)
    : directory(picture()), batcher({loop, random, lane, store, directory, 0}, limits) {
    batcher.watch([this](const Committed& news) {
        commits.push_back(news);
        order.emplace_back("watch");
    });
}

Step BatcherWorld::step(const TracePtr& trace, std::function<Keep(View&)> decide) {
    Step step;
    step.what = "test";
    step.evidence = "what came in";
    step.decide = [trace, decide = std::move(decide)](View& view) {
        ++trace->decided;
        return decide(view);
    };
    step.done = [this, trace](std::optional<domain::ErrorCode> failed) {
        ++trace->answered;
        trace->failed = failed;
        order.emplace_back("done");
    };
    return step;
}

Step BatcherWorld::session_step(const TracePtr& trace) {
    return step(trace, [](View& view) {
        view.put(new_session(view));
        return Keep::yes;
    });
}

Step BatcherWorld::bet_step(const TracePtr& trace) {
    Step made = step(trace, [trace](View& view) {
        trace->bet = view.next_bet_id(slot());
        view.put(new_bet(view, trace->bet));
        return Keep::yes;
    });
    made.names.bet_blocks.push_back(slot());
    return made;
}

Step BatcherWorld::poison_step(const TracePtr& trace) {
    return step(trace, [](View& view) {
        const auto elsewhere = static_cast<std::uint16_t>(slot().value() ^ 1U);
        view.put(new_bet(view, domain::make_bet_id(domain::Slot(elsewhere), 1, 1)));
        return Keep::yes;
    });
}

Step BatcherWorld::bug_step(const TracePtr& trace) {
    return step(trace, [](View& view) {
        auto change = new_bet(view, domain::make_bet_id(slot(), 1, 1));
        change.postings.clear();
        view.put(std::move(change));
        return Keep::yes;
    });
}

TracePtr BatcherWorld::submit(Step (BatcherWorld::*make)(const TracePtr&)) {
    auto trace = std::make_shared<Trace>();
    batcher.submit((this->*make)(trace));
    return trace;
}

std::size_t BatcherWorld::expect_whole_chain() {
    std::string before(64, '0');
    std::uint64_t seq = 0;
    std::size_t fenced = 0;
    for (const auto& [number, row] : books().segments.at(0)) {
        EXPECT_EQ(number, ++seq);
        EXPECT_EQ(row.segment.prev_hash, before);
        if (!row.fenced) {
            EXPECT_EQ(row.segment.hash, segment_hash(row.segment));
        }
        fenced += row.fenced ? 1 : 0;
        before = row.segment.hash;
    }
    return fenced;
}

void BatcherWorld::expect_leased_ids(const std::vector<TracePtr>& traces) {
    std::set<domain::BetId> ids;
    const std::uint64_t leased = books().bet_blocks.at(slot());
    for (const TracePtr& trace : traces) {
        if (trace->failed) continue;
        EXPECT_TRUE(ids.insert(trace->bet).second) << "an id given twice";
        EXPECT_TRUE(books().bets.contains(trace->bet));
        EXPECT_LE(block_of(trace->bet), leased) << "an id of a block that nobody leased";
    }
    EXPECT_EQ(books().bets.size(), ids.size());
}

}  // namespace croupier::usecases
