// SPDX-License-Identifier: Apache-2.0
#include "casino_api/signer.h"

#include "base/fair_queue.h"
#include "base/id.h"
#include "base/json.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::Json;

struct Job {
    SigningOrder order;
    Signer::Done done;
    std::string jti;
};

Json seconds_of(base::Instant at) { return Json::integer(at.unix_ms / 1000); }

std::string signed_body(const Job& job, const std::string& issuer, base::Instant now) {
    Json claims = Json::object();
    claims.set("iss", Json::string(issuer));
    claims.set("nbf", seconds_of(now - job.order.backdating));
    claims.set("exp", seconds_of(now - job.order.backdating + job.order.lifetime));
    claims.set("client_id", Json::string(client_id_text(job.order.casino)));
    claims.set("data", Json::string(job.order.data));
    // Not the signing time: a clock slower than ours would find it in the future.
    claims.set("iat", seconds_of(now - job.order.backdating));
    claims.set("jti", Json::string(job.jti));
    return base::to_text(Json::string(crypto::sign_jwt(job.order.key, claims)));
}

// What throws here fails this call and no other: it leaves unsigned, and is tried again as any call
// that never left.
std::optional<std::string> body_or_nothing(
    const Job& job, const std::string& issuer, base::Instant now) {
    std::optional<std::string> body;
    const bool whole = base::came_to_its_end(
        "a signature for casino " + std::to_string(job.order.casino.value()),
        [&] { body = signed_body(job, issuer, now); });
    return whole ? body : std::nullopt;
}

using Queue = base::FairQueue<domain::CasinoId, Job>;

// In the order of the lanes. Half of the signatures are for money owed and for what it waits for,
// a third for stakes, when all want more than there are.
std::vector<Queue::LaneRule> rules(std::size_t waiting_max) {
    const auto weight = [](Lane lane) -> std::uint32_t {
        switch (lane) {
        case Lane::stake:
        case Lane::owed:
            return 8;
        case Lane::info:
            return 4;
        case Lane::user:
            return 2;
        case Lane::closing:
        case Lane::balance:
            return 1;
        }
        return 1;
    };
    std::vector<Queue::LaneRule> all;
    all.reserve(all_lanes.size());
    for (const Lane lane : all_lanes)
        all.push_back({.weight = weight(lane), .waiting_max = waiting_max});
    return all;
}

std::size_t place_of(Lane lane) { return static_cast<std::size_t>(lane); }

}  // namespace

struct Signer::State : std::enable_shared_from_this<State> {
    explicit State(Parts given) : parts(std::move(given)), queue(rules(parts.waiting_max)) {}

    void fill_pool();
    void start(Job job);
    void say_no(Done done) {
        parts.loop.post([done = std::move(done)] { done(std::nullopt); });
    }
    SignerCounters& count(Lane lane) { return counters[place_of(lane)]; }

    Parts parts;
    Queue queue;
    std::array<SignerCounters, all_lanes.size()> counters{};
    std::size_t jobs = 0;  // with the pool
};

Signer::Signer(Parts parts) : state_(std::make_shared<State>(std::move(parts))) {}
Signer::~Signer() = default;

const SignerCounters& Signer::counters(Lane lane) const { return state_->counters[place_of(lane)]; }
std::size_t Signer::waiting(Lane lane) const { return state_->queue.waiting(place_of(lane)); }

void Signer::sign(SigningOrder order, Done done) {
    const Lane lane = order.lane;
    const domain::CasinoId casino = order.casino;
    // Drawn here: the random source belongs to the loop thread.
    Job job{
        std::move(order), std::move(done),
        base::to_text(base::make_uuid7(state_->parts.loop.now(), state_->parts.random))};
    if (!state_->queue.push(place_of(lane), casino, std::move(job))) {
        ++state_->count(lane).refused;
        return state_->say_no(
            std::move(job.done));  // NOLINT(bugprone-use-after-move): push left it
    }
    state_->fill_pool();
}

void Signer::State::fill_pool() {
    while (jobs < parts.jobs_max) {
        auto job = queue.pop();
        if (!job) return;
        if (parts.loop.now() >= job->order.give_up_at) {
            ++count(job->order.lane).too_late;
            say_no(std::move(job->done));
        } else {
            start(std::move(*job));
        }
    }
}

void Signer::State::start(Job job) {
    const auto shared = std::make_shared<Job>(std::move(job));
    ++jobs;
    const bool taken = parts.crypto.run([self = shared_from_this(), shared] {
        auto body = body_or_nothing(*shared, self->parts.issuer, self->parts.loop.now());
        self->parts.loop.post([self, shared, body = std::move(body)] {
            SignerCounters& counted = self->count(shared->order.lane);
            ++(body ? counted.signed_calls : counted.failed);
            --self->jobs;
            self->fill_pool();
            shared->done(body);
        });
    });
    if (taken) return;
    --jobs;
    ++count(shared->order.lane).refused;
    say_no(std::move(shared->done));
}

}  // namespace croupier::casino_api
