// SPDX-License-Identifier: Apache-2.0
#include "net/server.h"

#include <exception>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/log.h"
#include "net/server_connection.h"
#include "net/text.h"
#include "net/tls.h"

namespace croupier::net {

namespace {

// So many peers above the limit are told so at one time; more are closed without a word.
constexpr std::size_t told_too_many_max = 64;

class Server final : public HttpServer, private ConnectionHost {
public:
    Server(
        base::Loop& loop, const ServerOptions& options, std::unique_ptr<Listener> listener,
        Handler handler)
        : loop_(loop),
          limits_(options.limits),
          refuse_(options.refuse),
          listener_(std::move(listener)),
          port_(listener_->port()),
          handler_(std::move(handler)) {
        listener_->start([this](Stream stream) { accept(std::move(stream)); });
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server() override {
        loop_.cancel(drain_timer_);
        // Connections cancel timers and look at nothing else of ours when they end.
        listener_->stop();
        connections_.clear();
    }

    [[nodiscard]] std::uint16_t port() const override { return port_; }
    [[nodiscard]] ServerCounters counters() const override { return counters_; }

    void drain(base::Instant deadline, base::Task done) override {
        listener_->stop();
        drained_ = std::move(done);
        drain_timer_ = loop_.at(deadline, [this] { end_drain(); });
        for (const auto& connection : snapshot())
            connection->drain();
        check_drained();
    }

private:
    using Owned = std::shared_ptr<ServerConnection>;

    void accept(Stream stream) {
        ++counters_.connections;
        const bool full = served_ >= limits_.connections_max;
        if (full && connections_.size() - served_ >= told_too_many_max) return;
        const auto admission = full ? Admission::too_many : Admission::served;
        if (!full) ++served_;
        ConnectionHost& host = *this;
        auto connection = std::make_shared<ServerConnection>(host, std::move(stream), admission);
        ServerConnection& fresh = *connection;
        connections_.emplace(&fresh, std::move(connection));
        fresh.start();
    }

    base::Loop& loop() override { return loop_; }
    [[nodiscard]] const ServerLimits& limits() const override { return limits_; }
    std::string_view date() override { return date_.at(loop_.now()); }

    bool handle(Request request, const Reply& reply) override {
        ++counters_.requests;
        try {
            handler_(std::move(request), reply);
            return true;
        } catch (const std::exception& e) {
            note_failure(e.what());
        } catch (...) {
            note_failure("not a std::exception");
        }
        return false;
    }

    void note_failure(std::string_view what) {
        ++counters_.handler_failures;
        base::log_error("handler_failed", {{"reason", what}});
    }

    Response refusal(int status, std::string_view path, std::string_view why) override {
        return refuse_(status, path, why);
    }
    void refused(int) override { ++counters_.refusals; }

    void no_more_answers(ServerConnection&) override { check_drained(); }

    void closed(ServerConnection& who) override {
        const auto found = connections_.find(&who);
        if (found == connections_.end()) return;
        if (who.admission() == Admission::served) --served_;
        // It is still on the stack: its last owner is a task.
        loop_.post([last = std::move(found->second)] {});
        connections_.erase(found);
        check_drained();
    }

    void check_drained() {
        if (!drained_) return;
        for (const auto& [connection, owned] : connections_) {
            if (connection->owes_answers()) return;
        }
        loop_.cancel(drain_timer_);
        drain_timer_ = base::TimerId::none;
        loop_.post(std::exchange(drained_, nullptr));
    }

    void end_drain() {
        drain_timer_ = base::TimerId::none;
        base::log_warning("drain_deadline", {{"connections", connections_.size()}});
        connections_.clear();
        served_ = 0;
        if (const auto done = std::exchange(drained_, nullptr)) done();
    }

    // Draining closes some of them, which changes the table.
    [[nodiscard]] std::vector<Owned> snapshot() const {
        std::vector<Owned> all;
        all.reserve(connections_.size());
        for (const auto& [connection, owned] : connections_)
            all.push_back(owned);
        return all;
    }

    base::Loop& loop_;
    const ServerLimits limits_;
    const Refuse refuse_;
    std::unique_ptr<Listener> listener_;
    const std::uint16_t port_;
    Handler handler_;
    HttpDate date_;
    std::unordered_map<ServerConnection*, Owned> connections_;
    std::size_t served_ = 0;
    ServerCounters counters_;
    base::Task drained_;
    base::TimerId drain_timer_ = base::TimerId::none;
};

}  // namespace

base::Result<std::unique_ptr<HttpServer>, std::string> make_server(
    boost::asio::io_context& io, base::Loop& loop, const ServerOptions& options, Handler handler) {
    std::shared_ptr<TlsContext> tls;
    if (options.tls_certificate_file.empty() != options.tls_private_key_file.empty()) {
        return base::fail(std::string("TLS needs both a certificate file and a private key file"));
    }
    if (!options.tls_certificate_file.empty()) {
        CROUPIER_TRY(
            tls,
            TlsContext::for_server(options.tls_certificate_file, options.tls_private_key_file));
    }
    CROUPIER_TRY(auto listener, Listener::open(io, options.address, options.port, tls));
    return std::unique_ptr<HttpServer>(
        std::make_unique<Server>(loop, options, std::move(listener), std::move(handler)));
}

}  // namespace croupier::net
