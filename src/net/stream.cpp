// SPDX-License-Identifier: Apache-2.0
#include "net/stream.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <chrono>
#include <optional>
#include <type_traits>
#include <vector>

#include "base/check.h"
#include "base/log.h"
#include "base/text.h"
#include "net/connect.h"
#include "net/name_lookup.h"

namespace croupier::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

using TlsSocket = asio::ssl::stream<tcp::socket>;

tcp::socket& tcp_of(tcp::socket& socket) { return socket; }
tcp::socket& tcp_of(TlsSocket& socket) { return socket.next_layer(); }

using Destination = Dialer::Destination;

// This machine, whatever a resolver says (RFC 6761, section 6.3); a bare system has none to ask.
bool is_localhost(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    const std::size_t dot = host.rfind('.');
    return base::equal_ignoring_case(
        dot == std::string_view::npos ? host : host.substr(dot + 1), "localhost");
}

// Addresses that need no resolver.
std::vector<std::string> known_addresses(const std::string& host) {
    if (is_address(host)) return {host};
    if (is_localhost(host)) return {"127.0.0.1", "::1"};
    return {};
}

// Gone with the client that made the stream.
using Names = std::weak_ptr<Resolver>;

// Asio's operations hold the core alive, and with it the buffers that they use; user_ says whether
// anybody listens.
template <class Socket>
class SocketCore final : public Stream::Core,
                         public std::enable_shared_from_this<SocketCore<Socket>> {
public:
    static constexpr bool is_tls = std::is_same_v<Socket, TlsSocket>;

    // Without a destination the socket is connected already.
    SocketCore(Socket socket, std::optional<Destination> destination, Names names)
        : socket_(std::move(socket)),
          destination_(std::move(destination)),
          names_(std::move(names)) {}

    void open(StreamUser& user) override {
        user_ = &user;
        if (!destination_) return shake_hands();
        const auto known = known_addresses(destination_->host);
        if (!known.empty()) return connect(known);
        const auto names = names_.lock();
        if (!names) return;  // the client has ended, and with it whoever would hear of this
        names->resolve(destination_->host, [self = this->shared_from_this()](const auto& found) {
            if (self->user_ == nullptr) return;
            if (!found.ok()) return self->user_->on_open_failed("resolve: " + found.error());
            self->connect(found.value());
        });
    }

    void read() override {
        if (reading_) return;
        reading_ = true;
        socket_.async_read_some(
            asio::buffer(in_),
            [self = this->shared_from_this()](const ErrorCode& ec, std::size_t n) {
                self->reading_ = false;
                if (self->user_ == nullptr) return;
                if (ec) return self->user_->on_end();
                self->user_->on_bytes({self->in_.data(), n});
            });
    }

    void write(std::string head, std::string body) override {
        CROUPIER_ASSUME(!writing_);
        writing_ = true;
        head_ = std::move(head);
        body_ = std::move(body);
        asio::async_write(
            socket_,
            std::array{
                asio::const_buffer(asio::buffer(head_)), asio::const_buffer(asio::buffer(body_))},
            [self = this->shared_from_this()](const ErrorCode& ec, std::size_t n) {
                self->writing_ = false;
                if (self->user_ == nullptr) return;
                if (!ec) return self->user_->on_written();
                // With TLS, n counts whole records only, and of a part of one the peer can read
                // nothing.
                self->user_->on_write_failed(
                    n == 0 ? WriteFault::nothing_written : WriteFault::maybe_written);
            });
    }

    std::pair<std::string, std::string> take_unwritten() override {
        return {std::move(head_), std::move(body_)};
    }

    void finish() override {
        if constexpr (is_tls) {
            // Sends our close_notify and reads on until the peer's: reading and dropping is done
            // here.
            reading_ = true;
            socket_.async_shutdown([self = this->shared_from_this()](const ErrorCode&) {
                if (self->user_ != nullptr) self->user_->on_end();
            });
        } else {
            ErrorCode
                ignored;  // a socket that cannot be shut down is broken, which read() will tell
            socket_.shutdown(tcp::socket::shutdown_send, ignored);
            read();
        }
    }

    void close() override {
        user_ = nullptr;
        if (const auto connector = std::exchange(connector_, nullptr)) connector->cancel();
        ErrorCode ignored;  // closed either way
        tcp_of(socket_).close(ignored);
    }

    bool is_quiet() override {
        char byte = 0;
        const auto n = ::recv(tcp_of(socket_).native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        // Under TLS, bytes may be a session ticket; the pending read will see to them.
        if (n > 0) return is_tls;
        return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    }

    std::string peer() override {
        ErrorCode ec;
        const auto end = tcp_of(socket_).remote_endpoint(ec);
        return ec ? "unknown" : end.address().to_string();
    }

private:
    void connect(const std::vector<std::string>& addresses) {
        auto& context = asio::query(socket_.get_executor(), asio::execution::context);
        connector_ = Connector::start(
            static_cast<asio::io_context&>(context), addresses, destination_->port,
            [self = this->shared_from_this()](const auto& made) {
                self->connector_ = nullptr;
                if (!made.ok()) return self->user_->on_open_failed("connect: " + made.error());
                self->connected(made.value());
            });
    }

    void connected(const Connector::Connected& made) {
        ErrorCode ec;
        tcp_of(socket_).assign(made.ipv6 ? tcp::v6() : tcp::v4(), made.socket, ec);
        if (ec) {
            ::close(made.socket);
            return user_->on_open_failed("connect: " + ec.message());
        }
        tcp_of(socket_).set_option(tcp::no_delay(true), ec);  // latency only
        shake_hands();
    }

    void shake_hands() {
        if constexpr (is_tls) {
            const auto side = destination_ ? TlsSocket::client : TlsSocket::server;
            socket_.async_handshake(side, [self = this->shared_from_this()](const ErrorCode& ec) {
                if (self->user_ == nullptr) return;
                if (ec) return self->user_->on_open_failed("tls: " + ec.message());
                self->user_->on_open();
            });
        } else {
            asio::post(socket_.get_executor(), [self = this->shared_from_this()] {
                if (self->user_ != nullptr) self->user_->on_open();
            });
        }
    }

    Socket socket_;
    std::optional<Destination> destination_;
    Names names_;
    std::shared_ptr<Connector> connector_;
    StreamUser* user_ = nullptr;
    bool reading_ = false;
    bool writing_ = false;
    std::string head_;
    std::string body_;
    std::array<char, 8192> in_;  // not set to zero: read only as far as written
};

// Stands for a connection whose TLS could not be set up: it fails when it is opened, like any
// other.
class FailedCore final : public Stream::Core, public std::enable_shared_from_this<FailedCore> {
public:
    FailedCore(asio::any_io_executor executor, std::string detail)
        : executor_(std::move(executor)), detail_(std::move(detail)) {}

    void open(StreamUser& user) override {
        user_ = &user;
        asio::post(executor_, [self = shared_from_this()] {
            if (self->user_ != nullptr) self->user_->on_open_failed(self->detail_);
        });
    }
    void read() override {}
    void write(std::string, std::string) override {}
    std::pair<std::string, std::string> take_unwritten() override { return {}; }
    void finish() override {}
    void close() override { user_ = nullptr; }
    bool is_quiet() override { return false; }
    std::string peer() override { return "unknown"; }

private:
    asio::any_io_executor executor_;
    std::string detail_;
    StreamUser* user_ = nullptr;
};

Stream plain_stream(tcp::socket socket, std::optional<Destination> destination, Names names = {}) {
    return Stream(std::make_shared<SocketCore<tcp::socket>>(
        std::move(socket), std::move(destination), std::move(names)));
}

Stream tls_stream(
    tcp::socket socket, SSL* session, std::optional<Destination> destination, Names names = {}) {
    if (session == nullptr) {
        return Stream(std::make_shared<FailedCore>(socket.get_executor(), "tls: no session"));
    }
    return Stream(std::make_shared<SocketCore<TlsSocket>>(
        TlsSocket(std::move(socket), session), std::move(destination), std::move(names)));
}

class SocketDialer final : public Dialer {
public:
    SocketDialer(base::Loop& loop, asio::io_context& io, const ClientLimits& limits)
        : io_(io),
          extra_ca_file_(limits.extra_ca_file),
          names_(std::make_shared<Resolver>(loop, make_name_lookup(io, limits.name_servers))) {}

    Stream to(Destination destination) override {
        tcp::socket socket(io_);
        if (!destination.tls)
            return plain_stream(std::move(socket), std::move(destination), names_);
        // Reading the trust store takes a while: only when somebody asks for it. A file that
        // cannot be read is tried again, for it may be there the next time.
        if (!tls_) {
            auto made = TlsContext::for_client(extra_ca_file_);
            if (!made.ok()) {
                return Stream(std::make_shared<FailedCore>(io_.get_executor(), made.error()));
            }
            tls_ = std::move(made).value();
        }
        SSL* const session = tls_->client_session(destination.host);
        return tls_stream(std::move(socket), session, std::move(destination), names_);
    }

private:
    asio::io_context& io_;
    const std::string extra_ca_file_;
    const std::shared_ptr<Resolver> names_;
    std::shared_ptr<TlsContext> tls_;
};

class TcpListener final : public Listener, public std::enable_shared_from_this<TcpListener> {
public:
    TcpListener(asio::io_context& io, std::shared_ptr<TlsContext> tls)
        : acceptor_(io), pause_(io), tls_(std::move(tls)) {}

    ErrorCode bind(const tcp::endpoint& where) {
        ErrorCode ec;
        acceptor_.open(where.protocol(), ec);
        if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
        if (!ec) acceptor_.bind(where, ec);
        if (!ec) acceptor_.listen(tcp::acceptor::max_listen_connections, ec);
        return ec;
    }

    [[nodiscard]] std::uint16_t port() const override {
        ErrorCode ec;
        const auto where = acceptor_.local_endpoint(ec);
        return ec ? std::uint16_t{0} : where.port();
    }

    void start(Accepted accepted) override {
        accepted_ = std::move(accepted);
        accept();
    }

    void stop() override {
        accepted_ = nullptr;
        ErrorCode ignored;  // closed either way
        acceptor_.close(ignored);
        pause_.cancel();
    }

private:
    void accept() {
        acceptor_.async_accept(
            [self = shared_from_this()](const ErrorCode& ec, tcp::socket socket) {
                if (!self->accepted_) return;
                if (ec) return self->rest(ec);
                self->take(std::move(socket));
                if (self->accepted_) self->accept();
            });
    }

    void take(tcp::socket socket) {
        ErrorCode ignored;  // latency only
        socket.set_option(tcp::no_delay(true), ignored);
        accepted_(
            tls_ ? tls_stream(std::move(socket), tls_->server_session(), std::nullopt)
                 : plain_stream(std::move(socket), std::nullopt));
    }

    // Out of descriptors or memory: the queue of the kernel holds the peers while others close.
    void rest(const ErrorCode& why) {
        base::log_warning("accept_failed", {{"reason", why.message()}});
        pause_.expires_after(std::chrono::milliseconds(100));
        pause_.async_wait([self = shared_from_this()](const ErrorCode&) {
            if (self->accepted_) self->accept();
        });
    }

    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::shared_ptr<TlsContext> tls_;
    Accepted accepted_;
};

// Gives the shared listener to one owner, whose end stops it.
class OwnedListener final : public Listener {
public:
    explicit OwnedListener(std::shared_ptr<TcpListener> listener)
        : listener_(std::move(listener)) {}
    OwnedListener(const OwnedListener&) = delete;
    OwnedListener& operator=(const OwnedListener&) = delete;
    ~OwnedListener() override { listener_->stop(); }
    [[nodiscard]] std::uint16_t port() const override { return listener_->port(); }
    void start(Accepted accepted) override { listener_->start(std::move(accepted)); }
    void stop() override { listener_->stop(); }

private:
    std::shared_ptr<TcpListener> listener_;
};

}  // namespace

