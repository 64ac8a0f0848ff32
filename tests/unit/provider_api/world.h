// SPDX-License-Identifier: Apache-2.0
// One hub with its real parts on a store in memory, a loop whose time the test moves, one
// casino that answers by script, one provider that signs its calls.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "provider_api/routes.h"
#include "support/fake_loop.h"
#include "support/fake_wallet.h"
#include "support/memory_store.h"
#include "usecases/dispatcher.h"

namespace croupier::test {

domain::Currency eur();
domain::Money euros(std::string_view text);
base::Uuid uuid_of(std::uint8_t last);

inline constexpr std::string_view provider_secret = "provider-secret";
domain::ProviderId provider_id();
domain::ProviderTerms provider_terms();
// Casino 7, the provider, and its game 1 ("book of rounds").
usecases::Directory directory();
usecases::DirectoryPtr share(usecases::Directory directory);

// A request with valid headers; each draws the next request id.
struct SignedCall {
    std::string method = "POST";
    std::string path = "/";
    std::string body;
    base::Instant at = FakeLoop::start;
};
net::Request signed_request(const SignedCall& call);

struct Heard {
    int code = 0;  // _responseCode; 0: not answered
    int status = 0;
    std::string balance;  // digits; "" when absent
    std::string currency;
    base::Instant at{};
    bool operator==(const Heard&) const = default;
};

class World {
public:
    explicit World(usecases::Directory directory = test::directory());
    ~World();

    // The index of the call; what it heard is in heard() once it was answered.
    std::size_t call(const std::string& what, const std::string& body = {});
    std::size_t call(net::Request request);
    [[nodiscard]] const Heard& heard(std::size_t call) const { return heard_.at(call); }
    // Calls, lets what is due happen while time stands still, and answers what was heard.
    Heard ask(const std::string& what, const std::string& body = {});
    // The same in the session of play money.
    Heard ask_demo(const std::string& what, const std::string& body = {});

    FakeLoop loop;
    FakeWallet wallet{loop};
    [[nodiscard]] provider_api::ProviderApi& api();
    [[nodiscard]] usecases::DirectorySource& directory();
    [[nodiscard]] MemoryDisk& disk();
    [[nodiscard]] domain::SessionId session() const;

private:
    struct Hub;
    void open(const domain::Session& session);
    std::unique_ptr<Hub> hub_;
    std::deque<Heard> heard_;
};

}  // namespace croupier::test
