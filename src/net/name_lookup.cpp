// SPDX-License-Identifier: Apache-2.0
#include "net/name_lookup.h"

#include <ares.h>
#include <netdb.h>
#include <sys/time.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <utility>

namespace croupier::net {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

namespace {

// Each server is asked again after this long; then after twice as long.
constexpr int ask_again_ms = 1000;
constexpr int tries = 3;

std::string text_of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        asio::ip::address_v4::bytes_type bytes;
        const auto* in = reinterpret_cast<const sockaddr_in*>(&address);
        std::copy_n(
            reinterpret_cast<const unsigned char*>(&in->sin_addr), bytes.size(), bytes.begin());
        return asio::ip::address_v4(bytes).to_string();
    }
    if (address.sa_family == AF_INET6) {
        asio::ip::address_v6::bytes_type bytes;
        const auto* in = reinterpret_cast<const sockaddr_in6*>(&address);
        std::copy_n(
            reinterpret_cast<const unsigned char*>(&in->sin6_addr), bytes.size(), bytes.begin());
        return asio::ip::address_v6(bytes).to_string();
    }
    return {};
}

// In c-ares's order: what this machine can reach first (RFC 6724).
NameResult read(int status, const ares_addrinfo* found) {
    if (status != ARES_SUCCESS) return base::fail(std::string(ares_strerror(status)));
    NameAnswer answer{{}, base::Duration::max()};
    for (const auto* node = found->nodes; node != nullptr; node = node->ai_next) {
        auto text = text_of(*node->ai_addr);
        if (text.empty()) continue;
        answer.addresses.push_back(std::move(text));
        const base::Duration good_for = std::chrono::seconds(std::max(node->ai_ttl, 0));
        answer.good_for = std::min(answer.good_for, good_for);
    }
    if (answer.addresses.empty()) return base::fail(std::string("no address"));
    return answer;
}

// One lookup with a channel of its own. Asio's operations hold it alive; after end() it does
// nothing more.
class Query final : public std::enable_shared_from_this<Query> {
public:
    using Done = std::function<void(Query&, NameResult)>;

    Query(asio::io_context& io, Done done)
        : io_(io), retry_(io), limit_(io), done_(std::move(done)) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query() { end(); }

    void start(const std::string& host, const std::string& servers) {
        if (const int failed = open(servers); failed != ARES_SUCCESS) {
            return conclude(base::fail(std::string(ares_strerror(failed))));
        }
        limit_.expires_after(lookup_time_max);
        limit_.async_wait([self = shared_from_this()](const ErrorCode& ec) {
            if (!ec) self->conclude(base::fail(std::string("no name server answered in time")));
        });
        ares_addrinfo_hints hints{};
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        ares_getaddrinfo(channel_, host.c_str(), nullptr, &hints, on_answer, this);
        retry();
    }

    void end() {
        done_ = nullptr;
        retry_.cancel();
        limit_.cancel();
        if (channel_ != nullptr) ares_destroy(std::exchange(channel_, nullptr));
    }

private:
    // A socket of c-ares's, which closes it itself.
    struct Watch {
        explicit Watch(asio::io_context& io) : socket(io) {}
        asio::posix::stream_descriptor socket;
        bool wants_read = false;
        bool wants_write = false;
        bool reading = false;
        bool writing = false;
    };

