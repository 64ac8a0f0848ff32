// SPDX-License-Identifier: Apache-2.0
// A loop on a thread of its own, and plain blocking sockets for peers that say exactly what a test
// wants them to say. Everything is on 127.0.0.1 and on ports that the system chose.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "net/asio_loop.h"

namespace croupier::net::test {

class LoopThread {
public:
    LoopThread() : thread_([this] { loop_.run(); }) {}
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;
    ~LoopThread() { stop(); }

    // Runs the function on the loop and waits for what it returns.
    template <class F>
    auto call(F function) -> std::invoke_result_t<F> {
        std::packaged_task<std::invoke_result_t<F>()> task(std::move(function));
        auto result = task.get_future();
        loop_.post([&task] { task(); });
        return result.get();
    }
    AsioLoop& loop() { return loop_; }
    void stop() {
        loop_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    AsioLoop loop_;
    std::thread thread_;
};

// A blocking TCP connection; nothing takes longer than five seconds.
class RawSocket {
public:
    explicit RawSocket(int descriptor);
    RawSocket(RawSocket&& other) noexcept;
    RawSocket& operator=(RawSocket&&) = delete;
    ~RawSocket();
    static RawSocket connect(std::uint16_t port);
    static bool is_answered(std::uint16_t port);  // anybody listens there

    void send(std::string_view text);
    void finish();               // no more from us, we still listen
    void close();                // ordinary end
    void reset();                // the rude one: RST
    std::string read_some();     // "" at the end, or after a reset
    std::string read_all();      // until the end
    std::string read_message();  // head and as much body as Content-Length says
    bool is_readable_within(std::chrono::milliseconds time);  // bytes or the end
    bool ends_within(std::chrono::milliseconds time);         // the peer ends, having sent no more

private:
    int descriptor_;
    std::string kept_;
};

class RawListener {
public:
    enum class Backlog {
        open,
        full,  // whoever connects waits for ever
    };
    explicit RawListener(Backlog backlog = Backlog::open);
    RawListener(const RawListener&) = delete;
    RawListener& operator=(const RawListener&) = delete;
    ~RawListener();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    RawSocket accept();
    bool is_called_within(std::chrono::milliseconds time);  // without accepting

private:
    int descriptor_;
    std::uint16_t port_;
    std::vector<RawSocket> fillers_;
};

std::string base_url(std::uint16_t port, std::string_view path = "/");
int status_of(std::string_view message);  // of an answer's first line, 0 when it is none

// Servers and clients that live on a LoopThread's loop, made and ended there.
class NetTest {
public:
    NetTest() = default;
    NetTest(const NetTest&) = delete;
    NetTest& operator=(const NetTest&) = delete;
    ~NetTest();

    std::uint16_t serve(Handler handler, ServerOptions options = {});
    void make_client(const ClientLimits& limits = {});
    // Sends from the loop; the future has the result.
    std::future<HttpResult> begin(OutgoingRequest request, base::Duration patience);
    HttpResult send(OutgoingRequest request, base::Duration patience = base::Duration(5000));
    ServerCounters counters();
    void wait_for_connections(std::uint64_t count);  // accepted since the start
    void settle();                                   // what the loop can do by now is done
    std::future<void> begin_drain(base::Duration patience);
    bool drains_within(base::Duration patience);

    LoopThread& thread() { return thread_; }
    HttpServer& server() { return *server_; }
    HttpClient& client() { return *client_; }
    void end_server();
    void end_client();
    void drop_client() { client_.reset(); }  // loop thread only

private:
    LoopThread thread_;
    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<HttpClient> client_;
};

}  // namespace croupier::net::test
