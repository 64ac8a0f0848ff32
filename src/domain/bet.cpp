// SPDX-License-Identifier: Apache-2.0
#include "domain/bet.h"

#include <algorithm>

namespace croupier::domain {

const Transfer* Bet::find(TransactionId transaction) const {
    const auto found = std::find_if(transfers.begin(), transfers.end(), [&](const Transfer& one) {
        return one.id == transaction;
    });
    return found == transfers.end() ? nullptr : &*found;
}

BetStage stage_of(const Bet& bet) {
    if (bet.tombstone) return BetStage::tombstone;
    // What the provider heard first holds for ever, even if the casino books a stake that it had
    // refused.
    if (bet.stake()->refusal) return BetStage::refused;
    switch (bet.stake()->state) {
    case TransferState::pending:
    case TransferState::received:
        return BetStage::stake_in_flight;
    case TransferState::refused:
        return BetStage::refused;
    case TransferState::in_doubt:
    case TransferState::voided:
    case TransferState::written_off:
        return BetStage::doubtful_or_returned;
    case TransferState::booked:
        break;
    }
    // A doubt never becomes an acceptance, even when the casino confirms the stake afterwards.
    if (bet.doubt_since || standing_return(bet) != nullptr) return BetStage::doubtful_or_returned;
    const bool paid =
        std::any_of(bet.transfers.begin(), bet.transfers.end(), [](const Transfer& one) {
            return one.type == TransactionType::payout && one.extra == Extra::none && !one.undoes;
        });
    return paid ? BetStage::paid_out : BetStage::booked;
}

std::optional<std::size_t> first_open(const Bet& bet) {
    for (std::size_t ordinal = 1; ordinal < bet.transfers.size(); ++ordinal) {
        if (!is_settled(bet.transfers[ordinal].state)) return ordinal;
    }
    return std::nullopt;
}

std::optional<Position> position_of(const Transfer& transfer) {
    if (transfer.extra == Extra::none) return position_of(transfer.type, transfer.state);
    const bool takes =
        transfer.type == TransactionType::stake || transfer.type == TransactionType::payout_return;
    if (takes) return Position{Purpose::wallet, Purpose::overcharged};
    return Position{Purpose::overpaid, Purpose::wallet};
}

bool returns_stake(const Bet& bet, const Transfer& transfer) {
    return transfer.type == TransactionType::stake_return && transfer.extra == Extra::none &&
           transfer.undoes == bet.transfers.front().id;
}

const Transfer* standing_return(const Bet& bet) {
    for (auto one = bet.transfers.rbegin(); one != bet.transfers.rend(); ++one) {
        if (returns_stake(bet, *one) && one->state != TransferState::voided) return &*one;
    }
    return nullptr;
}

bool is_settled(TransferState state) {
    switch (state) {
    case TransferState::pending:
    case TransferState::received:
    case TransferState::in_doubt:
        return false;
    case TransferState::booked:
    case TransferState::refused:
    case TransferState::voided:
    case TransferState::written_off:
        return true;
    }
    return true;
}

std::string_view to_text(AlarmKind kind) {
    switch (kind) {
    case AlarmKind::owed_refused:
        return "owed_refused";
    case AlarmKind::owed_late:
        return "owed_late";
    case AlarmKind::content_mismatch:
        return "content_mismatch";
    case AlarmKind::contradiction:
        return "contradiction";
    case AlarmKind::booking_denied:
        return "booking_denied";
    case AlarmKind::overpaid:
        return "overpaid";
    case AlarmKind::overcharged:
        return "overcharged";
    case AlarmKind::duplicate_booking:
        return "duplicate_booking";
    case AlarmKind::stuck:
        return "stuck";
    case AlarmKind::close_refused:
        return "close_refused";
    case AlarmKind::max_win_exceeded:
        return "max_win_exceeded";
    case AlarmKind::accept_unmatched:
        return "accept_unmatched";
    case AlarmKind::lists_empty:
        return "lists_empty";
    case AlarmKind::invariant:
        return "invariant";
    }
    return "?";
}

}  // namespace croupier::domain
