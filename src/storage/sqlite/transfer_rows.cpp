// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/transfer_rows.h"

#include "domain/error.h"
#include "storage/texts.h"

namespace croupier::storage::sqlite {

namespace {

using domain::Transfer;

constexpr std::string_view insert_sql =
    "INSERT INTO transfer(slot, bet, ordinal, casino, id, type, amount, currency, state, refusal,"
    " payout_key, undoes, partner_transaction, decided_at, received_at, settled_at, tries, due,"
    " ask_first, duplicate_seen, stuck, alarms, sends, last_sent, confirmed, extra)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view update_sql =
    "UPDATE transfer SET state = ?4, refusal = ?5, partner_transaction = ?6, received_at = ?7,"
    " settled_at = ?8, tries = ?9, due = ?10, ask_first = ?11, duplicate_seen = ?12, stuck = ?13,"
    " alarms = ?14, sends = ?15, last_sent = ?16, confirmed = ?17, extra = ?18 WHERE slot = ?1 AND "
    "bet = ?2 AND ordinal = ?3";
// The order of read_row.
constexpr std::string_view of_bet_sql =
    "SELECT id, type, amount, currency, state, refusal, payout_key, undoes, partner_transaction,"
    " decided_at, received_at, settled_at, tries, due, ask_first, duplicate_seen, stuck, alarms,"
    " sends, last_sent, confirmed, extra FROM transfer WHERE slot = ? AND bet = ? ORDER BY ordinal";

std::optional<std::string_view> stored_refusal(const Transfer& transfer) {
    if (!transfer.refusal) return std::nullopt;
    return domain::to_text(*transfer.refusal);
}

std::optional<std::string_view> stored_booking(const Transfer& transfer) {
    if (transfer.partner_transaction.value().empty()) return std::nullopt;
    return transfer.partner_transaction.value();
}

// Demo never reaches a casino: its rows stay out of the casinos' indexes.
std::optional<domain::CasinoId> listed_casino(const domain::Bet& bet) {
    if (bet.mode == domain::Mode::demo) return std::nullopt;
    return bet.casino;
}

DbResult<Transfer> read_row(const db::Statement& statement) {
    RowReader row(statement);
    const auto id = row.next<domain::TransactionId>();
    const auto type = domain::transaction_type_from(row.next<std::int64_t>());
    if (!type) row.refuse();
    const auto minor = row.next<std::int64_t>();
    // The initializers run in the order written.
    Transfer transfer{
        .id = id,
        .type = type.value_or(domain::TransactionType::stake),
        .amount = {minor, row.next<domain::Currency>()},
        .state = row.word(domain::parse_transfer_state),
        .refusal = row.optional_word(domain::parse_error_code),
        .payout_key = row.next<domain::PayoutKey>(),
        .undoes = row.next<std::optional<domain::TransactionId>>(),
        .partner_transaction = row.next<domain::PartnerTransactionId>(),
        .decided_at = row.next<base::Instant>(),
        .received_at = row.next<std::optional<base::Instant>>(),
        .settled_at = row.next<std::optional<base::Instant>>(),
        .tries = row.next<std::uint32_t>(),
        .sends = {},
        .last_sent = {},
        .due = row.next<base::Instant>(),
        .ask_first = row.next<bool>(),
        .duplicate_seen = row.next<bool>(),
        .stuck = row.next<bool>(),
        .alarms = row.next<std::uint8_t>()};
    transfer.sends = row.next<std::uint32_t>();
    transfer.last_sent = row.next<std::optional<base::Instant>>();
    transfer.confirmed = row.next<bool>();
    transfer.extra = row.word(parse_extra);
    return row.done(std::move(transfer), "transfer");
}

}  // namespace

DbResult<void> insert_transfer(
    db::Connection& connection, const domain::Bet& bet, std::size_t ordinal) {
    const Transfer& transfer = bet.transfers[ordinal];
    CROUPIER_TRY(auto statement, connection.prepare(insert_sql));
    bind_all(
        statement, bet.player.slot, bet.id, ordinal, listed_casino(bet), transfer.id,
        static_cast<int>(transfer.type), transfer.amount, transfer.amount.currency(),
        domain::to_text(transfer.state), stored_refusal(transfer), transfer.payout_key,
        transfer.undoes, stored_booking(transfer), transfer.decided_at, transfer.received_at,
        transfer.settled_at, transfer.tries, transfer.due, transfer.ask_first,
        transfer.duplicate_seen, transfer.stuck, transfer.alarms, transfer.sends,
        transfer.last_sent, transfer.confirmed, to_word(transfer.extra));
    return statement.run();
}

DbResult<void> update_transfer(
    db::Connection& connection, const domain::Bet& bet, std::size_t ordinal) {
    const Transfer& transfer = bet.transfers[ordinal];
    CROUPIER_TRY(auto statement, connection.prepare(update_sql));
    bind_all(
        statement, bet.player.slot, bet.id, ordinal, domain::to_text(transfer.state),
        stored_refusal(transfer), stored_booking(transfer), transfer.received_at,
        transfer.settled_at, transfer.tries, transfer.due, transfer.ask_first,
        transfer.duplicate_seen, transfer.stuck, transfer.alarms, transfer.sends,
        transfer.last_sent, transfer.confirmed, to_word(transfer.extra));
    CROUPIER_TRY_VOID(statement.run());
    if (connection.changes() != 1) return refuse_row("no transfer to update");
    return {};
}

DbResult<std::vector<Transfer>> read_transfers(db::Connection& connection, const domain::Bet& bet) {
    CROUPIER_TRY(auto statement, connection.prepare(of_bet_sql));
    bind_all(statement, bet.player.slot, bet.id);
    std::vector<Transfer> transfers;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return transfers;
        CROUPIER_TRY(auto transfer, read_row(statement));
        transfers.push_back(std::move(transfer));
    }
}

}  // namespace croupier::storage::sqlite
