// SPDX-License-Identifier: Apache-2.0
// A loop with a thread of its own. What lives on the loop is made by call(), and destroyed after
// stop(): then no task of it can run any more.
#pragma once

#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "net/asio_loop.h"

namespace croupier::bench {

class LoopThread {
public:
    LoopThread() : thread_([this] { loop_.run(); }) {}
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;
    ~LoopThread() { stop(); }

    void stop() {
        if (!thread_.joinable()) return;
        loop_.stop();
        thread_.join();
    }
    [[nodiscard]] net::AsioLoop& loop() { return loop_; }

    // Runs the function on the loop and waits for what it returns.
    template <class Function>
    auto call(Function function) {
        using Value = decltype(function());
        const auto task = std::make_shared<std::packaged_task<Value()>>(std::move(function));
        auto value = task->get_future();
        loop_.post([task] { (*task)(); });
        return value.get();
    }

private:
    net::AsioLoop loop_;
    std::thread thread_;
};

}  // namespace croupier::bench
