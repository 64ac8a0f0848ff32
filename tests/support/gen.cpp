// SPDX-License-Identifier: Apache-2.0
#include "support/gen.h"

#include <vector>

#include "usecases/open_session.h"

namespace croupier::test {

using namespace domain;

namespace {

template <class E>
E enumerator(std::uint64_t index) {
    return static_cast<E>(index);
}

std::uint32_t small(std::uint64_t number) { return static_cast<std::uint32_t>(number); }

}  // namespace

std::string Generator::text(std::size_t most) {
    std::string text(1 + below(most), ' ');
    for (char& character : text)
        character = static_cast<char>('!' + below('~' - '!' + 1));
    if (coin()) text += "é漢😀";
    return text;
}

base::Instant Generator::instant() {
    return {1'700'000'000'000 + static_cast<std::int64_t>(below(400'000'000'000))};
}

Currency Generator::currency() {
    return *Currency::from_code(one_of<std::string_view>({"EUR", "USD", "JPY", "KWD", "BTC"}));
}

Money Generator::money(Currency currency) {
    return {
        static_cast<std::int64_t>(below(one_of<std::uint64_t>({100, 1U << 31U, 1UL << 60U}))),
        currency};
}

ErrorCode Generator::error_code() {
    return enumerator<ErrorCode>(below(static_cast<std::uint64_t>(ErrorCode::internal) + 1));
}

Player Generator::player() { return player(CasinoId(1 + below(1000)), PartnerUserId(text())); }

Player Generator::player(CasinoId casino, PartnerUserId user) {
    return {
        .key = {usecases::slot_for(casino, user), PlayerId(uuid())},
        .casino = casino,
        .partner_user = user,
        .created_at = instant(),
        .blocked_by_casino_at = maybe(instant()),
        .blocked_by_operator_at = maybe(instant()),
        .sessions_ended_at = maybe(instant()),
        .max_stake = maybe(money(currency()))};
}

Session Generator::session(const Player& player, Mode mode) {
    const auto code = currency();
    const auto id = make_session_id(player.key.slot, instant(), random_);
    return {
        .id = id,
        .player =
            mode == Mode::real ? player.key : PlayerKey{player.key.slot, PlayerId(id.value())},
        .casino = player.casino,
        .provider = ProviderId(uuid()),
        .game = GameId(1 + below(100'000)),
        .currency = code,
        .mode = mode,
        .min_bet = money(code),
        .max_bet = money(code),
        .tag_id = static_cast<std::int64_t>(below(1UL << 40U)),
        .language = text(5),
        .refresh_token_sealed = coin() ? text(600) : "",
        .purse = money(code),
        .created_at = instant(),
        .last_call_at = instant(),
        .ended_at = maybe(instant())};
}

Bet Generator::bet(const Session& session) {
    const auto counter = static_cast<std::uint16_t>(below(bet_ids_per_block));
    Bet bet{
        .id = make_bet_id(session.player.slot, next_block_++, counter),
        .player = session.player,
        .casino = session.casino,
        .partner_user = PartnerUserId(text()),
        .tag_id = session.tag_id,
        .provider = session.provider,
        .provider_bet = ProviderBetId(text()),
        .session = session.id,
        .game = session.game,
        .round = RoundId(text()),
        .currency = session.currency,
        .mode = session.mode,
        .instant = coin(),
        .win = maybe(money(session.currency)),
        .content = text(200),
        .tombstone = coin(),
        .created_at = instant(),
        .hold_until = instant(),
        .doubt_since = maybe(instant()),
        .info_wanted = coin(),
        .info_due = instant(),
        .info_failures = small(below(1000)),
        .closing = {},
        .transfers = {}};
    for (auto count = below(5); count > 0; --count) {
        bet.transfers.push_back(transfer(bet.currency));
    }
    return moved(std::move(bet));
}

Transfer Generator::transfer(Currency currency) {
    using enum TransactionType;
    Transfer transfer{
        .id = TransactionId(base::make_uuid7(instant(), random_)),
        .type = one_of({stake, payout, stake_return, payout_return, jackpot}),
        .amount = money(currency),
        .state = {},
        .refusal = {},
        .payout_key = PayoutKey(coin() ? text() : ""),
        .undoes = maybe(TransactionId(uuid())),
        .partner_transaction = {},
        .decided_at = instant(),
        .received_at = {},
        .settled_at = {},
        .tries = {},
        .due = {},
        .ask_first = {},
        .duplicate_seen = {},
        .stuck = {},
        .alarms = {}};
    move(transfer);
    return transfer;
}

void Generator::move(Transfer& transfer) {
    const auto states = static_cast<std::uint64_t>(TransferState::written_off) + 1;
    transfer.state = enumerator<TransferState>(below(states));
    transfer.refusal = maybe(error_code());
    transfer.partner_transaction = PartnerTransactionId(coin() ? text() : "");
    transfer.received_at = maybe(instant());
    transfer.settled_at = maybe(instant());
    transfer.tries = small(below(1000));
    transfer.due = instant();
    transfer.ask_first = coin();
    transfer.duplicate_seen = coin();
    transfer.sends = small(below(1000));
    transfer.last_sent = maybe(instant());
    transfer.confirmed = coin();
    transfer.extra = enumerator<Extra>(below(3));
    transfer.stuck = coin();
    transfer.alarms = static_cast<std::uint8_t>(below(256));
}

Bet Generator::moved(Bet bet) {
    const auto closures = static_cast<std::uint64_t>(Closure::given_up) + 1;
    bet.doubt_since = maybe(instant());
    bet.info_wanted = coin();
    bet.info_due = instant();
    bet.info_failures = small(below(1000));
    bet.no_list_since = maybe(instant());
    bet.stale_since = maybe(instant());
    bet.no_list = coin();
    bet.denied = coin();
    bet.later = {
        .from = instant(),
        .done = static_cast<std::uint8_t>(below(5)),
        .wanted = static_cast<std::uint8_t>(below(5))};
    bet.closing = {
        .state = enumerator<Closure>(below(closures)),
        .seq = below(1UL << 40U),
        .last_was_close = coin(),
        .failures = small(below(1000)),
        .due = instant()};
    for (Transfer& transfer : bet.transfers) {
        if (coin()) move(transfer);
    }
    if (coin()) bet.transfers.push_back(transfer(bet.currency));
    return bet;
}

Posting Generator::posting(const Bet& bet) {
    const auto purposes = static_cast<std::uint64_t>(Purpose::overcharged) + 1;
    const auto debit = below(purposes);
    const auto credit = (debit + 1 + below(purposes - 1)) % purposes;
    const auto account = [&](std::uint64_t purpose) {
        return Account{bet.casino, bet.provider, bet.currency, enumerator<Purpose>(purpose)};
    };
    return {
        .bet = bet.id,
        .transfer = bet.transfers.empty() ? TransactionId(uuid()) : bet.transfers.front().id,
        .debit = account(debit),
        .credit = account(credit),
        .amount = {static_cast<std::int64_t>(1 + below(1'000'000)), bet.currency}};
}

CasinoTerms Generator::casino_terms() {
    CasinoTerms terms;
    terms.id = CasinoId(1 + below(1UL << 40U));
    terms.name = text();
    terms.api_url = "https://" + text(40);
    terms.gateway_authorization = coin() ? text() : "";
    for (auto count = below(4); count > 0; --count)
        terms.currencies.push_back(currency());
    terms.booking = one_of({Booking::accept, Booking::answer});
    terms.repeat_key = one_of({RepeatKey::info, RepeatKey::transaction, RepeatKey::bet_type});
    terms.signing = one_of({"RS256", "ES256", "EdDSA"});
    terms.sends_tax = coin();
    terms.enabled = coin();
    for (auto count = below(4); count > 0; --count) {
        terms.extra_codes[static_cast<int>(below(1'000'000))] = error_code();
    }
    terms.unknown_bet_code = small(below(1'000'000));
    CasinoPolicy& policy = terms.policy;
    for (base::Duration* const field :
         {&policy.connect_timeout, &policy.bet_timeout, &policy.win_timeout, &policy.accept_window,
          &policy.late_after, &policy.no_list_after, &policy.denied_after, &policy.close_after,
          &policy.alarm_first, &policy.alarm_second, &policy.refused_owed_every,
          &policy.repeat.first, &policy.repeat.most, &policy.repeat.eager_for, &policy.repeat.slow,
          &policy.token_lifetime, &policy.token_backdating}) {
        *field = duration();
    }
    policy.stakes_in_flight_max = small(below(100'000));
    return terms;
}

ProviderTerms Generator::provider_terms() {
    ProviderTerms terms;
    terms.id = ProviderId(uuid());
    terms.name = text();
    terms.api_url = "https://" + text(40);
    terms.enabled = coin();
    for (base::Duration* const field :
         {&terms.hold, &terms.hold_win, &terms.timestamp_skew, &terms.replay_window,
          &terms.call_timeout}) {
        *field = duration();
    }
    terms.payout_key = one_of({PayoutKeyRule::round, PayoutKeyRule::round_amount});
    terms.refund_after_payout = coin();
    terms.zero_stakes = coin();
    terms.max_win = maybe(money(currency()));
    for (auto count = below(4); count > 0; --count)
        terms.launch_fields.push_back(text(20));
    return terms;
}

GameTerms Generator::game_terms(ProviderId provider) {
    return {
        .id = {},
        .provider = provider,
        .provider_game = ProviderGameId(text()),
        .name = text(),
        .category = text(20),
        .image_url = text(),
        .has_demo = coin(),
        .live = coin(),
        .enabled = true,
        .min_bet = std::to_string(below(100)),
        .max_bet = std::to_string(below(100'000))};
}

usecases::KeyRow Generator::key_row() {
    using enum crypto::SigningAlgorithm;
    using enum usecases::KeyState;
    return {
        .kid = text(43),
        .algorithm = one_of({rs256, es256, eddsa}),
        .state = one_of({next, active, retired}),
        .private_pem_sealed = text(600),
        .created_at = instant(),
        .activated_at = maybe(instant()),
        .retired_at = maybe(instant())};
}

}  // namespace croupier::test
