// SPDX-License-Identifier: Apache-2.0
#include "app/hub.h"

#include <algorithm>

#include "app/directory_open.h"
#include "app/hub_metrics.h"
#include "app/signing_keys.h"
#include "app/store_watch.h"
#include "base/log.h"
#include "casino_api/client.h"
#include "casino_api/envelope.h"
#include "casino_api/routes.h"
#include "net/router.h"
#include "provider_api/client.h"
#include "provider_api/routes.h"
#include "storage/open.h"
#include "usecases/dispatcher.h"
#include "usecases/open_session.h"

namespace croupier::app {

namespace {

using base::fail;
constexpr std::size_t recovery_page = 1000;
constexpr std::size_t executor_queue_max = 65'536;

std::size_t crypto_threads() {
    const std::size_t cores = std::thread::hardware_concurrency();
    return cores > 2 ? cores - 1 : 1;
}

base::Failure<CommandError> store_fault(std::string sentence) {
    return {CommandError(ExitCode::store, std::move(sentence))};
}

}  // namespace

// In order of dependence: each part knows only those above it, and goes before them.
struct Hub::Parts {
    Parts(net::AsioLoop& on, Config given) : loop(on), config(std::move(given)) {}

    net::AsioLoop& loop;
    Config config;
    base::SystemRandom random;
    std::optional<crypto::MasterKey> master_key;

    // durable state
    std::optional<base::FileLock> store_lock;
    std::unique_ptr<usecases::Store> store;
    std::unique_ptr<usecases::StoreReader> reader;
    std::unique_ptr<usecases::DirectoryStore> directory_store;
    std::unique_ptr<usecases::OrderStore> orders;
    std::optional<usecases::DirectorySource> directory;
    std::optional<StoreWatch> watch;  // above `reads`, whose last jobs call it

    // threads beside the loop
    std::optional<base::ThreadExecutor> lane;
    std::optional<base::ThreadExecutor> crypto;
    std::optional<base::ThreadExecutor> reads;

    // towards the counterparties
    std::unique_ptr<net::HttpClient> http;
    std::optional<casino_api::Signer> signer;
    std::optional<casino_api::WalletClient> wallet;
    std::optional<provider_api::GameClient> games;

    // what the hub does
    std::optional<usecases::Batcher> batcher;
    std::optional<usecases::Balances> balances;
    std::optional<usecases::ListTrust> trust;
    std::optional<usecases::Dispatcher> dispatcher;
    std::optional<usecases::BetDesk> bets;
    std::optional<usecases::SessionDesk> sessions;

    // from the counterparties
    std::optional<provider_api::ProviderApi> provider_api;
    std::optional<casino_api::CasinoAuth> casino_auth;
    std::unique_ptr<net::HttpServer> server;
    bool draining = false;

