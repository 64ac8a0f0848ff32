// SPDX-License-Identifier: Apache-2.0
#include "full_bet/stand.h"

#include "app/directory_open.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "storage/open.h"

namespace croupier::bench {

namespace {

using base::Json;

const std::string casino_secret = "bench";

std::uint64_t id_of(const std::string& table) { return table == answer_table ? 1 : 2; }

usecases::CasinoRow casino_of(const std::string& table, const std::string& peers_url) {
    usecases::CasinoRow row;
    row.terms.id = domain::CasinoId(id_of(table));
    row.terms.name = table;
    row.terms.api_url = peers_url + "/" + table;
    row.terms.currencies = {*domain::Currency::from_code("EUR")};
    row.terms.booking = table == answer_table ? domain::Booking::answer : domain::Booking::accept;
    row.terms.repeat_key = domain::RepeatKey::transaction;
    row.terms.policy.close_after = base::Duration(0);  // else a bet lasts as long as this wait
    row.secret_sha256 = crypto::sha256_hex(casino_secret);
    return row;
}

// The text at Value.<name> of a casino envelope.
Made<std::string> value_of(const Made<Json>& answer, std::string_view name) {
    if (!answer.ok()) return base::fail(answer.error());
    const Json* value = answer.value().find("Value");
    const Json* member = value == nullptr ? nullptr : value->find(name);
    if (member != nullptr && member->is(Json::Kind::string)) return member->as_string();
    return base::fail("no " + std::string(name) + " in " + base::to_text(answer.value()));
}

std::uint64_t metric(const std::string& text, const std::string& name) {
    const auto at = text.find("\n" + name + " ");
    if (at == std::string::npos) return 0;
    const auto from = at + name.size() + 2;
    return base::parse_u64(text.substr(from, text.find('\n', from) - from)).value_or(0);
}

}  // namespace

Made<std::unique_ptr<Stand>> Stand::open(
    const std::filesystem::path& folder, std::size_t sessions) {
    auto stand = std::make_unique<Stand>();
    app::Config config = app::default_config(folder);
    config.listen.port = 0;
    config.public_url = "http://127.0.0.1";
    CROUPIER_TRY_VOID(stand->start_peers(sessions));
    CROUPIER_TRY_VOID(stand->write_records(config));
    CROUPIER_TRY_VOID(stand->start_hub(config));
    stand->load_ = stand->load_thread_.call([&] {
        return std::make_unique<Load>(
            stand->load_thread_.loop(), stand->hub_url(), stand->studio_, sessions);
    });
    CROUPIER_TRY_VOID(stand->seat_players(answer_table, sessions));
    CROUPIER_TRY_VOID(stand->seat_players(accept_table, sessions));
    return stand;
}

// All loops stand still before anything on them ends: no task finds its owner gone.
Stand::~Stand() {
    load_thread_.stop();
    hub_thread_.stop();
    peers_thread_.stop();
}

Made<void> Stand::start_peers(std::size_t sessions) {
    return peers_thread_.call([&]() -> Made<void> {
        peers_ = std::make_unique<Peers>(peers_thread_.loop(), sessions);
        peers_->on_close([this](std::string round) {
            load_thread_.loop().post([this, round = std::move(round)] { load_->closed(round); });
        });
        return peers_->listen();
    });
}

Made<void> Stand::write_records(const app::Config& config) {
    const std::string peers_url = "http://127.0.0.1:" + std::to_string(peers_->port());
    base::SystemRandom random;
    CROUPIER_TRY(const auto source, storage::open_store(config.store_url));
    CROUPIER_TRY_VOID(source.migrate(base::system_now()));
    CROUPIER_TRY(const auto store, source.make_directory());
    CROUPIER_TRY(
        const auto master_key, app::open_master_key(config.keys.master_key_file, {}, random));
    studio_ = {domain::ProviderId(base::make_uuid4(random)), crypto::make_secret(random)};
    usecases::ProviderRow studio;
    studio.terms.id = studio_.id;
    studio.terms.name = "studio";
    studio.terms.api_url = peers_url + "/studio";
    studio.secret_sealed = master_key.seal(studio_.secret, app::seal_context(studio_.id), random);
    domain::GameTerms game;
    game.provider = studio_.id;
    game.provider_game = domain::ProviderGameId("game");
    game.name = game.category = "game";
    const bool written = store->add_casino(casino_of(answer_table, peers_url)).ok() &&
                         store->add_casino(casino_of(accept_table, peers_url)).ok() &&
                         store->add_provider(studio).ok() &&
                         store->sync_games(studio_.id, {game}).ok();
    if (!written) return base::fail(std::string("the records cannot be written"));
    return {};
}

Made<void> Stand::start_hub(const app::Config& config) {
    return hub_thread_.call([&]() -> Made<void> {
        auto started = app::Hub::start(hub_thread_.loop(), config);
        if (!started.ok()) return base::fail(started.error().sentence);
        hub_ = std::move(started).value();
        hub_port_ = hub_->port();
        return {};
    });
}

Made<void> Stand::seat_players(const std::string& table, std::size_t sessions) {
    CROUPIER_TRY(const std::string bearer, log_in(table));
    if (table == accept_table) {
        peers_thread_.call([&] { peers_->book_at(hub_url(), bearer); });
    }
    for (std::size_t number = 1; number <= sessions; ++number) {
        const auto launched = http_.post(
            hub_url() + "/mis-api/api/v2/games/1/launch", bearer,
            Json::object()
                .set("Mode", Json::string("real"))
                .set("RefreshToken", Json::string("player-" + std::to_string(number)))
                .set("CurrencyCode", Json::string("EUR"))
                .set("LanguageCode", Json::string("en")));
        CROUPIER_TRY(const std::string session, value_of(launched, "SessionId"));
        load_thread_.call([&] { load_->add_seat(table, session); });
    }
    return {};
}

Made<std::string> Stand::log_in(const std::string& table) {
    const auto answer = http_.post(
        hub_url() + "/mis-api/api/v2/auth/token", "",
        Json::object()
            .set("PartnerClientId", Json::string("PartnerClient-" + std::to_string(id_of(table))))
            .set("Secret", Json::string(casino_secret)));
    return value_of(answer, "AccessToken");
}

Played Stand::play(const std::string& table, PlayTimes times) {
    std::promise<Played> over;
    load_thread_.loop().post([&] {
        load_->play(table, times, [&](Played played) { over.set_value(std::move(played)); });
    });
    return over.get_future().get();
}

Made<HubCosts> Stand::costs() {
    net::OutgoingRequest request;
    request.method = "GET";
    request.url = hub_url() + "/metrics";
    CROUPIER_TRY(const net::Response answer, http_.send(std::move(request), base::Duration(5000)));
    return HubCosts{
        metric(answer.body, "croupier_casino_calls_total"),
        metric(answer.body, "croupier_steps_total"), metric(answer.body, "croupier_commits_total")};
}

std::string Stand::hub_url() const { return "http://127.0.0.1:" + std::to_string(hub_port_); }

}  // namespace croupier::bench
