// SPDX-License-Identifier: Apache-2.0
// The reference casino: a wallet that speaks the contract from the casino's side and keeps its own
// books, a witness that knows nothing of the hub's. It runs on one loop thread; all its state that
// matters is in one SQLite file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "crypto/secret.h"
#include "domain/currency.h"
#include "net/asio_loop.h"
#include "sandbox/casino/wallet.h"
#include "sandbox/common/start_error.h"

namespace croupier::sandbox::casino {

struct CasinoOptions {
    std::filesystem::path database = "casino.sqlite";
    std::int64_t client_id = 7001;
    crypto::Secret secret;
    std::string hub_url;  // http://host:port, without the path of the API
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one, see Casino::port()

    Booking booking = Booking::answer;
    Refusals refusals = Refusals::in_answer;
    Dialect dialect = Dialect::ours;
    std::vector<domain::Currency> currencies;  // in which players may have accounts

    base::Duration jwt_skew{5000};
    base::Duration accept_first_delay{1000};  // doubled with each failure …
    base::Duration accept_delay_max{30'000};  // … up to this
    base::Duration hub_timeout{5000};
    int time_scale_percent = 100;  // of the two delays above

    crypto::Secret gateway_authorization;  // not empty: the hub must send it verbatim
    crypto::Secret control_token;          // empty: the control API answers loopback peers only
    std::uint64_t fault_seed = 1;
    std::string faults;  // from the start; the JSON of POST /sandbox/faults, or nothing
};

// Loop thread only.
class Casino {
public:
    // One casino works on a database. The loop and the random source must outlive the casino.
    static base::Result<std::unique_ptr<Casino>, StartError> start(
        net::AsioLoop& loop, const CasinoOptions& options, base::Random& random);
    ~Casino();

    // For start() alone: Parts is complete nowhere else.
    struct Parts;
    explicit Casino(std::unique_ptr<Parts> parts);

    [[nodiscard]] std::uint16_t port() const;
    // Answers what has arrived and sends no accept any more; what is left in the queue goes out
    // after the next start.
    void drain(base::Instant deadline, base::Task done);

private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace croupier::sandbox::casino
