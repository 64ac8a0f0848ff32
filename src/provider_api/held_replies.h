// SPDX-License-Identifier: Apache-2.0
// The replies to providers that are not given yet. Each has a moment at which it is given whatever
// happened, so none is ever lost and a stop waits only so long; their number is bounded. What each
// waits for is decided in bet_replies.h. Loop thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "base/loop.h"
#include "net/http.h"
#include "provider_api/codec.h"
#include "usecases/batcher.h"

namespace croupier::provider_api {

// Never used twice, so an id whose reply was given does nothing.
enum class HeldId : std::uint64_t {};

class HeldReplies {
public:
    static constexpr std::size_t replies_max_default = 16'384;

    explicit HeldReplies(base::Loop& loop, std::size_t replies_max = replies_max_default)
        : loop_(loop), replies_max_(replies_max) {}
    ~HeldReplies();
    HeldReplies(const HeldReplies&) = delete;
    HeldReplies& operator=(const HeldReplies&) = delete;

    // Nothing when too many are held or the hub is stopping: the reply was given, overloaded.
    std::optional<HeldId> hold(net::Reply reply, base::Instant until, Answer at_the_end);
    // Another end of the wait, with what is to happen then (it has to answer).
    void wait_until(HeldId id, base::Instant until, base::Task at_the_end);
    // From now on `changed` runs after each commit that wrote the bet; one bet at a time.
    using Changed = std::function<void(const domain::Bet&)>;
    void watch(HeldId id, domain::BetId bet, Changed changed);
    void unwatch(HeldId id);
    void answer(HeldId id, const Answer& answer);

    void committed(const usecases::Committed& commit);

    // New calls are refused from now on; `done` runs when the last reply is given.
    void drain(base::Task done);
    [[nodiscard]] bool holds(HeldId id) const { return held_.count(id) > 0; }
    [[nodiscard]] std::size_t size() const { return held_.size(); }

private:
    struct Held {
        net::Reply reply;
        base::TimerId timer = base::TimerId::none;
        std::optional<domain::BetId> bet;
        Changed changed;
    };
    base::Loop& loop_;
    std::size_t replies_max_;
    std::uint64_t last_id_ = 0;
    std::map<HeldId, Held> held_;
    std::map<domain::BetId, std::vector<HeldId>> watchers_;
    bool draining_ = false;
    base::Task drained_;
};

}  // namespace croupier::provider_api
