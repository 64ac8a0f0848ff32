// SPDX-License-Identifier: Apache-2.0
#include "unit/usecases/desk_world.h"

#include "usecases/open_session.h"

namespace croupier::usecases {

namespace {

domain::Currency euro() { return *domain::Currency::from_code("EUR"); }

template <class T>
std::string heard(const Outcome<T>& outcome) {
    if (!outcome.ok()) return std::string(domain::to_text(outcome.error().code));
    if constexpr (std::is_same_v<T, Placed>) {
        return outcome.value().how == Placed::How::waiting ? "waiting" : "accepted";
    } else {
        return "promised";
    }
}

}  // namespace

DeskWorld::DeskWorld(const std::vector<std::uint32_t>& casinos, Dispatcher::Limits limits)
    : directory(picture(casinos)),
      dispatcher({loop, directory, wallet, balances, batcher, trust}, limits) {
    for (const std::uint32_t casino : casinos)
        open_session(domain::CasinoId(casino));
}

DirectoryPtr DeskWorld::picture(const std::vector<std::uint32_t>& casinos) const {
    auto made = std::make_shared<Directory>();
    for (const std::uint32_t id : casinos) {
        domain::CasinoTerms& terms = made->casinos[domain::CasinoId(id)].terms;
        terms.id = domain::CasinoId(id);
        terms.currencies = {euro()};
        terms.booking = domain::Booking::answer;
        terms.repeat_key = domain::RepeatKey::transaction;
    }
    made->providers[provider].terms.id = provider;
    domain::GameTerms game;
    game.id = domain::GameId(1);
    game.provider = provider;
    made->games[game.id] = game;
    return made;
}

void DeskWorld::open_session(domain::CasinoId casino) {
    const domain::PartnerUserId user("p");
    const domain::PlayerKey player{
        slot_for(casino, user), domain::PlayerId(base::make_uuid4(random))};
    const auto session = domain::make_session_id(player.slot, loop.now(), random);
    sessions_.emplace(static_cast<std::uint32_t>(casino.value()), session);
    Step step;
    step.what = "open";
    step.decide = [=, this](View& view) {
        view.put(domain::Player{
            .key = player, .casino = casino, .partner_user = user, .created_at = view.now()});
        view.put(domain::Session{
            .id = session,
            .player = player,
            .casino = casino,
            .provider = provider,
            .game = domain::GameId(1),
            .currency = euro(),
            .mode = domain::Mode::real,
            .min_bet = domain::Money(1, euro()),
            .max_bet = domain::Money(1'000'000, euro()),
            .language = "en",
            .refresh_token_sealed = {},
            .purse = domain::Money::zero(euro()),
            .created_at = view.now(),
            .last_call_at = view.now(),
            .ended_at = {}});
        return Keep::yes;
    };
    step.done = [](std::optional<domain::ErrorCode>) {};
    batcher.submit(std::move(step));
    loop.run();
}

std::string DeskWorld::place(const std::string& bet, std::uint32_t casino) {
    auto said = std::make_shared<std::string>("nothing");
    PlaceBet command;
    command.provider = provider;
    command.session = sessions_.at(casino);
    command.bet = domain::ProviderBetId(bet);
    command.round = domain::RoundId("r");
    command.stake = "1";
    command.arrived = loop.now();
    desk.place(command, [said](const Outcome<Placed>& outcome) { *said = heard(outcome); });
    loop.run();
    return *said;
}

std::string DeskWorld::settle(
    const std::string& bet, const std::string& win, std::uint32_t casino) {
    auto said = std::make_shared<std::string>("nothing");
    SettleBet command;
    command.provider = provider;
    command.session = sessions_.at(casino);
    command.bet = domain::ProviderBetId(bet);
    command.round = domain::RoundId("r");
    command.win = win;
    command.arrived = loop.now();
    desk.settle(command, [said](const Outcome<Settled>& outcome) { *said = heard(outcome); });
    loop.run();
    return *said;
}

}  // namespace croupier::usecases
