// SPDX-License-Identifier: Apache-2.0
#include "casino_api/signer.h"

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

}  // namespace

struct Signer::State : std::enable_shared_from_this<State> {
    explicit State(Parts given) : parts(std::move(given)) {}

    void fill_pool();
    void start(Job job);
    [[nodiscard]] std::deque<Job>& next_queue() { return owed.empty() ? stakes : owed; }
    void say_no(Done done) {
        parts.loop.post([done = std::move(done)] { done(std::nullopt); });
    }

    Parts parts;
    std::deque<Job> owed;
    std::deque<Job> stakes;
    std::size_t jobs = 0;  // with the pool
};

Signer::Signer(Parts parts) : state_(std::make_shared<State>(std::move(parts))) {}
Signer::~Signer() = default;

void Signer::sign(SigningOrder order, Done done) {
    auto& queue = order.urgency == Urgency::owed ? state_->owed : state_->stakes;
    if (queue.size() >= state_->parts.waiting_max) return state_->say_no(std::move(done));
    // Drawn here: the random source belongs to the loop thread.
    const std::string jti =
        base::to_text(base::make_uuid7(state_->parts.loop.now(), state_->parts.random));
    queue.push_back({std::move(order), std::move(done), jti});
    state_->fill_pool();
}

void Signer::State::fill_pool() {
    while (jobs < parts.jobs_max) {
        auto& queue = next_queue();
        if (queue.empty()) return;
        Job job = std::move(queue.front());
        queue.pop_front();
        if (parts.loop.now() >= job.order.give_up_at) {
            say_no(std::move(job.done));
        } else {
            start(std::move(job));
        }
    }
}

void Signer::State::start(Job job) {
    const auto shared = std::make_shared<Job>(std::move(job));
    ++jobs;
    const bool taken = parts.crypto.run([self = shared_from_this(), shared] {
        auto body = signed_body(*shared, self->parts.issuer, self->parts.loop.now());
        self->parts.loop.post([self, shared, body = std::move(body)] {
            --self->jobs;
            self->fill_pool();
            shared->done(body);
        });
    });
    if (taken) return;
    --jobs;
    say_no(std::move(shared->done));
}

}  // namespace croupier::casino_api
