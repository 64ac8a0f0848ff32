// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/casino.h"

#include <algorithm>
#include <utility>

#include "base/file_lock.h"
#include "base/log.h"
#include "sandbox/casino/accept_sender.h"
#include "sandbox/casino/call_gate.h"
#include "sandbox/casino/control_api.h"
#include "sandbox/casino/desk.h"
#include "sandbox/casino/hub_client.h"
#include "sandbox/casino/jwks_cache.h"
#include "sandbox/casino/late_calls.h"
#include "sandbox/casino/partner_api.h"
#include "sandbox/common/control.h"

namespace croupier::sandbox::casino {

namespace {

constexpr base::Duration between_tidyings{2000};
constexpr std::size_t body_bytes_max = 1024 * 1024;

std::string api_url(std::string hub_url) {
    while (hub_url.ends_with('/'))
        hub_url.pop_back();
    return hub_url + "/mis-api/api/v2";
}

WalletRules wallet_rules(const CasinoOptions& options) {
    WalletRules rules;
    rules.number_prefix = "C" + std::to_string(options.client_id);
    rules.booking = options.booking;
    rules.refusals = options.refusals;
    rules.dialect = options.dialect;
    return rules;
}

HubAccess hub_access(const CasinoOptions& options) {
    return {api_url(options.hub_url), options.client_id, options.secret, options.hub_timeout};
}

AcceptPolicy accept_policy(const CasinoOptions& options) {
    const auto scaled = [&](base::Duration duration) {
        return std::max(
            base::Duration(10), duration * std::max(1, options.time_scale_percent) / 100);
    };
    AcceptPolicy policy;
    policy.delays.first = scaled(options.accept_first_delay);
    policy.delays.most = scaled(options.accept_delay_max);
    return policy;
}

struct LockedStore {
    base::FileLock lock;
    WalletStore store;
};

base::Result<LockedStore, StartError> open_store(
    const std::filesystem::path& database, base::Instant now) {
    auto lock = base::FileLock::beside(database, "another casino");
    if (!lock.ok()) return base::fail(StartError::store(lock.error()));
    auto store = WalletStore::open(database, now);
    if (!store.ok()) return base::fail(StartError::store(store.error()));
    return LockedStore{std::move(lock).value(), std::move(store).value()};
}

}  // namespace

// In the order of construction; each one may use those above it.
struct Casino::Parts {
    Parts(
        net::AsioLoop& the_loop, const CasinoOptions& options, base::Random& random,
        LockedStore the_store)
        : loop(the_loop),
          lock(std::move(the_store.lock)),
          store(std::move(the_store.store)),
          wallet(store, wallet_rules(options), random),
          desk(store, wallet, options.currencies, random),
          client(the_loop.make_client()),
          faults(options.fault_seed, FaultsOf::casino),
          keys(loop, *client, api_url(options.hub_url) + "/auth/jwks"),
          gate(store, options.client_id, options.jwt_skew),
          hub(loop, *client, hub_access(options)),
          accepts({loop, hub, store, faults, random}, accept_policy(options)),
          late(loop, store),
          partner_api(
              {loop, keys, gate, store, wallet, accepts, late, faults},
              options.gateway_authorization),
          control_api(
              {loop, desk, wallet, hub, accepts, late, partner_api}, options.control_token) {}

    ~Parts() { loop.cancel(tidying); }

    void tidy_later() {
        tidying = loop.at(loop.now() + between_tidyings, [this] {
            store.tidy(loop.now());
            tidy_later();
        });
    }

    base::Loop& loop;
    base::FileLock lock;
    WalletStore store;
    Wallet wallet;
    Desk desk;
    std::unique_ptr<net::HttpClient> client;
    Faults faults;
    JwksCache keys;
    CallGate gate;
    HubClient hub;
    AcceptSender accepts;
    LateCalls late;
    PartnerApi partner_api;
    ControlApi control_api;
    net::Router router;
    std::unique_ptr<net::HttpServer> server;
    base::TimerId tidying = base::TimerId::none;
};

base::Result<std::unique_ptr<Casino>, StartError> Casino::start(
    net::AsioLoop& loop, const CasinoOptions& options, base::Random& random) {
    if (options.currencies.empty())
        return base::fail(std::string("casino: at least one currency is wanted"));
    CROUPIER_TRY(auto store, open_store(options.database, loop.now()));
    auto parts = std::make_unique<Parts>(loop, options, random, std::move(store));
    if (!options.faults.empty()) {
        CROUPIER_TRY_VOID(parts->faults.apply(options.faults));
    }
    CROUPIER_TRY_VOID(parts->accepts.resume());
    CROUPIER_TRY_VOID(parts->partner_api.resume());

    parts->router.add(parts->partner_api.routes());
    parts->router.add(parts->control_api.routes());
    parts->router.add(fault_routes(parts->faults, options.control_token));
    parts->router.add(live_route());
    net::ServerOptions server{
        .address = options.address,
        .port = options.port,
        .limits = {},
        .tls_certificate_file = "",
        .tls_private_key_file = ""};
    server.limits.body_bytes_max = body_bytes_max;
    CROUPIER_TRY(
        parts->server,
        loop.serve(server, [router = &parts->router](net::Request request, net::Reply reply) {
            (*router)(std::move(request), std::move(reply));
        }));
    parts->keys.fetch();
    parts->tidy_later();
    base::log_info(
        "casino.started", {{"client_id", options.client_id}, {"port", parts->server->port()}});
    return std::make_unique<Casino>(std::move(parts));
}

Casino::Casino(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Casino::~Casino() = default;

std::uint16_t Casino::port() const { return parts_->server->port(); }

void Casino::drain(base::Instant deadline, base::Task done) {
    parts_->accepts.stop();
    parts_->server->drain(deadline, std::move(done));
}

}  // namespace croupier::sandbox::casino
