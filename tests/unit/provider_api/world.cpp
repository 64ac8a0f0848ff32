// SPDX-License-Identifier: Apache-2.0
#include "unit/provider_api/world.h"

#include "base/executor.h"
#include "base/text.h"
#include "provider_api/signature.h"
#include "usecases/open_session.h"

namespace croupier::test {

namespace {

constexpr domain::CasinoId casino_7{7};
constexpr domain::GameId game_1{1};

const domain::PartnerUserId player_1{"player-1"};

domain::Slot slot() { return usecases::slot_for(casino_7, player_1); }

domain::Session session_of(domain::Mode mode, base::Uuid id) {
    domain::Session session{
        .id = domain::SessionId(id),
        .player = {slot(), domain::PlayerId(mode == domain::Mode::real ? uuid_of(50) : id)},
        .casino = casino_7,
        .provider = provider_id(),
        .game = game_1,
        .currency = eur(),
        .mode = mode,
        .min_bet = euros("0.10"),
        .max_bet = euros("100"),
        .language = "en",
        .refresh_token_sealed = {},
        .purse = mode == domain::Mode::demo ? euros("5000") : euros("0"),
        .created_at = FakeLoop::start,
        .last_call_at = FakeLoop::start,
        .ended_at = {}};
    return session;
}

domain::SessionId slotted(std::uint64_t seed) {
    base::SeededRandom random(seed);
    return domain::make_session_id(slot(), FakeLoop::start, random);
}

Heard read_answer(const net::Response& response, base::Instant at) {
    Heard heard{.status = response.status, .balance = {}, .currency = {}, .at = at};
    const auto json = base::parse_json(response.body);
    CROUPIER_CHECK(json.ok());  // every answer to a provider is JSON
    if (const auto* code = json.value().find("_responseCode")) {
        heard.code = static_cast<int>(base::parse_i64(code->number_text()).value());
    }
    if (const auto* balance = json.value().find("balance")) heard.balance = balance->number_text();
    if (const auto* currency = json.value().find("currency")) {
        heard.currency = currency->as_string();
    }
    return heard;
}

}  // namespace

domain::Currency eur() { return *domain::Currency::from_code("EUR"); }
domain::Money euros(std::string_view text) {
    return domain::parse_money(text, eur(), domain::ExtraDigits::refuse).value();
}
base::Uuid uuid_of(std::uint8_t last) {
    base::Uuid uuid;
    uuid.bytes[15] = last;
    return uuid;
}

domain::ProviderId provider_id() {
    return domain::ProviderId(*base::parse_uuid("3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
}

domain::ProviderTerms provider_terms() {
    domain::ProviderTerms terms;
    terms.id = provider_id();
    terms.name = "Fair Games";
    terms.api_url = "http://provider.test/api";
    return terms;
}

usecases::Directory directory() {
    usecases::Directory directory;
    domain::CasinoTerms casino;
    casino.id = casino_7;
    casino.name = "Casino Seven";
    casino.currencies = {eur()};
    casino.booking = domain::Booking::answer;
    directory.casinos.emplace(casino.id, usecases::CasinoEntry{casino, ""});
    directory.providers.emplace(
        provider_id(),
        usecases::ProviderEntry{provider_terms(), crypto::Secret(std::string(provider_secret))});
    domain::GameTerms game;
    game.id = game_1;
    game.provider = provider_id();
    game.provider_game = domain::ProviderGameId("book of rounds");
    game.name = "Book of Rounds";
    directory.games.emplace(game.id, game);
    return directory;
}

usecases::DirectoryPtr share(usecases::Directory directory) {
    return std::make_shared<const usecases::Directory>(std::move(directory));
}

net::Request signed_request(const SignedCall& call) {
    static base::SeededRandom random(7);
    net::Request request;
    request.method = call.method;
    request.target = call.path;
    request.path = call.path;
    request.body = call.body;
    request.arrived = call.at;
    request.headers = provider_api::sign_call(
        provider_id(), crypto::Secret(std::string(provider_secret)), call.body, call.at, random);
    return request;
}

struct World::Hub {
    Hub(World& world, usecases::Directory first)
        : directory(share(std::move(first))),
          lane(world.loop),
          store(disk),
          batcher({world.loop, random, lane, store, directory}),
          balances(world.loop, world.wallet),
          trust({world.loop, directory, world.wallet, batcher}, {}),
          dispatcher({world.loop, directory, world.wallet, balances, batcher, trust}),
          desk({world.loop, random, directory, world.wallet, balances, batcher, {}}),
          api({world.loop, directory, desk, balances, batcher}) {
        router.add(api.routes());
    }

    base::SeededRandom random{1};
    usecases::DirectorySource directory;
    base::LoopExecutor lane;
    MemoryDisk disk;
    MemoryStore store;
    usecases::Batcher batcher;
    usecases::Balances balances;
    usecases::ListTrust trust;
    usecases::Dispatcher dispatcher;
    usecases::BetDesk desk;
    provider_api::ProviderApi api;
    net::Router router;
    domain::SessionId real = slotted(1);
    domain::SessionId demo = slotted(2);
};

World::World(usecases::Directory directory)
    : hub_(std::make_unique<Hub>(*this, std::move(directory))) {
    open(session_of(domain::Mode::real, hub_->real.value()));
    open(session_of(domain::Mode::demo, hub_->demo.value()));
}

World::~World() = default;

void World::open(const domain::Session& session) {
    usecases::Step step;
    step.what = "open";
    step.decide = [session](usecases::View& view) {
        view.put(session);
        if (session.mode == domain::Mode::real) {
            view.put(domain::Player{session.player, session.casino, player_1, FakeLoop::start, {}});
        }
        return usecases::Keep::yes;
    };
    step.done = [](std::optional<domain::ErrorCode> failed) { CROUPIER_CHECK(!failed); };
    hub_->batcher.submit(std::move(step));
    loop.run();
}

std::size_t World::call(net::Request request) {
    const std::size_t index = heard_.size();
    heard_.emplace_back();
    net::Reply reply([this, index](const net::Response& response) {
        heard_[index] = read_answer(response, loop.now());
    });
    hub_->router(std::move(request), std::move(reply));
    return index;
}

std::size_t World::call(const std::string& what, const std::string& body) {
    const std::string path = "/v1/sessions/" + base::to_text(session().value()) + "/" + what;
    return call(signed_request({body.empty() ? "GET" : "POST", path, body, loop.now()}));
}

Heard World::ask(const std::string& what, const std::string& body) {
    const std::size_t index = call(what, body);
    loop.run();
    return heard(index);
}

Heard World::ask_demo(const std::string& what, const std::string& body) {
    const std::string path = "/v1/sessions/" + base::to_text(hub_->demo.value()) + "/" + what;
    const std::size_t index =
        call(signed_request({body.empty() ? "GET" : "POST", path, body, loop.now()}));
    loop.run();
    return heard(index);
}

provider_api::ProviderApi& World::api() { return hub_->api; }
usecases::DirectorySource& World::directory() { return hub_->directory; }
MemoryDisk& World::disk() { return hub_->disk; }
domain::SessionId World::session() const { return hub_->real; }

}  // namespace croupier::test
