// SPDX-License-Identifier: Apache-2.0
#include "scenarios/hub_world.h"

#include "base/text.h"
#include "casino_api/errors.h"
#include "net/router.h"
#include "provider_api/signature.h"
#include "storage/open.h"
#include "usecases/open_session.h"

namespace croupier::scenarios {

namespace {

const domain::CasinoId casino_id(7001);
const domain::PartnerUserId partner_user("p1");
const crypto::Secret secret("a-secret-of-the-scenarios");

domain::Currency euro() { return *domain::Currency::from_code("EUR"); }

template <class T>
T must(base::Result<T, std::string> result) {
    if (!result.ok()) fprintf(stderr, "scenario world: %s\n", result.error().c_str());
    return std::move(result).value();
}

// Launches, and says nothing of it.
struct WillingGames final : usecases::ProviderGames {
    void launch(
        const usecases::LaunchOrder&,
        std::function<void(domain::Outcome<std::string>)> frame_uri) override {
        frame_uri(std::string("https://games.test/"));
    }
};

}  // namespace

struct HubWorld::Running {
    Running(HubWorld& world, const std::string& url)
        : random(++world.lives_),
          lane(world.loop),
          store(must(must(storage::open_store(url)).make_store())),
          reader(must(must(storage::open_store(url)).make_reader())),
          directory(picture(world)),
          batcher({world.loop, random, lane, *store, directory, 0}),
          balances(world.loop, world.casino),
          trust({world.loop, directory, world.casino, batcher}, verdicts(world)),
          dispatcher({world.loop, directory, world.casino, balances, batcher, trust}),
          desk({world.loop, random, directory, world.casino, balances, batcher, {}}),
          sessions(
              {world.loop,
               random,
               directory,
               world.casino,
               games,
               balances,
               batcher,
               master_key,
               {}}),
          api(
              {world.loop, directory, desk, balances, batcher,
               provider_api::HeldReplies::replies_max_default,
               reader->seen_requests(world.loop.now()).value()}) {
        router.add(api.routes());
        batcher.watch([&world](const usecases::Committed& news) {
            for (const auto& alarm : news.alarms) {
                world.alarms_.emplace_back(domain::to_text(alarm.kind));
            }
            for (const auto& write : news.bets) {
                world.ids_[write.bet.provider_bet.value()] = write.bet.id;
            }
            if (world.on_commit) world.on_commit();
        });
    }

    static usecases::DirectoryPtr picture(const HubWorld& world) {
        auto directory = std::make_shared<usecases::Directory>();
        directory->casinos[casino_id] = {.terms = world.casino.terms, .secret_sha256 = {}};
        directory->providers[world.provider.id] = {.terms = world.provider, .secret = secret};
        domain::GameTerms game;
        game.id = domain::GameId(1);
        game.provider = world.provider.id;
        game.name = "game";
        directory->games[game.id] = game;
        return directory;
    }

    std::vector<usecases::ListVerdict> verdicts(const HubWorld& world) {
        auto known = reader->list_verdicts().value();
        if (known.empty() && world.casino_known) {
            known.push_back(
                {.casino = casino_id,
                 .bet = domain::BetId(1),  // of a time before the scenario
                 .believed = true,
                 .judged_at = test::FakeLoop::start});
        }
        return known;
    }

