// SPDX-License-Identifier: Apache-2.0
// The bet desk and the dispatcher above the store in memory, with one provider, some casinos, one
// player and session each. Time stands still until the test moves it; the casinos answer by the
// test's script.
#pragma once

#include <map>
#include <string>

#include "support/fake_loop.h"
#include "support/fake_wallet.h"
#include "support/memory_store.h"
#include "usecases/bet_desk.h"
#include "usecases/dispatcher.h"

namespace croupier::usecases {

class DeskWorld {
public:
    explicit DeskWorld(
        const std::vector<std::uint32_t>& casinos = {7}, Dispatcher::Limits limits = {});

    // What the provider hears at once: "waiting", "accepted", "overloaded" …; "nothing" while the
    // step has no outcome.
    std::string place(const std::string& bet, std::uint32_t casino = 7);
    std::string settle(const std::string& bet, const std::string& win, std::uint32_t casino = 7);

    test::FakeLoop loop;
    test::FakeWallet wallet{loop};
    test::MemoryDisk disk;
    test::MemoryStore store{disk};
    base::SeededRandom random{1};
    base::LoopExecutor lane{loop};
    domain::ProviderId provider{base::make_uuid4(random)};
    DirectorySource directory;
    Batcher batcher{{loop, random, lane, store, directory}};
    Balances balances{loop, wallet};
    ListTrust trust{{loop, directory, wallet, batcher}, {}};
    Dispatcher dispatcher;
    BetDesk desk{{loop, random, directory, wallet, balances, batcher, {}}};

private:
    DirectoryPtr picture(const std::vector<std::uint32_t>& casinos) const;
    void open_session(domain::CasinoId casino);

    std::map<std::uint32_t, domain::SessionId> sessions_;
};

}  // namespace croupier::usecases