Stream::Stream() = default;
Stream::Stream(std::shared_ptr<Core> core) : core_(std::move(core)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&& other) noexcept {
    close();
    core_ = std::move(other.core_);
    return *this;
}
Stream::~Stream() { close(); }

void Stream::open(StreamUser& user) { core_->open(user); }
void Stream::read() { core_->read(); }
void Stream::write(std::string head, std::string body) {
    core_->write(std::move(head), std::move(body));
}
std::pair<std::string, std::string> Stream::take_unwritten() { return core_->take_unwritten(); }
void Stream::finish() { core_->finish(); }
void Stream::close() {
    if (core_) core_->close();
    core_ = nullptr;
}
bool Stream::is_quiet() const { return core_ && core_->is_quiet(); }
std::string Stream::peer() const { return core_->peer(); }

std::unique_ptr<Dialer> Dialer::over(
    base::Loop& loop, asio::io_context& io, const ClientLimits& limits) {
    return std::make_unique<SocketDialer>(loop, io, limits);
}

base::Result<std::unique_ptr<Listener>, std::string> Listener::open(
    asio::io_context& io, const std::string& address, std::uint16_t port,
    std::shared_ptr<TlsContext> tls) {
    const auto sentence = [&](const ErrorCode& ec) {
        return base::fail(
            "cannot listen on " + address + ":" + std::to_string(port) + ": " + ec.message());
    };
    ErrorCode ec;
    const auto ip = asio::ip::make_address(address, ec);
    if (ec) return sentence(ec);
    auto listener = std::make_shared<TcpListener>(io, std::move(tls));
    ec = listener->bind({ip, port});
    if (ec) return sentence(ec);
    return std::unique_ptr<Listener>(std::make_unique<OwnedListener>(std::move(listener)));
}

}  // namespace croupier::net
