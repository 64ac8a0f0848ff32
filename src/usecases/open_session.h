// SPDX-License-Identifier: Apache-2.0
// A session begins: the casino vouches for the player (users/auth), the session becomes durable,
// the provider launches the game. In this order, because a provider may ask the balance before it
// has answered the launch.
#pragma once

#include <functional>
#include <string>

#include "crypto/sealed.h"
#include "usecases/balances.h"
#include "usecases/batcher.h"
#include "usecases/directory.h"
#include "usecases/ports.h"

namespace croupier::usecases {

struct OpenSession {
    domain::CasinoId casino;
    domain::GameId game;
    domain::Mode mode = domain::Mode::real;
    crypto::Secret refresh_token;  // real mode
    std::string currency_code;
    std::string language;
    std::string return_url;
    std::string view_type;
    std::int64_t tag_id = 0;
};
struct OpenedSession {
    domain::SessionId session;
    std::string url;
};

class SessionDesk {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;
        DirectorySource& directory;
        CasinoWallet& wallet;
        ProviderGames& games;
        Balances& balances;
        Batcher& batcher;
        const crypto::MasterKey& master_key;
        domain::SessionPolicy policy;
    };
    explicit SessionDesk(const Parts& parts) : parts_(parts) {}
    void open(OpenSession command, std::function<void(Outcome<OpenedSession>)> done);

private:
    Parts parts_;
};

domain::Slot slot_for(domain::CasinoId casino, const domain::PartnerUserId& user);

}  // namespace croupier::usecases