    base::Result<void, std::string> open_store();
    base::Result<void, CommandError> open_directory();
    base::Result<usecases::DirectoryPtr, std::string> read_directory();
    void start_threads();
    void connect_counterparties();
    base::Result<void, CommandError> build_use_cases();
    base::Result<void, CommandError> recover();
    base::Result<void, CommandError> serve();
    std::vector<net::Route> operator_routes();
    void watch_store();
};

base::Result<std::unique_ptr<Hub>, CommandError> Hub::start(
    net::AsioLoop& loop, const Config& config) {
    auto parts = std::make_unique<Parts>(loop, config);
    // books and records, schema brought up to date
    if (auto opened = parts->open_store(); !opened.ok()) return store_fault(opened.error());
    CROUPIER_TRY_VOID(parts->open_directory());  // casinos, providers, games, signing keys
    parts->start_threads();           // a lane for commits, a pool for signatures, one for reads
    parts->connect_counterparties();  // clients towards casinos and providers
    CROUPIER_TRY_VOID(parts->build_use_cases());  // desks, batcher, dispatcher
    CROUPIER_TRY_VOID(parts->recover());  // what the last run left under way, before anything new
    CROUPIER_TRY_VOID(parts->serve());    // routes and the open port
    parts->watch_store();                 // what is ordered on the command line
    return std::make_unique<Hub>(std::move(parts));
}

base::Result<void, std::string> Hub::Parts::open_store() {
    CROUPIER_TRY(const storage::Source source, storage::open_store(config.store_url));
    auto lock = source.lock_for_hub();
    if (!lock.ok()) return fail(lock.error());
    store_lock.emplace(std::move(lock).value());
    CROUPIER_TRY_VOID(source.migrate(loop.now()));
    CROUPIER_TRY(store, source.make_store());
    CROUPIER_TRY(reader, source.make_reader());
    CROUPIER_TRY(directory_store, source.make_directory());
    CROUPIER_TRY(orders, source.make_orders());
    base::log_info("store", {{"url", config.store_url}});
    return {};
}

base::Result<void, CommandError> Hub::Parts::open_directory() {
    auto rows = directory_store->read();
    if (!rows.ok()) return store_fault(rows.error().detail);
    CROUPIER_TRY(master_key, open_master_key(config.keys.master_key_file, rows.value(), random));
    base::log_info(
        "keys", {{"master_key_file", config.keys.master_key_file.string()},
                 {"fingerprint", master_key->fingerprint()}});
    const auto made =
        ensure_keys({*directory_store, *master_key, random, loop.now()}, rows.value());
    if (!made.ok()) return store_fault(made.error().detail);
    CROUPIER_TRY(auto first, read_directory());
    directory.emplace(std::move(first));
    const usecases::DirectoryPtr now = directory->current();
    base::log_info(
        "directory", {{"casinos", now->casinos.size()},
                      {"providers", now->providers.size()},
                      {"games", now->games.size()},
                      {"signing_keys", now->keys.size()}});
    return {};
}

base::Result<usecases::DirectoryPtr, std::string> Hub::Parts::read_directory() {
    auto rows = directory_store->read();
    if (!rows.ok()) return fail(rows.error().detail);
    return app::open_directory(rows.value(), *master_key);
}

void Hub::Parts::start_threads() {
    lane.emplace("lane", 1, executor_queue_max);
    crypto.emplace("crypto", crypto_threads(), executor_queue_max);
    reads.emplace("reads", 1, 256);
}

void Hub::Parts::connect_counterparties() {
    http = loop.make_client(config.client);
    signer.emplace(
        casino_api::Signer::Parts{loop, random, *crypto, config.public_url, crypto_threads() + 1});
    wallet.emplace(casino_api::Sender::Parts{loop, random, *directory, *http, *signer});
    games.emplace(provider_api::GameClient::Parts{loop, random, *directory, *http});
}

base::Result<void, CommandError> Hub::Parts::build_use_cases() {
    const auto lists = reader->list_verdicts();
    if (!lists.ok()) return store_fault("the store cannot be read");
    batcher.emplace(
        usecases::Batcher::Parts{loop, random, *lane, *store, *directory, 0}, config.batch);
    balances.emplace(loop, *wallet);
    trust.emplace(usecases::ListTrust::Parts{loop, *directory, *wallet, *batcher}, lists.value());
    // The dispatcher watches commits before the held replies do: an answer may follow at once.
    usecases::Dispatcher::Limits limits;
    limits.lines = config.lines;
    dispatcher.emplace(
        usecases::Dispatcher::Parts{loop, *directory, *wallet, *balances, *batcher, *trust},
        limits);
    bets.emplace(usecases::BetDesk::Parts{
        loop, random, *directory, *wallet, *balances, *batcher, config.session});
    sessions.emplace(usecases::SessionDesk::Parts{
        loop, random, *directory, *wallet, *games, *balances, *batcher, *master_key,
        config.session});
    return {};
}

base::Result<void, CommandError> Hub::Parts::recover() {
    std::size_t count = 0;
    domain::BetId after{};
    while (true) {
        const auto page = reader->bets_at_work(after, recovery_page);
        if (!page.ok()) return store_fault("the store cannot be read");
        dispatcher->recover(page.value());
        count += page.value().size();
        if (page.value().size() < recovery_page) break;
        after = page.value().back();
    }
    base::log_info("recovery", {{"bets_under_way", count}});
    return {};
}

base::Result<void, CommandError> Hub::Parts::serve() {
    auto seen = reader->seen_requests(loop.now());
    if (!seen.ok()) return store_fault("the store cannot be read");
    provider_api.emplace(provider_api::ProviderApi::Parts{
        loop, *directory, *bets, *balances, *batcher, config.held_replies_max,
        std::move(seen).value()});
    casino_auth.emplace(casino_api::CasinoAuth::Parts{
        loop, *directory, *crypto, config.public_url, 4096, {}, config.keys.publish_retired_for});
    net::RefusalForms forms;
    forms.add(provider_api::refusal_form());
    forms.add(casino_api::refusal_form());
    net::Router router(forms);
    router.add(provider_api->routes());
    router.add(casino_api::routes(
        {loop, *directory, *casino_auth,
         [this](usecases::AcceptBooking accept, usecases::BetDesk::Done<usecases::Nothing> done) {
             bets->accept(std::move(accept), std::move(done));
         },
         [this](
             usecases::OpenSession open,
             std::function<void(domain::Outcome<usecases::OpenedSession>)> done) {
             sessions->open(std::move(open), std::move(done));
         },
         *reader, *reads}));
    router.add(operator_routes());
    net::ServerOptions options = config.server_options();
    options.refuse = forms;
    CROUPIER_TRY(server, loop.serve(options, std::move(router)));
    base::log_info(
        "listening", {{"address", config.listen.address},
                      {"port", server->port()},
                      {"public_url", config.public_url},
                      {"tls", !config.listen.tls_certificate.empty()}});
    return {};
}

std::vector<net::Route> Hub::Parts::operator_routes() {
    const auto live = [](const net::PathParameters&, const net::Request&, const net::Reply& reply) {
        reply(net::Response::json(200, R"({"status":"live"})"));
    };
    const auto ready =
        [this](const net::PathParameters&, const net::Request&, const net::Reply& reply) {
            reply(
                draining ? net::Response::json(503, R"({"status":"stopping"})")
                         : net::Response::json(200, R"({"status":"ready"})"));
        };
    const auto metrics =
        [this](const net::PathParameters&, const net::Request&, const net::Reply& reply) {
            reply(net::Response::text(
                200, metrics_text(
                         {.batcher = batcher->counters(),
                          .dispatcher = dispatcher->counters(),
                          .wallet = wallet->counters(),
                          .signer = *signer,
                          .lines = dispatcher->lines().figures(),
                          .lists = trust->figures(),
                          .lists_asked = trust->counters(),
                          .calls_in_flight = dispatcher->in_flight(),
                          .replies_held = provider_api->held(),
                          .log_lines_dropped = base::log_lines_dropped()})));
        };
    return {
        {"GET", "/health/live", live},
        {"GET", "/health/ready", ready},
        {"GET", "/metrics", metrics}};
}

void Hub::Parts::watch_store() {
    watch.emplace(StoreWatch::Parts{
        loop, *reads, *directory_store, *orders, *directory, *batcher,
        [this](const usecases::DirectoryRows& rows) {
            return app::open_directory(rows, *master_key);
        }});
    watch->start();
}

Hub::Hub(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Hub::~Hub() = default;

std::uint16_t Hub::port() const { return parts_->server->port(); }

void Hub::drain(base::Task done) {
    parts_->draining = true;
    parts_->watch->stop();
    const base::Instant limit = parts_->loop.now() + parts_->config.drain;
    parts_->provider_api->drain([this, limit, done = std::move(done)] {
        // The last held reply may have come at the limit: it has yet to be written.
        const base::Instant least = parts_->loop.now() + base::Duration(1000);
        parts_->server->drain(std::max(limit, least), done);
    });
}

ExitCode run_hub(const Config& config) {
    net::AsioLoop loop;
    std::unique_ptr<Hub> hub;
    ExitCode status = ExitCode::ok;
    loop.post([&] {
        auto started = Hub::start(loop, config);
        if (started.ok()) {
            hub = std::move(started).value();
            return;
        }
        base::log_error("the hub cannot start", {{"why", started.error().sentence}});
        status = started.error().code;
        loop.stop();
    });
    loop.on_terminate([&] {
        base::log_info("ending", {{"held_replies", "answered first"}});
        if (!hub) return loop.stop();
        hub->drain([&] { loop.stop(); });
    });
    loop.run();
    if (status == ExitCode::ok) base::log_info("ended");
    return status;
}

}  // namespace croupier::app
