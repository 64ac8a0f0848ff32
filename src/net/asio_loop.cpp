// SPDX-License-Identifier: Apache-2.0
#include "net/asio_loop.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/executor.h"
#include "base/log.h"
#include "net/client.h"
#include "net/server.h"

namespace croupier::net {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Steady = std::chrono::steady_clock;

// Tasks in order of time, then of arrival, and one Asio timer for the first of them. Waiting is
// done on the steady clock, so that a stepped wall clock neither holds a task back nor hurries it.
struct AsioLoop::Impl {
    using Key = std::pair<Steady::time_point, std::uint64_t>;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    // What tasks hold may cancel timers when it ends: the table they look into is empty by then.
    ~Impl() {
        auto dropped = std::exchange(tasks, {});
        times.clear();
    }

    void arm() {
        if (tasks.empty()) return;
        const auto first = tasks.begin()->first.first;
        if (armed_for && *armed_for <= first) return;
        armed_for = first;
        alarm.expires_at(first);
        alarm.async_wait([this](const ErrorCode& ec) {
            if (!ec) fire();
        });
    }

    // One task a turn, the alarm being due at once again if there are more: sockets get their
    // share.
    void fire() {
        armed_for.reset();
        base::Task task;
        if (!tasks.empty() && tasks.begin()->first.first <= Steady::now()) {
            auto node = tasks.extract(tasks.begin());
            times.erase(node.key().second);
            task = std::move(node.mapped());
        }
        arm();
        if (task) task();
    }

    std::map<Key, base::Task> tasks;
    std::unordered_map<std::uint64_t, Steady::time_point> times;
    std::uint64_t last_id = 0;
    std::optional<Steady::time_point> armed_for;
    asio::io_context io{1};
    asio::steady_timer alarm{io};
    asio::signal_set signals{io};
};

AsioLoop::AsioLoop() : impl_(std::make_unique<Impl>()) {
    // A peer that goes away is an error of one write, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
}

AsioLoop::~AsioLoop() = default;

base::Instant AsioLoop::now() const { return base::system_now(); }

void AsioLoop::post(base::Task task) { asio::post(impl_->io, std::move(task)); }

base::TimerId AsioLoop::at(base::Instant when, base::Task task) {
    const auto delay = std::max(when - now(), base::Duration(0));
    const auto due = Steady::now() + delay;
    const std::uint64_t id = ++impl_->last_id;
    impl_->tasks.emplace(Impl::Key(due, id), std::move(task));
    impl_->times.emplace(id, due);
    impl_->arm();
    return base::TimerId{id};
}

void AsioLoop::cancel(base::TimerId timer) {
    const auto found = impl_->times.find(static_cast<std::uint64_t>(timer));
    if (found == impl_->times.end()) return;
    const Impl::Key key(found->second, found->first);
    impl_->times.erase(found);
    // Taken out before it is destroyed: what it holds may cancel timers of its own.
    const auto dropped = impl_->tasks.extract(key);
}

void AsioLoop::run() {
    // Without work Asio stops a loop, at the end of the guard too: that must be before the restart.
    auto work = asio::make_work_guard(impl_->io);
    try {
        impl_->io.run();
    } catch (...) {
        base::end_process_after_throw("a task of the loop");
    }
    work.reset();
    impl_->io.restart();  // a stopped loop may be run again
}

void AsioLoop::stop() { impl_->io.stop(); }

void AsioLoop::on_terminate(base::Task task) {
    ErrorCode ec;
    impl_->signals.add(SIGINT, ec);
    if (!ec) impl_->signals.add(SIGTERM, ec);
    if (ec) base::log_error("signals_unavailable", {{"reason", ec.message()}});
    impl_->signals.async_wait([this, task = std::move(task)](const ErrorCode& e, int) {
        if (e) return;
        // From now on the system's own way, which needs no loop: the second signal ends the
        // process.
        ErrorCode ignored;
        impl_->signals.clear(ignored);
        task();
    });
}

base::Result<std::unique_ptr<HttpServer>, std::string> AsioLoop::serve(
    const ServerOptions& options, Handler handler) {
    return make_server(impl_->io, *this, options, std::move(handler));
}

std::unique_ptr<HttpClient> AsioLoop::make_client(const ClientLimits& limits) {
    return make_pooled_client(*this, Dialer::over(*this, impl_->io, limits), limits);
}

}  // namespace croupier::net
