// SPDX-License-Identifier: Apache-2.0
// GET /metrics: what the hub counts, in the text format that Prometheus reads.
#pragma once

#include <string>

#include "casino_api/client.h"
#include "usecases/batcher.h"
#include "usecases/dispatcher.h"

namespace croupier::app {

struct HubFigures {
    const usecases::BatcherCounters& batcher;
    const usecases::DispatcherCounters& dispatcher;
    const casino_api::WalletCounters& wallet;
    const casino_api::Signer& signer;
    std::vector<usecases::Lines::Figures> lines{};
    std::vector<usecases::ListTrust::Figures> lists{};
    usecases::ListTrustCounters lists_asked{};
    std::size_t calls_in_flight = 0;
    std::size_t replies_held = 0;
    std::uint64_t log_lines_dropped = 0;
};

std::string metrics_text(const HubFigures& figures);

}  // namespace croupier::app
