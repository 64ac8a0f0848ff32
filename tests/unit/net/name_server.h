// SPDX-License-Identifier: Apache-2.0
// A name server on loopback: answers each question with the addresses that it was given, or never.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace croupier::net::test {

class NameServer {
public:
    // IPv4 addresses of each name. One that it does not know does not exist; one without addresses
    // is never answered.
    using Names = std::map<std::string, std::vector<std::string>>;
    explicit NameServer(Names names);
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;
    ~NameServer();

    [[nodiscard]] std::string address() const;                  // "127.0.0.1:port"
    [[nodiscard]] int questions() const { return questions_; }  // for IPv4 addresses

private:
    void serve();
    [[nodiscard]] std::string answer_to(const std::string& question);

    const Names names_;
    int descriptor_;
    std::uint16_t port_ = 0;
    std::atomic<int> questions_ = 0;
    std::thread thread_;
};

}  // namespace croupier::net::test