    int open(const std::string& servers) {
        static const int initialized = ares_library_init(ARES_LIB_INIT_ALL);
        if (initialized != ARES_SUCCESS) return initialized;
        ares_options options{};
        options.timeout = ask_again_ms;
        options.tries = tries;
        options.sock_state_cb = on_socket;
        options.sock_state_cb_data = this;
        const int failed = ares_init_options(
            &channel_, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
        if (failed != ARES_SUCCESS) {
            channel_ = nullptr;
            return failed;
        }
        return servers.empty() ? ARES_SUCCESS
                               : ares_set_servers_ports_csv(channel_, servers.c_str());
    }

    // May be called inside ares_getaddrinfo, and by ares_destroy.
    static void on_answer(void* self, int status, int, ares_addrinfo* found) {
        auto& query = *static_cast<Query*>(self);
        NameResult result = read(status, found);
        if (found != nullptr) ares_freeaddrinfo(found);
        query.conclude(std::move(result));
    }

    // The channel must not end inside a call of its own.
    void conclude(NameResult result) {
        if (!done_) return;
        asio::post(io_, [self = shared_from_this(), result = std::move(result)]() mutable {
            const Done done = std::exchange(self->done_, nullptr);
            self->end();
            if (done) done(*self, std::move(result));
        });
    }

    static void on_socket(void* self, ares_socket_t socket, int read, int write) {
        static_cast<Query*>(self)->watch(socket, read != 0, write != 0);
    }

    void watch(ares_socket_t socket, bool read, bool write) {
        const auto known = watches_.find(socket);
        if (!read && !write) {
            if (known == watches_.end()) return;
            known->second->socket.release();  // ends its waits too
            watches_.erase(known);
            return;
        }
        auto& watch = watches_[socket];
        if (!watch) {
            watch = std::make_shared<Watch>(io_);
            ErrorCode ec;
            watch->socket.assign(socket, ec);
            if (ec) {
                watches_.erase(socket);  // the time limit will tell
                return;
            }
        }
        watch->wants_read = read;
        watch->wants_write = write;
        arm(watch);
    }

    void arm(const std::shared_ptr<Watch>& watch) {
        if (watch->wants_read && !watch->reading) {
            watch->reading = true;
            watch->socket.async_wait(
                asio::posix::stream_descriptor::wait_read,
                [weak = weak_from_this(), watch](const ErrorCode& ec) {
                    watch->reading = false;
                    if (const auto self = weak.lock()) self->ready(ec, watch, Ready::to_read);
                });
        }
        if (watch->wants_write && !watch->writing) {
            watch->writing = true;
            watch->socket.async_wait(
                asio::posix::stream_descriptor::wait_write,
                [weak = weak_from_this(), watch](const ErrorCode& ec) {
                    watch->writing = false;
                    if (const auto self = weak.lock()) self->ready(ec, watch, Ready::to_write);
                });
        }
    }

    enum class Ready { to_read, to_write };
    void ready(const ErrorCode& ec, const std::shared_ptr<Watch>& watch, Ready what) {
        if (ec || channel_ == nullptr || !watch->socket.is_open()) return;
        const ares_socket_t socket = watch->socket.native_handle();
        const bool reads = what == Ready::to_read;
        ares_process_fd(
            channel_, reads ? socket : ARES_SOCKET_BAD, reads ? ARES_SOCKET_BAD : socket);
        if (watch->socket.is_open()) arm(watch);
        retry();
    }

    // When c-ares wants to ask again, or to give up.
    void retry() {
        if (channel_ == nullptr || !done_) return;
        timeval most{lookup_time_max.count() / 1000, 0};
        timeval next{};
        const timeval* wait = ares_timeout(channel_, &most, &next);
        retry_.expires_after(
            std::chrono::seconds(wait->tv_sec) + std::chrono::microseconds(wait->tv_usec) +
            std::chrono::milliseconds(1));
        retry_.async_wait([weak = weak_from_this()](const ErrorCode& ec) {
            const auto self = weak.lock();
            if (ec || !self || self->channel_ == nullptr) return;
            ares_process_fd(self->channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
            self->retry();
        });
    }

    asio::io_context& io_;
    asio::steady_timer retry_;
    asio::steady_timer limit_;
    Done done_;
    ares_channel channel_ = nullptr;
    std::map<ares_socket_t, std::shared_ptr<Watch>> watches_;
};

class AresLookup final : public NameLookup {
public:
    AresLookup(asio::io_context& io, std::string servers) : io_(io), servers_(std::move(servers)) {}
    AresLookup(const AresLookup&) = delete;
    AresLookup& operator=(const AresLookup&) = delete;
    ~AresLookup() override {
        for (const auto& [key, query] : queries_)
            query->end();
    }

    void look_up(const std::string& host, std::function<void(NameResult)> done) override {
        const auto query = std::make_shared<Query>(
            io_, [this, done = std::move(done)](Query& who, NameResult result) {
                queries_.erase(&who);
                done(std::move(result));
            });
        queries_.emplace(query.get(), query);
        query->start(host, servers_);
    }

private:
    asio::io_context& io_;
    const std::string servers_;
    std::map<Query*, std::shared_ptr<Query>> queries_;
};

}  // namespace

std::unique_ptr<NameLookup> make_name_lookup(asio::io_context& io, std::string servers) {
    return std::make_unique<AresLookup>(io, std::move(servers));
}

}  // namespace croupier::net
