// SPDX-License-Identifier: Apache-2.0
#include "usecases/open_session.h"

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "crypto/digest.h"
#include "usecases/player_blocks.h"

namespace croupier::usecases {

namespace {

using domain::ErrorCode;
using Done = std::function<void(Outcome<OpenedSession>)>;

// A launch on its way: what was asked, who it is for once the casino has said so.
struct Opening {
    SessionDesk::Parts parts;
    OpenSession command;
    Done done;
    base::Instant asked_at{};  // users/auth
    std::optional<AuthenticatedUser> user;
    std::optional<ErrorCode> refusal;  // what the step decided, beside a session
    std::optional<domain::Session> session;
    std::optional<domain::Player> player;
};
using OpeningPtr = std::shared_ptr<Opening>;

std::optional<ErrorCode> refusal_of(const OpenSession& command, const Directory& directory) {
    const CasinoEntry* casino = directory.casino(command.casino);
    const domain::GameTerms* game = directory.game(command.game);
    const ProviderEntry* provider = game != nullptr ? directory.provider(game->provider) : nullptr;
    if (casino == nullptr || !casino->terms.enabled) return ErrorCode::game_unavailable;
    if (provider == nullptr || !provider->terms.enabled || !game->enabled) {
        return ErrorCode::game_unavailable;
    }
    if (command.mode == domain::Mode::demo && !game->has_demo) return ErrorCode::game_unavailable;
    const auto currency = domain::Currency::from_code(command.currency_code);
    if (!currency) return ErrorCode::invalid_request;
    const auto& offered = casino->terms.currencies;
    if (std::find(offered.begin(), offered.end(), *currency) == offered.end()) {
        return ErrorCode::currency_mismatch;
    }
    return std::nullopt;
}

enum class Rounding { up, down };

// A limit of the game in a currency that may have fewer decimals than its text.
std::optional<domain::Money> limit_in(
    domain::Currency currency, const std::string& text, Rounding rounding) {
    const auto cut = domain::parse_money(text, currency, domain::ExtraDigits::cut);
    if (!cut.ok()) return std::nullopt;
    const bool exact = domain::parse_money(text, currency, domain::ExtraDigits::ignore_zeros).ok();
    if (exact || rounding == Rounding::down) return cut.value();
    return domain::add(cut.value(), domain::Money(1, currency));
}

// Nothing: no stake can be made in that currency.
std::optional<domain::Session> new_session(
    const Opening& opening, const domain::GameTerms& game, const View& view, domain::SessionId id) {
    const auto currency = domain::Currency::from_code(opening.command.currency_code);
    if (!currency) return std::nullopt;
    const auto min_bet = limit_in(*currency, game.min_bet, Rounding::up);
    const auto max_bet = limit_in(*currency, game.max_bet, Rounding::down);
    if (!min_bet || !max_bet || domain::less(*max_bet, *min_bet)) return std::nullopt;
    const bool demo = opening.command.mode == domain::Mode::demo;
    const auto purse =
        limit_in(*currency, demo ? opening.parts.policy.demo_purse : "0", Rounding::down);
    return domain::Session{
        .id = id,
        .player = {domain::slot_of(id), domain::PlayerId(id.value())},
        .casino = opening.command.casino,
        .provider = game.provider,
        .game = game.id,
        .currency = *currency,
        .mode = opening.command.mode,
        .min_bet = *min_bet,
        .max_bet = *max_bet,
        .tag_id = opening.command.tag_id,
        .language = opening.command.language,
        .refresh_token_sealed = {},
        .purse = purse.value_or(domain::Money::zero(*currency)),
        .created_at = view.now(),
        .last_call_at = view.now(),
        .ended_at = {}};
}

// What the casino said of the player holds whatever becomes of the launch.
Keep note_player(Opening& opening, View& view) {
    if (opening.command.mode == domain::Mode::demo) return Keep::no;
    opening.player = note_vouched(
        view,
        {.casino = opening.command.casino, .user = *opening.user, .asked_at = opening.asked_at});
    const auto asked = domain::Currency::from_code(opening.command.currency_code);
    if (asked != opening.user->currency) opening.refusal = ErrorCode::currency_mismatch;
    if (domain::is_blocked(*opening.player)) opening.refusal = ErrorCode::player_blocked;
    return Keep::yes;
}

Keep decide(Opening& opening, View& view) {
    opening.session.reset();
    opening.refusal.reset();
    const Keep noted = note_player(opening, view);
    if (opening.refusal) return noted;
    const domain::GameTerms* game = view.directory().game(opening.command.game);
    if (game == nullptr) return noted;
    const bool real = opening.command.mode == domain::Mode::real;
    const domain::Slot slot =
        real ? slot_for(opening.command.casino, opening.user->partner_user)
             : domain::Slot(static_cast<std::uint16_t>(view.random().below(domain::slot_count)));
    const auto id = domain::make_session_id(slot, view.now(), view.random());
    opening.session = new_session(opening, *game, view, id);
    if (!opening.session) return noted;
    if (real) {
        opening.session->player = opening.player->key;
        opening.session->refresh_token_sealed = opening.parts.master_key.seal(
            opening.user->refresh_token, "session/" + base::to_text(id.value()), view.random());
    }
    view.put(*opening.session);
    return Keep::yes;
}

void launch(const OpeningPtr& opening) {
    if (opening->refusal) return opening->done(domain::refuse(*opening->refusal));
    if (!opening->session) return opening->done(domain::refuse(ErrorCode::game_unavailable));
    LaunchOrder order{
        .session = *opening->session,
        .player = {},
        .return_url = opening->command.return_url,
        .view_type = opening->command.view_type};
    if (opening->player) order.player = opening->player->key.player;
    opening->parts.games.launch(order, [opening](Outcome<std::string> frame_uri) {
        if (!frame_uri.ok()) return opening->done(base::fail(std::move(frame_uri).error()));
        opening->done(OpenedSession{opening->session->id, std::move(frame_uri).value()});
    });
}

void make_durable(const OpeningPtr& opening) {
    Step step;
    step.what = "open session";
    step.owner = opening->command.casino;
    if (opening->user) {
        step.names.partner_players.push_back(
            {opening->command.casino, opening->user->partner_user});
    }
    step.give_up_at = opening->parts.loop.now() + base::Duration(5000);
    step.decide = [opening](View& view) { return decide(*opening, view); };
    step.done = [opening](std::optional<ErrorCode> failed) {
        if (failed) return opening->done(domain::refuse(*failed));
        if (opening->player && opening->user->balance) {
            opening->parts.balances.note(opening->player->key, *opening->user->balance);
        }
        launch(opening);
    };
    opening->parts.batcher.submit(std::move(step));
}

}  // namespace

domain::Slot slot_for(domain::CasinoId casino, const domain::PartnerUserId& user) {
    std::string text = std::to_string(casino.value());
    text.push_back('\0');
    const crypto::Sha256 hash = crypto::sha256(text + user.value());
    return domain::Slot(static_cast<std::uint16_t>((hash[0] << 2U) | (hash[1] >> 6U)));
}

void SessionDesk::open(OpenSession command, Done done) {
    if (const auto refusal = refusal_of(command, *parts_.directory.current())) {
        parts_.loop.post([refusal, done = std::move(done)] { done(domain::refuse(*refusal)); });
        return;
    }
    auto opening = std::make_shared<Opening>(Opening{
        .parts = parts_,
        .command = std::move(command),
        .done = std::move(done),
        .asked_at = parts_.loop.now(),
        .user = {},
        .refusal = {},
        .session = {},
        .player = {}});
    if (opening->command.mode == domain::Mode::demo) return make_durable(opening);
    parts_.wallet.authenticate(
        opening->command.casino, opening->command.refresh_token, opening->command.tag_id,
        [opening](Outcome<AuthenticatedUser> user) {
            if (!user.ok()) return opening->done(base::fail(std::move(user).error()));
            opening->user = std::move(user).value();
            make_durable(opening);
        });
}

}  // namespace croupier::usecases
