// SPDX-License-Identifier: Apache-2.0
#include "unit/net/name_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "base/check.h"
#include "base/text.h"

namespace croupier::net::test {

namespace {

constexpr std::size_t head_bytes = 12;
constexpr std::string_view pointer_to_name(
    "\xC0\x0C", 2);  // to the question's, just behind the head
constexpr char type_a = 1;

// "3www4test0" as "www.test", in lower case; empty when it is none. `at` moves behind it.
std::string read_name(const std::string& bytes, std::size_t& at) {
    std::string name;
    while (at < bytes.size()) {
        const std::size_t length = static_cast<unsigned char>(bytes[at++]);
        if (length == 0) return base::to_lower(name);
        if (!name.empty()) name += '.';
        name += bytes.substr(at, length);
        at += length;
    }
    return {};
}

template <class Function>
auto with_address(sockaddr_in& address, Function function) {
    return function(reinterpret_cast<sockaddr*>(&address), socklen_t{sizeof(address)});
}

}  // namespace

NameServer::NameServer(Names names)
    : names_(std::move(names)), descriptor_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CROUPIER_CHECK(with_address(address, [this](sockaddr* where, socklen_t size) {
        return ::bind(descriptor_, where, size) == 0 &&
               ::getsockname(descriptor_, where, &size) == 0;
    }));
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

// An empty datagram from ourselves ends the thread: closing a descriptor does not wake its reader.
NameServer::~NameServer() {
    sockaddr_in self{};
    self.sin_family = AF_INET;
    self.sin_port = htons(port_);
    self.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    with_address(self, [this](sockaddr* to, socklen_t size) {
        return ::sendto(descriptor_, "", 0, 0, to, size);
    });
    thread_.join();
    ::close(descriptor_);
}

std::string NameServer::address() const { return "127.0.0.1:" + std::to_string(port_); }

void NameServer::serve() {
    while (true) {
        std::array<char, 2048> bytes{};
        sockaddr_in from{};
        socklen_t from_size = sizeof(from);
        const auto n = ::recvfrom(
            descriptor_, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from),
            &from_size);
        if (n <= 0) return;
        const std::string answer = answer_to({bytes.data(), static_cast<std::size_t>(n)});
        if (answer.empty()) continue;
        with_address(from, [&](sockaddr* to, socklen_t size) {
            return ::sendto(descriptor_, answer.data(), answer.size(), 0, to, size);
        });
    }
}

// RFC 1035, section 4. Questions for anything but IPv4 addresses have no answer, but the name
// exists.
std::string NameServer::answer_to(const std::string& question) {
    if (question.size() <= head_bytes) return {};
    std::size_t end = head_bytes;
    const std::string name = read_name(question, end);
    end += 4;  // type and class
    if (end > question.size()) return {};
    const bool wants_a = question[end - 3] == type_a && question[end - 4] == 0;
    if (wants_a) ++questions_;
    const auto known = names_.find(name);
    const bool exists = known != names_.end();
    if (exists && known->second.empty()) return {};
    std::string records;
    char count = 0;
    if (exists && wants_a) {
        for (const std::string& text : known->second) {
            in_addr address{};
            CROUPIER_CHECK(::inet_pton(AF_INET, text.c_str(), &address) == 1);
            records += pointer_to_name;
            records += std::string_view("\0\1\0\1\0\0\0\74\0\4", 10);  // A, IN, 60 s, 4 bytes
            records.append(reinterpret_cast<const char*>(&address.s_addr), 4);
            ++count;
        }
    }
    std::string answer = question.substr(0, 2);
    answer += '\x85';                    // an answer, of the authority itself
    answer += exists ? '\x80' : '\x83';  // or: no such name
    answer += std::string_view("\0\1\0", 3);
    answer += count;
    answer += std::string_view("\0\0\0\0", 4);
    return answer + question.substr(head_bytes, end - head_bytes) + records;
}

}  // namespace croupier::net::test
