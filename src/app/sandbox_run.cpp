// SPDX-License-Identifier: Apache-2.0
#include "app/sandbox_run.h"

#include "base/log.h"
#include "base/random.h"
#include "sandbox/provider/provider.h"

namespace croupier::app {

namespace {

constexpr base::Duration drain_time{10'000};

// Runs what `start` gives until a signal; what is under way then has drain_time to end.
template <class Start>
ExitCode run_until_signal(std::string_view who, const Terminal& terminal, Start start) {
    net::AsioLoop loop;
    base::SystemRandom random;
    auto started = start(loop, random);
    if (!started.ok()) {
        terminal.err << "croupier " << who << ": " << started.error().sentence << "\n";
        return started.error().of_store ? ExitCode::store : ExitCode::failed;
    }
    const auto counterparty = std::move(started).value();
    loop.on_terminate([&] {
        base::log_info("draining", {{"program", who}});
        counterparty->drain(loop.now() + drain_time, [&loop] { loop.stop(); });
    });
    base::log_info("listening", {{"program", who}, {"port", counterparty->port()}});
    loop.run();
    base::log_info("ended", {{"program", who}});
    return ExitCode::ok;
}

}  // namespace

ExitCode run_casino(const CasinoConfig& config, const Terminal& terminal) {
    return run_until_signal(
        "casino", terminal, [&config](net::AsioLoop& loop, base::Random& random) {
            return sandbox::casino::Casino::start(loop, config.options, random);
        });
}

ExitCode run_provider(const ProviderConfig& config, const Terminal& terminal) {
    return run_until_signal(
        "provider", terminal, [&config](net::AsioLoop& loop, base::Random& random) {
            return sandbox::provider::Provider::start(loop, config.options, random);
        });
}

}  // namespace croupier::app
