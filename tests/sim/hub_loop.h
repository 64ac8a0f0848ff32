// SPDX-License-Identifier: Apache-2.0
// The loop of one life of the hub, on the world's time. Its clock may differ from the world's and
// be set; its timers run on as a steady clock's do. When the hub dies, all that it had planned is
// gone, and the world goes on.
#pragma once

#include <map>

#include "support/fake_loop.h"

namespace croupier::sim {

class HubLoop final : public base::Loop {
public:
    HubLoop(test::FakeLoop& world, base::Duration ahead) : world_(world), ahead_(ahead) {}
    ~HubLoop() override;
    HubLoop(const HubLoop&) = delete;
    HubLoop& operator=(const HubLoop&) = delete;

    [[nodiscard]] base::Instant now() const override { return world_.now() + ahead_; }
    void post(base::Task task) override { plan(world_.now(), std::move(task)); }
    base::TimerId at(base::Instant when, base::Task task) override;
    void cancel(base::TimerId timer) override;

    // The clock is set: this much more ahead of the world's.
    void set_clock(base::Duration ahead) { ahead_ = ahead; }
    [[nodiscard]] base::Duration ahead() const { return ahead_; }
    // From inside any task: nothing of the hub runs after it.
    void die() { alive_ = false; }
    [[nodiscard]] bool alive() const { return alive_; }

private:
    base::TimerId plan(base::Instant when, base::Task task);

    test::FakeLoop& world_;
    base::Duration ahead_;
    bool alive_ = true;
    std::uint64_t planned_ = 0;
    std::map<std::uint64_t, base::TimerId> pending_;
};

}  // namespace croupier::sim
