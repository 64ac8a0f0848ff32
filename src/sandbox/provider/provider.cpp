// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/provider.h"

#include <utility>

#include "base/file_lock.h"
#include "base/id.h"
#include "base/log.h"
#include "sandbox/common/control.h"
#include "sandbox/provider/control_api.h"
#include "sandbox/provider/frame_api.h"
#include "sandbox/provider/games_api.h"

namespace croupier::sandbox::provider {
namespace {

std::optional<std::string> problem_with(const ProviderOptions& options) {
    if (!base::parse_uuid(options.counterparty_id)) return "provider: counterparty id is no GUID";
    if (options.secret.empty()) return "provider: the secret is empty";
    if (options.hub_url.empty() || options.hub_url.ends_with('/')) {
        return "provider: hub url must be scheme and authority without a slash at the end";
    }
    if (options.time_scale_percent < 1) return "provider: time scale is below one percent";
    if (options.rounds_in_flight_max == 0) return "provider: no round may be in flight";
    return std::nullopt;
}

std::unique_ptr<base::Random> make_draws(std::uint64_t seed) {
    if (seed == 0) return std::make_unique<base::SystemRandom>();
    return std::make_unique<base::SeededRandom>(seed);
}

net::ClientLimits client_limits(std::size_t rounds_in_flight_max) {
    net::ClientLimits limits;
    // A call that waits for a connection would spend its reply time-out on waiting.
    limits.connections_max_per_lane = rounds_in_flight_max + 1;
    return limits;
}

base::Duration reply_timeout(const ProviderOptions& options) {
    return scaled(options.reply_timeout, options.time_scale_percent);
}

struct OpenedBook {
    base::FileLock lock;
    Book book;
    std::vector<Bet> unfinished;
    std::vector<SeenRequest> seen;
};

RequestMemory durable_memory(Book& book, std::vector<SeenRequest> before) {
    const auto keep = [&book](const SeenRequest& request, base::Instant oldest) {
        const auto kept = book.add_seen_request(request, oldest);
        if (!kept.ok()) {
            base::log_error("provider.book.not_written", {{"detail", kept.error().detail}});
        }
        return kept.ok();
    };
    return {std::move(before), keep};
}

db::DbResult<OpenedBook> read_book(
    base::FileLock lock, const std::filesystem::path& database, base::Instant now) {
    CROUPIER_TRY(auto book, Book::open(database, now));
    CROUPIER_TRY(auto unfinished, book.unfinished());
    CROUPIER_TRY(auto seen, book.seen_requests());
    return OpenedBook{std::move(lock), std::move(book), std::move(unfinished), std::move(seen)};
}

base::Result<OpenedBook, StartError> open_book(
    const std::filesystem::path& database, base::Instant now) {
    auto lock = base::FileLock::beside(database, "another provider");
    if (!lock.ok()) return base::fail(StartError::store(lock.error()));
    auto opened = read_book(std::move(lock).value(), database, now);
    if (opened.ok()) return std::move(opened).value();
    return base::fail(
        StartError::store("cannot open " + database.string() + ": " + opened.error().detail));
}

constexpr base::Duration disk_retry{1000};
constexpr int patience_in_replies = 2;  // a page waits for about a stake and a payout

}  // namespace

// In order of dependence; destroyed in reverse, the server first.
struct Provider::Parts {
    Parts(
        net::AsioLoop& the_loop, const ProviderOptions& options, OpenedBook opened,
        base::Random& random)
        : loop(the_loop),
          lock(std::move(opened.lock)),
          book(std::move(opened.book)),
          draws(make_draws(options.seed)),
          faults(options.seed != 0 ? options.seed : random.next_u64()),
          client(loop.make_client(client_limits(options.rounds_in_flight_max))),
          queue(loop, book, scaled(disk_retry, options.time_scale_percent)),
          hub({loop, *client, random, faults}, Signer(options.counterparty_id, options.secret),
              options.hub_url, reply_timeout(options)),
          runner(
              {loop, queue, hub, random, *draws},
              scaled(options.retry, options.time_scale_percent)),
          play({loop, runner, *draws}, options.rounds_in_flight_max),
          games_api(
              {loop, book, queue, faults}, SignatureChecker(
                                               Signer(options.counterparty_id, options.secret), {},
                                               durable_memory(book, std::move(opened.seen)))),
          frame_api(
              {loop, book, runner, play, hub, random},
              reply_timeout(options) * patience_in_replies),
          control_api({book, play, hub, faults}, options.control_token) {
        runner.on_round_over([this] {
            play.wake();
            if (on_rest && runner.in_flight() == 0) on_rest();
        });
    }

    net::AsioLoop& loop;
    base::FileLock lock;
    Book book;
    std::unique_ptr<base::Random> draws;
    Faults faults;
    std::unique_ptr<net::HttpClient> client;
    BookQueue queue;
    HubClient hub;
    RoundRunner runner;
    Play play;
    GamesApi games_api;
    FrameApi frame_api;
    ControlApi control_api;
    std::unique_ptr<net::HttpServer> server;
    base::Task on_rest;
    Lifeline lifetime;
};

Provider::Provider(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Provider::~Provider() = default;

base::Result<std::unique_ptr<Provider>, StartError> Provider::start(
    net::AsioLoop& loop, const ProviderOptions& options, base::Random& random) {
    if (auto problem = problem_with(options)) return base::fail(*std::move(problem));
    CROUPIER_TRY(auto opened, open_book(options.database, loop.now()));
    const std::vector<Bet> unfinished = std::move(opened.unfinished);
    auto parts = std::make_unique<Parts>(loop, options, std::move(opened), random);
    net::Router router;
    router.add(parts->games_api.routes());
    router.add(parts->frame_api.routes());
    router.add(parts->control_api.routes());
    router.add(live_route());
    net::ServerOptions listen;
    listen.address = options.listen_address;
    listen.port = options.port;
    CROUPIER_TRY(parts->server, loop.serve(listen, std::move(router)));
    const std::uint16_t port = parts->server->port();
    parts->games_api.set_base_url(
        options.public_url.empty() ? "http://" + options.listen_address + ":" + std::to_string(port)
                                   : options.public_url);

    base::log_info("provider.started", {{"port", port}, {"unfinished", unfinished.size()}});
    for (const Bet& bet : unfinished)
        parts->runner.resume(bet);
    return std::make_unique<Provider>(std::move(parts));
}

std::uint16_t Provider::port() const { return parts_->server->port(); }

void Provider::drain(base::Instant deadline, base::Task done) {
    // Two things have to end, each at the deadline at the latest: the server's answers and the
    // rounds.
    const auto left = std::make_shared<int>(2);
    const auto part_done = [left, done = std::move(done)] {
        if (--*left == 0) done();
    };
    parts_->play.stop();
    parts_->server->drain(deadline, parts_->lifetime.guard(part_done));
    const auto rest = std::make_shared<bool>(false);
    const auto at_rest = [rest, part_done] {
        if (!std::exchange(*rest, true)) part_done();
    };
    parts_->on_rest = at_rest;
    if (parts_->runner.in_flight() == 0) return parts_->loop.post(at_rest);
    parts_->loop.at(deadline, parts_->lifetime.guard(at_rest));
}

}  // namespace croupier::sandbox::provider
