// SPDX-License-Identifier: Apache-2.0
// croupier admin game …
#include "app/admin_record.h"
#include "app/forms.h"
#include "app/game_sync.h"
#include "app/record_keys.h"

namespace croupier::app {

namespace {

using domain::GameTerms;

struct GameArguments {
    std::uint64_t id = 0;
    std::string provider;
    RecordOptions record;
};

std::string name_of(domain::GameId id) { return "game " + std::to_string(id.value()); }

AdminResult<domain::ProviderId> parse_provider(const std::string& text) {
    const auto uuid = base::parse_uuid(text);
    if (!uuid) return base::fail(AdminError{ExitCode::usage, "--provider must be a GUID"});
    return domain::ProviderId(*uuid);
}

AdminResult<GameTerms> find(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(const auto rows, admin.rows());
    for (const GameTerms& game : rows.games) {
        if (game.id.value() == id) return game;
    }
    return cannot("there is no " + name_of(domain::GameId(id)));
}

// What the provider said of it, then what is set here.
base::Json json_of(const GameTerms& game) {
    using base::Json;
    return Json::object()
        .set("gameId", Json::integer(static_cast<std::int64_t>(game.id.value())))
        .set("enabled", Json::boolean(game.enabled))
        .set("provider", Json::string(base::to_text(game.provider.value())))
        .set("providerGameId", Json::string(game.provider_game.value()))
        .set("name", Json::string(game.name))
        .set("category", Json::string(game.category))
        .set("hasDemo", Json::boolean(game.has_demo))
        .set("live", Json::boolean(game.live))
        .set("minBet", Json::string(game.min_bet))
        .set("maxBet", Json::string(game.max_bet));
}

void print(const Admin& admin, const GameTerms& game) {
    const base::Json json = json_of(game);
    if (admin.output == Output::json) {
        admin.out << base::to_text(json) << "\n";
        return;
    }
    print_members(admin.out, json);
}

AdminResult<void> save(const Admin& admin, const GameTerms& game) {
    const auto saved = admin.store.set_game(game);
    if (!saved.ok()) return cannot(saved.error(), name_of(game.id));
    print(admin, game);
    return {};
}

AdminResult<void> set(const Admin& admin, const GameArguments& given) {
    CROUPIER_TRY(GameTerms game, find(admin, given.id));
    CROUPIER_TRY_VOID(given.record.read_into(record_keys(game)));
    if (decimal_less(game.max_bet, game.min_bet)) {
        return base::fail(AdminError{ExitCode::usage, "--max-bet must not be less than --min-bet"});
    }
    return save(admin, game);
}

AdminResult<void> switch_to(const Admin& admin, std::uint64_t id, bool enabled) {
    CROUPIER_TRY(GameTerms game, find(admin, id));
    game.enabled = enabled;
    return save(admin, game);
}

AdminResult<void> show(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(const GameTerms game, find(admin, id));
    print(admin, game);
    return {};
}

AdminResult<std::vector<GameTerms>> games_of(const Admin& admin, const std::string& provider) {
    CROUPIER_TRY(auto rows, admin.rows());
    if (provider.empty()) return std::move(rows.games);
    CROUPIER_TRY(const auto id, parse_provider(provider));
    std::erase_if(rows.games, [&](const GameTerms& game) { return game.provider != id; });
    return std::move(rows.games);
}

AdminResult<void> list(const Admin& admin, const std::string& provider) {
    CROUPIER_TRY(const auto games, games_of(admin, provider));
    if (admin.output == Output::json) {
        base::Json all = base::Json::array();
        for (const GameTerms& game : games)
            all.push(json_of(game));
        admin.out << base::to_text(all) << "\n";
        return {};
    }
    std::vector<std::vector<std::string>> table = {
        {"id", "name", "category", "enabled", "min bet", "max bet", "provider"}};
    for (const GameTerms& game : games) {
        table.push_back(
            {std::to_string(game.id.value()), game.name, game.category, yes_no(game.enabled),
             game.min_bet, game.max_bet, base::to_text(game.provider.value())});
    }
    print_table(admin.out, table);
    return {};
}

std::string skipped_text(const provider_api::SkippedGame& game) {
    return game.id ? game.why + " (" + game.id->value() + ")" : game.why;
}

AdminResult<void> sync(const Admin& admin, const std::string& provider) {
    CROUPIER_TRY(const auto id, parse_provider(provider));
    CROUPIER_TRY(const auto report, sync_games(admin, id));
    const auto number = [](std::size_t n) {
        return base::Json::integer(static_cast<std::int64_t>(n));
    };
    base::Json json = base::Json::object()
                          .set("added", number(report.count.added))
                          .set("changed", number(report.count.changed))
                          .set("disabled", number(report.count.disabled))
                          .set("skipped", number(report.skipped.size()));
    base::Json reasons = base::Json::array();
    for (const auto& game : report.skipped)
        reasons.push(base::Json::string(skipped_text(game)));
    if (!report.skipped.empty()) json.set("skippedGames", std::move(reasons));
    if (admin.output == Output::json) {
        admin.out << base::to_text(json) << "\n";
    } else {
        print_members(admin.out, json);
    }
    return {};
}

void add_id(CLI::App& command, GameArguments& arguments) {
    command.add_option("--id", arguments.id, "The hub's number of the game")
        ->required()
        ->type_name("NUMBER");
}

}  // namespace

void add_game_menu(AdminMenu& menu) {
    CLI::App* game = menu.group("game", "Games and their limits");
    const auto given = std::make_shared<GameArguments>();
    GameTerms defaults;

    CLI::App* syncing = game->add_subcommand(
        "sync", "Ask the provider for its games: new ones are added, missing ones switched off");
    syncing->add_option("--provider", given->provider, "Whose games")
        ->required()
        ->type_name("GUID");
    menu.runs(*syncing, [given](const Admin& admin) { return sync(admin, given->provider); });

    CLI::App* listing = game->add_subcommand("list", "All games");
    listing->add_option("--provider", given->provider, "Only this one's games")->type_name("GUID");
    menu.runs(*listing, [given](const Admin& admin) { return list(admin, given->provider); });
    CLI::App* showing = game->add_subcommand("show", "One game, whole");
    add_id(*showing, *given);
    menu.runs(*showing, [given](const Admin& admin) { return show(admin, given->id); });
    CLI::App* setting = game->add_subcommand("set", "Change what is given, leave the rest");
    add_id(*setting, *given);
    given->record.add_to(*setting, record_keys(defaults), {});
    menu.runs(*setting, [given](const Admin& admin) { return set(admin, *given); });
    CLI::App* enabling = game->add_subcommand("enable", "Allow launches and stakes");
    add_id(*enabling, *given);
    menu.runs(*enabling, [given](const Admin& a) { return switch_to(a, given->id, true); });
    CLI::App* disabling = game->add_subcommand("disable", "No launches, no stakes");
    add_id(*disabling, *given);
    menu.runs(*disabling, [given](const Admin& a) { return switch_to(a, given->id, false); });
}

}  // namespace croupier::app
