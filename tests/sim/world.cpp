// SPDX-License-Identifier: Apache-2.0
#include "sim/world.h"

#include "base/executor.h"
#include "base/text.h"
#include "casino_api/errors.h"
#include "provider_api/routes.h"
#include "provider_api/signature.h"
#include "usecases/dispatcher.h"
#include "usecases/list_trust.h"
#include "usecases/open_session.h"

namespace croupier::sim {

namespace {

const crypto::Secret secret("a-secret-of-the-simulation");
const domain::GameId game_id(1);

domain::Currency euro() { return *domain::Currency::from_code("EUR"); }

domain::Session session_of(const Seat& seat, const usecases::View& view) {
    return {
        .id = seat.session,
        .player = seat.player,
        .casino = seat.casino,
        .provider = view.directory().providers.begin()->first,
        .game = game_id,
        .currency = euro(),
        .min_bet = domain::Money(1, euro()),
        .max_bet = domain::Money(1'000'000, euro()),
        .language = "en",
        .refresh_token_sealed = {},
        .purse = domain::Money::zero(euro()),
        .created_at = view.now(),
        .last_call_at = view.now(),
        .ended_at = {}};
}

}  // namespace

struct World::Hub {
    explicit Hub(World& world)
        : random(++world.lives_),
          lane(*world.loop_),
          store(world.disk_),
          reader(world.disk_),
          directory(world.directory_),
          batcher({*world.loop_, random, lane, store, directory, 0}),
          balances(*world.loop_, world.casinos_),
          trust({*world.loop_, directory, world.casinos_, batcher}, reader.list_verdicts().value()),
          dispatcher({*world.loop_, directory, world.casinos_, balances, batcher, trust}),
          desk({*world.loop_, random, directory, world.casinos_, balances, batcher, {}}),
          api(
              {*world.loop_, directory, desk, balances, batcher,
               provider_api::HeldReplies::replies_max_default,
               reader.seen_requests(world.loop_->now()).value()}) {
        router.add(api.routes());
        batcher.watch([&world](const usecases::Committed& news) {
            for (const auto& alarm : news.alarms)
                world.alarms_.emplace_back(domain::to_text(alarm.kind));
        });
    }

