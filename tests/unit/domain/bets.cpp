// SPDX-License-Identifier: Apache-2.0
#include "unit/domain/bets.h"

namespace croupier::domain {

Currency euro() { return *Currency::from_code("EUR"); }
Money cents(std::int64_t minor) { return {minor, euro()}; }

TransactionId transaction(std::uint8_t number) {
    base::Uuid uuid;
    uuid.bytes[15] = number;
    return TransactionId(uuid);
}

Transfer transfer_of(
    std::uint8_t number, TransactionType type, TransferState state, std::int64_t minor) {
    Transfer transfer{
        .id = transaction(number), .type = type, .amount = cents(minor), .refusal = {}};
    transfer.state = state;
    transfer.decided_at = noon;
    transfer.due = noon;
    if (is_settled(state)) transfer.settled_at = noon;
    return transfer;
}

Bet bare_bet() {
    Bet bet{
        .id = make_bet_id(Slot(1), 1, 1),
        .player = {Slot(1), PlayerId{}},
        .casino = CasinoId(7),
        .partner_user = PartnerUserId("p1"),
        .provider = {},
        .provider_bet = ProviderBetId("b1"),
        .session = {},
        .game = GameId(1),
        .currency = euro()};
    bet.content = "pay-in|10|r1";
    bet.created_at = noon;
    bet.hold_until = noon + base::Duration(6000);
    return bet;
}

Bet bet_with(TransferState stake) {
    Bet bet = bare_bet();
    bet.transfers.push_back(transfer_of(1, TransactionType::stake, stake));
    if (stake == TransferState::refused) {
        bet.transfers.front().refusal = ErrorCode::insufficient_funds;
    }
    if (stake == TransferState::in_doubt) bet.doubt_since = noon;
    return bet;
}

Transfer payout(std::uint8_t number, TransferState state, std::int64_t minor) {
    Transfer transfer = transfer_of(number, TransactionType::payout, state, minor);
    transfer.payout_key = PayoutKey("r:" + std::to_string(number));
    return transfer;
}

Transfer stake_return(std::uint8_t number, TransferState state) {
    Transfer transfer = transfer_of(number, TransactionType::stake_return, state);
    transfer.undoes = transaction(1);
    return transfer;
}

Posting posting(const Bet& bet, Purpose debit, Purpose credit, std::int64_t minor) {
    const auto account = [&](Purpose purpose) {
        return Account{bet.casino, bet.provider, bet.currency, purpose};
    };
    return {bet.id, transaction(1), account(debit), account(credit), cents(minor)};
}

}  // namespace croupier::domain
