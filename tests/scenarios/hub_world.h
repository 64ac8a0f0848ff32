// SPDX-License-Identifier: Apache-2.0
// The hub of a scenario: the real use cases and the real provider routes above the real SQLite
// store, on a loop whose time stands still, with one provider, one casino, one player.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "provider_api/routes.h"
#include "scenarios/fake_casino.h"
#include "sim/auditor.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"
#include "usecases/dispatcher.h"
#include "usecases/orders.h"

namespace croupier::scenarios {

struct Call {
    std::string name;  // "pay-in"
    std::string body;
    std::optional<int> code;  // once answered
};

class HubWorld {
public:
    HubWorld();
    ~HubWorld();

    test::FakeLoop loop;
    FakeCasino casino{loop};
    domain::ProviderTerms provider;
    bool casino_known = true;  // its lists were seen to hold what it booked, before the first start

    // Takes the settings and starts the hub, on the same store as before if there was one.
    void start();
    // The hub dies where it stands; what the casino still says to it is lost.
    void kill();
    // What the casino hears when it launches a game for the player: 200 or an error number.
    int new_session();
    int other_session();  // the calls go on through the one before
    void end_session();

    std::shared_ptr<Call> call(const std::string& name, const std::string& body);
    int accept(usecases::AcceptBooking command);
    // Whether it was obeyed.
    bool order(const usecases::Order& order);
    void advance(base::Duration by) { loop.advance(by); }
    void settle() { loop.run(); }

    std::optional<domain::Bet> bet(const std::string& provider_bet);
    std::vector<std::string> take_alarms();
    // Wallets, booked rows and balances.
    [[nodiscard]] sim::Books books();
    // Runs when a commit is durable and what follows from it has left.
    std::function<void()> on_commit;
    // Why the hub is not at rest, or nothing.
    std::optional<std::string> unrest();

private:
    struct Running;
    void put(std::function<void(usecases::View&)> write);
    void send_accept(const domain::Bet& bet, std::size_t ordinal, const std::string& name);

    test::TempFolder folder_;
    std::unique_ptr<Running> hub_;
    domain::SessionId session_;
    std::map<std::string, domain::BetId> ids_;
    std::vector<std::string> alarms_;
    std::uint64_t lives_ = 0;
};

}  // namespace croupier::scenarios