    base::SeededRandom random;
    base::LoopExecutor lane;
    test::MemoryStore store;
    test::MemoryReader reader;
    usecases::DirectorySource directory;
    usecases::Batcher batcher;
    usecases::Balances balances;
    usecases::ListTrust trust;
    usecases::Dispatcher dispatcher;
    usecases::BetDesk desk;
    provider_api::ProviderApi api;
    net::Router router;
};

World::World(base::SeededRandom& random, Swarm& swarm)
    : random_(random),
      swarm_(swarm),
      casinos_(time_, random, swarm),
      provider_(base::make_uuid4(random)) {
    draw_casinos();
    disk_.draw_fault = [this](test::MemoryOperation operation) { return fault(operation); };
}

World::~World() { kill(); }

// One to three casinos, one to three players each.
void World::draw_casinos() {
    auto directory = std::make_shared<usecases::Directory>();
    const std::uint64_t count = 1 + random_.below(3);
    for (std::uint64_t number = 1; number <= count; ++number) {
        domain::CasinoTerms terms;
        terms.id = domain::CasinoId(7000 + number);
        terms.currencies = {euro()};
        terms.booking = random_.chance(1, 2) ? domain::Booking::accept : domain::Booking::answer;
        const auto style = static_cast<Style>(random_.below(3));
        terms.repeat_key = domain::RepeatKey::info;
        if (style == Style::one_of_a_type) terms.repeat_key = domain::RepeatKey::bet_type;
        if (style == Style::ours && random_.chance(1, 2)) {
            terms.repeat_key = domain::RepeatKey::transaction;
        }
        directory->casinos[terms.id] = {.terms = terms, .secret_sha256 = {}};
        casinos_.add(terms, style);
        seat_players(terms, style);
    }
    domain::ProviderTerms provider;
    provider.id = provider_;
    directory->providers[provider_] = {.terms = provider, .secret = secret};
    domain::GameTerms game;
    game.id = game_id;
    game.provider = provider_;
    directory->games[game.id] = game;
    directory_ = directory;
}

void World::seat_players(const domain::CasinoTerms& terms, Style style) {
    const std::uint64_t players = 1 + random_.below(3);
    for (std::uint64_t number = 1; number <= players; ++number) {
        Seat seat;
        seat.casino = terms.id;
        seat.user = domain::PartnerUserId("p" + std::to_string(number));
        seat.player = {
            usecases::slot_for(seat.casino, seat.user),
            domain::PlayerId(base::make_uuid4(random_))};
        seat.one_payout = style == Style::one_of_a_type;
        seats_.push_back(seat);
    }
}

test::MemoryFault World::fault(test::MemoryOperation operation) {
    if (steady_) return test::MemoryFault::none;
    const auto drawn = swarm_.store_fault(operation);
    if (operation == test::MemoryOperation::commit && swarm_.dies_at_commit()) loop_->die();
    return drawn;
}

void World::start() {
    loop_ = std::make_unique<HubLoop>(time_, ahead_);
    hub_ = std::make_unique<Hub>(*this);
    casinos_.hub_starts(
        *loop_, [this](usecases::AcceptBooking command, std::function<void(int)> done) {
            hub_->desk.accept(
                std::move(command), [done](domain::Outcome<usecases::Nothing> outcome) {
                    done(
                        outcome.ok()
                            ? 200
                            : static_cast<int>(casino_api::to_wire(outcome.error().code).code));
                });
        });
    hub_->dispatcher.recover(hub_->reader.bets_at_work(domain::BetId{}, 100'000).value());
    time_.run();
}

void World::kill() {
    casinos_.hub_died();
    hub_.reset();
    loop_.reset();
}

void World::set_clock(base::Duration ahead) {
    ahead_ = ahead;
    if (loop_) loop_->set_clock(ahead);
}

void World::open_sessions() {
    steady_ = true;
    for (Seat& seat : seats_) {
        seat.session = domain::make_session_id(seat.player.slot, loop_->now(), random_);
        usecases::Step step;
        step.what = "open";
        step.names.partner_players.push_back({seat.casino, seat.user});
        step.decide = [seat](usecases::View& view) {
            if (view.player(seat.player) == nullptr) {
                view.put(domain::Player{seat.player, seat.casino, seat.user, view.now(), {}});
            }
            view.put(session_of(seat, view));
            return usecases::Keep::yes;
        };
        step.done = [](std::optional<domain::ErrorCode> failed) { CROUPIER_CHECK(!failed); };
        hub_->batcher.submit(std::move(step));
        time_.run();
    }
    steady_ = false;
}

std::shared_ptr<Call> World::call(
    const Seat& seat, const std::string& name, const std::string& body) {
    auto call = std::make_shared<Call>();
    if (!alive()) {
        call->code = -1;  // nobody took the connection
        return call;
    }
    net::Request request;
    request.method = "POST";
    request.path = "/v1/sessions/" + base::to_text(seat.session.value()) + "/bets/" + name;
    request.target = request.path;
    request.headers = provider_api::sign_call(provider_, secret, body, loop_->now(), random_);
    request.body = body;
    request.arrived = loop_->now();
    hub_->router(std::move(request), net::Reply([call](net::Response response) {
                     const auto json = base::parse_json(response.body);
                     const base::Json* code =
                         json.ok() ? json.value().find("_responseCode") : nullptr;
                     call->code = -response.status;
                     if (code != nullptr) {
                         call->code = static_cast<int>(*base::parse_i64(code->number_text()));
                     }
                 }));
    return call;
}

std::uint64_t World::number_of(const Seat& seat, const std::string& bet) const {
    const auto& known = disk_.books().bets_by_key;
    const auto found = known.find({provider_, seat.player, domain::ProviderBetId(bet)});
    return found == known.end() ? 0 : found->second.value();
}

std::optional<std::string> World::unrest() const {
    if (casinos_.busy()) return "a casino has something under way";
    for (const auto& [id, row] : disk_.books().bets) {
        const auto& terms = directory_->casino(row.bet.casino)->terms;
        if (row.next_due && !domain::only_looks_are_left(row.bet, terms))
            return "bet " + std::to_string(id.value()) + " has something due";
    }
    return std::nullopt;
}

Books World::books() const {
    Books books;
    for (const WalletLine& line : casinos_.wallet())
        books.wallets.push_back({line.bet.value(), line.type, line.minor});
    for (const auto& [id, row] : disk_.books().bets) {
        for (const domain::Transfer& one : row.bet.transfers) {
            if (one.state != domain::TransferState::booked) continue;
            books.hub_booked.push_back(
                {id.value(), static_cast<int>(one.type), one.amount.minor()});
        }
        if (casinos_.closed(id)) books.closed.insert(id.value());
    }
    for (const auto& [account, sum] : disk_.books().accounts)
        books.hub_balances[std::string(domain::to_text(account.purpose))] +=
            static_cast<std::int64_t>(sum);
    books.alarms = alarms_;
    return books;
}

}  // namespace croupier::sim
