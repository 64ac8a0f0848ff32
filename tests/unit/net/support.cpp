// SPDX-License-Identifier: Apache-2.0
#include "unit/net/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

#include "base/check.h"
#include "base/text.h"

namespace croupier::net::test {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// The one place of the sockets API's type punning.
template <class Function>
auto with_address(sockaddr_in& address, Function function) {
    return function(reinterpret_cast<sockaddr*>(&address), socklen_t{sizeof(address)});
}

int new_socket() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CROUPIER_CHECK(descriptor >= 0);
    return descriptor;
}

bool readable_within(int descriptor, std::chrono::milliseconds time) {
    pollfd entry{descriptor, POLLIN, 0};
    return ::poll(&entry, 1, static_cast<int>(time.count())) == 1;
}

}  // namespace

RawSocket::RawSocket(int descriptor) : descriptor_(descriptor) {
    const timeval patience{5, 0};
    CROUPIER_CHECK(
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0);
    CROUPIER_CHECK(
        ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0);
}

RawSocket::RawSocket(RawSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), kept_(std::move(other.kept_)) {}

RawSocket::~RawSocket() { close(); }

RawSocket RawSocket::connect(std::uint16_t port) {
    RawSocket socket(new_socket());
    sockaddr_in address = loopback(port);
    const int failed = with_address(address, [&socket](sockaddr* to, socklen_t size) {
        return ::connect(socket.descriptor_, to, size);
    });
    CROUPIER_CHECK(failed == 0);
    return socket;
}

bool RawSocket::is_answered(std::uint16_t port) {
    const RawSocket socket(new_socket());
    sockaddr_in address = loopback(port);
    return with_address(address, [&socket](sockaddr* to, socklen_t size) {
        return ::connect(socket.descriptor_, to, size) == 0;
    });
}

// Errors are for the reads to show: a peer may close while we send, and tests want it to.
void RawSocket::send(std::string_view text) {
    while (!text.empty()) {
        const auto n = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
        if (n <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

void RawSocket::finish() { ::shutdown(descriptor_, SHUT_WR); }

void RawSocket::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

void RawSocket::reset() {
    const linger rude{1, 0};
    CROUPIER_CHECK(::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &rude, sizeof(rude)) == 0);
    close();
}

std::string RawSocket::read_some() {
    if (!kept_.empty()) return std::exchange(kept_, {});
    std::array<char, 16384> bytes{};
    const auto n = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    return n > 0 ? std::string(bytes.data(), static_cast<std::size_t>(n)) : std::string();
}

std::string RawSocket::read_all() {
    std::string all;
    for (std::string part = read_some(); !part.empty(); part = read_some())
        all += part;
    return all;
}

std::string RawSocket::read_message() {
    std::string all;
    std::size_t wanted = std::string::npos;
    while (all.size() < wanted) {
        const std::string part = read_some();
        if (part.empty()) return all;
        all += part;
        const auto end = all.find("\r\n\r\n");
        if (end == std::string::npos || wanted != std::string::npos) continue;
        const std::string head = base::to_lower(all.substr(0, end + 2));
        const auto field = head.find("content-length: ");
        std::uint64_t length = 0;
        if (field != std::string::npos) {
            const auto value = head.substr(field + 16, head.find('\r', field) - field - 16);
            length = base::parse_u64(value).value_or(0);
        }
        wanted = end + 4 + length;
    }
    kept_ = all.substr(wanted);
    return all.substr(0, wanted);
}

bool RawSocket::is_readable_within(std::chrono::milliseconds time) {
    return !kept_.empty() || readable_within(descriptor_, time);
}

bool RawSocket::ends_within(std::chrono::milliseconds time) {
    return kept_.empty() && readable_within(descriptor_, time) && read_some().empty();
}

RawListener::RawListener(Backlog backlog) : descriptor_(new_socket()), port_(0) {
    sockaddr_in address = loopback(0);
    const int unbound = with_address(address, [this](sockaddr* where, socklen_t size) {
        return ::bind(descriptor_, where, size);
    });
    CROUPIER_CHECK(unbound == 0);
    CROUPIER_CHECK(::listen(descriptor_, backlog == Backlog::full ? 0 : 64) == 0);
    const int unknown = with_address(address, [this](sockaddr* where, socklen_t size) {
        return ::getsockname(descriptor_, where, &size);
    });
    CROUPIER_CHECK(unknown == 0);
    port_ = ntohs(address.sin_port);
    // A queue of length 0 takes one; the kernel drops the first packet of the next.
    if (backlog == Backlog::full) fillers_.push_back(RawSocket::connect(port_));
}

RawListener::~RawListener() { ::close(descriptor_); }

RawSocket RawListener::accept() {
    CROUPIER_CHECK(readable_within(descriptor_, std::chrono::seconds(5)));
    const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    CROUPIER_CHECK(descriptor >= 0);
    return RawSocket(descriptor);
}

bool RawListener::is_called_within(std::chrono::milliseconds time) {
    return readable_within(descriptor_, time);
}

std::string base_url(std::uint16_t port, std::string_view path) {
    return "http://127.0.0.1:" + std::to_string(port) + std::string(path);
}

int status_of(std::string_view message) {
    if (!message.starts_with("HTTP/1.1 ") || message.size() < 12) return 0;
    return static_cast<int>(base::parse_u64(message.substr(9, 3)).value_or(0));
}

NetTest::~NetTest() {
    end_client();
    end_server();
}

std::uint16_t NetTest::serve(Handler handler, ServerOptions options) {
    return thread_.call([&] {
        auto made = thread_.loop().serve(options, std::move(handler));
        CROUPIER_CHECK(made.ok());
        server_ = std::move(made).value();
        return server_->port();
    });
}

void NetTest::make_client(const ClientLimits& limits) {
    thread_.call([&] { client_ = thread_.loop().make_client(limits); });
}

std::future<HttpResult> NetTest::begin(OutgoingRequest request, base::Duration patience) {
    auto promise = std::make_shared<std::promise<HttpResult>>();
    auto result = promise->get_future();
    thread_.call([&] {
        const auto deadline = thread_.loop().now() + patience;
        client_->send(std::move(request), deadline, [promise](HttpResult r) {
            promise->set_value(std::move(r));
        });
    });
    return result;
}

HttpResult NetTest::send(OutgoingRequest request, base::Duration patience) {
    return begin(std::move(request), patience).get();
}

ServerCounters NetTest::counters() {
    return thread_.call([this] { return server_->counters(); });
}

void NetTest::wait_for_connections(std::uint64_t count) {
    while (counters().connections < count)
        std::this_thread::yield();
}

void NetTest::settle() {
    // What is there leads to a few tasks more (open, read, write), each a turn of the loop.
    for (int i = 0; i < 20; ++i)
        thread_.call([] {});
}

std::future<void> NetTest::begin_drain(base::Duration patience) {
    auto promise = std::make_shared<std::promise<void>>();
    auto drained = promise->get_future();
    thread_.call([&] {
        server_->drain(thread_.loop().now() + patience, [promise] { promise->set_value(); });
    });
    return drained;
}

bool NetTest::drains_within(base::Duration patience) {
    return begin_drain(patience).wait_for(std::chrono::seconds(5)) == std::future_status::ready;
}

void NetTest::end_server() {
    thread_.call([this] { server_.reset(); });
}

void NetTest::end_client() {
    thread_.call([this] { client_.reset(); });
}

}  // namespace croupier::net::test