    base::SeededRandom random;
    base::LoopExecutor lane;
    std::unique_ptr<usecases::Store> store;
    std::unique_ptr<usecases::StoreReader> reader;
    usecases::DirectorySource directory;
    usecases::Batcher batcher;
    usecases::Balances balances;
    usecases::ListTrust trust;
    usecases::Dispatcher dispatcher;
    usecases::BetDesk desk;
    WillingGames games;
    crypto::MasterKey master_key = crypto::MasterKey::for_tests();
    usecases::SessionDesk sessions;
    provider_api::ProviderApi api;
    net::Router router;
};

HubWorld::HubWorld() {
    base::SeededRandom random(42);
    provider.id = domain::ProviderId(base::make_uuid4(random));
    provider.name = "studio";
    casino.terms.id = casino_id;
    casino.terms.name = "casino";
    casino.terms.currencies = {euro()};
    casino.terms.booking = domain::Booking::answer;
    casino.terms.repeat_key = domain::RepeatKey::transaction;
    casino.send_accept = [this](
                             const domain::Bet& bet, std::size_t ordinal, const std::string& name) {
        send_accept(bet, ordinal, name);
    };
}

HubWorld::~HubWorld() { kill(); }

void HubWorld::start() {
    const std::string url = "sqlite:" + folder_.file("hub.sqlite").string();
    const auto migrated = must(storage::open_store(url)).migrate(loop.now());
    CROUPIER_CHECK(migrated.ok());
    const bool first = lives_ == 0;
    const bool enabled = provider.enabled;
    if (first) provider.enabled = true;  // until its player has a session
    hub_ = std::make_unique<Running>(*this, url);
    if (first) new_session();
    provider.enabled = enabled;
    hub_->directory.replace(Running::picture(*this));
    hub_->dispatcher.recover(hub_->reader->bets_at_work(domain::BetId{}, 1000).value());
    settle();
}

void HubWorld::kill() {
    if (!hub_) return;
    hub_.reset();
    loop.forget_all();
    casino.go_on();
}

void HubWorld::put(std::function<void(usecases::View&)> write) {
    usecases::Step step;
    step.what = "scenario";
    step.names.sessions.push_back(session_);
    step.names.partner_players.push_back({casino_id, partner_user});
    step.decide = [write = std::move(write)](usecases::View& view) {
        write(view);
        return usecases::Keep::yes;
    };
    step.done = [](std::optional<domain::ErrorCode>) {};
    hub_->batcher.submit(std::move(step));
    settle();
}

int HubWorld::new_session() {
    usecases::OpenSession command;
    command.casino = casino_id;
    command.game = domain::GameId(1);
    command.refresh_token = crypto::Secret(partner_user.value());
    command.currency_code = euro().code();
    int code = 0;
    hub_->sessions.open(command, [&](const domain::Outcome<usecases::OpenedSession>& opened) {
        code = opened.ok() ? 200 : static_cast<int>(casino_api::to_wire(opened.error().code).code);
        if (opened.ok()) session_ = opened.value().session;
    });
    settle();
    return code;
}

int HubWorld::other_session() {
    const domain::SessionId used = session_;
    const int code = new_session();
    session_ = used;
    return code;
}

void HubWorld::end_session() {
    put([this](usecases::View& view) {
        domain::Session session = *view.session(session_);
        session.ended_at = view.now();
        view.put(session);
    });
}

std::shared_ptr<Call> HubWorld::call(const std::string& name, const std::string& body) {
    auto call = std::make_shared<Call>(Call{name, body, {}});
    net::Request request;
    request.method = body.empty() ? "GET" : "POST";
    const std::string verb = body.empty() ? "/balance" : "/bets/" + name;
    request.path = "/v1/sessions/" + base::to_text(session_.value()) + verb;
    request.target = request.path;
    request.headers = provider_api::sign_call(provider.id, secret, body, loop.now(), hub_->random);
    request.body = body;
    request.arrived = loop.now();
    hub_->router(std::move(request), net::Reply([call](net::Response response) {
                     const auto json = base::parse_json(response.body);
                     const base::Json* code =
                         json.ok() ? json.value().find("_responseCode") : nullptr;
                     call->code = -response.status;
                     if (code != nullptr) {
                         call->code = static_cast<int>(*base::parse_i64(code->number_text()));
                     }
                 }));
    settle();
    return call;
}

int HubWorld::accept(usecases::AcceptBooking command) {
    command.casino = casino_id;
    int code = 0;
    hub_->desk.accept(std::move(command), [&code](domain::Outcome<usecases::Nothing> outcome) {
        code =
            outcome.ok() ? 200 : static_cast<int>(casino_api::to_wire(outcome.error().code).code);
    });
    settle();
    return code;
}

bool HubWorld::order(const usecases::Order& order) {
    bool obeyed = false;
    usecases::carry_out(hub_->batcher, order, [&obeyed](const auto& outcome) {
        obeyed = outcome && outcome->obeyed;
    });
    settle();
    return obeyed;
}

void HubWorld::send_accept(const domain::Bet& bet, std::size_t ordinal, const std::string& name) {
    if (!hub_) return;
    const domain::Transfer& transfer = bet.transfers[ordinal];
    usecases::AcceptBooking command;
    command.casino = casino_id;
    command.bet = bet.id;
    command.partner_user = bet.partner_user;
    command.type = transfer.type;
    command.amount = domain::to_text(transfer.amount);
    command.partner_transaction = domain::PartnerTransactionId(name);
    command.success = true;
    if (!casino.stock) command.transaction = transfer.id;
    hub_->desk.accept(std::move(command), [](domain::Outcome<usecases::Nothing>) {});
}

std::optional<domain::Bet> HubWorld::bet(const std::string& provider_bet) {
    const auto id = ids_.find(provider_bet);
    if (id == ids_.end()) return std::nullopt;
    const auto found = hub_->reader->bets_after(domain::BetId(id->second.value() - 1), 1);
    if (!found.ok() || found.value().empty()) return std::nullopt;
    return found.value().front();
}

std::vector<std::string> HubWorld::take_alarms() { return std::exchange(alarms_, {}); }

sim::Books HubWorld::books() {
    sim::Books books;
    for (const auto& [id, bet] : casino.bets) {
        for (const CasinoBooking& one : bet.bookings)
            books.wallets.push_back({id.value(), static_cast<int>(one.type), one.amount.minor()});
        if (bet.closed) books.closed.insert(id.value());
    }
    const auto bets = hub_->reader->bets_after(domain::BetId{}, 1000).value();
    for (const domain::Bet& bet : bets) {
        for (const domain::Transfer& one : bet.transfers) {
            if (one.state != domain::TransferState::booked) continue;
            books.hub_booked.push_back(
                {bet.id.value(), static_cast<int>(one.type), one.amount.minor()});
        }
    }
    const auto balances = hub_->reader->balances().value();
    for (const auto& [account, sum] : balances)
        books.hub_balances[std::string(domain::to_text(account.purpose))] += sum;
    return books;
}

std::optional<std::string> HubWorld::unrest() {
    const auto at_work = hub_->reader->bets_at_work(domain::BetId{}, 10);
    if (!at_work.ok()) return "the store cannot be read";
    std::size_t due = 0;
    for (const domain::BetId id : at_work.value()) {
        const auto bet = hub_->reader->bet(id);
        if (!domain::only_looks_are_left(*bet.value(), casino.terms)) ++due;
    }
    if (due > 0) return std::to_string(due) + " bets have something due";
    domain::Balances expected;
    const auto bets = hub_->reader->bets_after(domain::BetId{}, 1000);
    for (const domain::Bet& bet : bets.value()) {
        for (const domain::Transfer& transfer : bet.transfers) {
            const auto position = domain::position_of(transfer);
            if (!position) continue;
            const std::int64_t minor = transfer.amount.minor();
            expected[{bet.casino, bet.provider, bet.currency, position->debit}] += minor;
            expected[{bet.casino, bet.provider, bet.currency, position->credit}] -= minor;
        }
    }
    auto balances = hub_->reader->balances().value();
    const auto zero = [](const auto& entry) { return entry.second == 0; };
    std::erase_if(expected, zero);
    std::erase_if(balances, zero);
    if (balances != expected) return "the ledger differs from the bets";
    return std::nullopt;
}

}  // namespace croupier::scenarios
