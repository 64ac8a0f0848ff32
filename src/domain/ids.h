// SPDX-License-Identifier: Apache-2.0
// The ids of the books. Text ids come from a counterparty and are 1 to 256 bytes of UTF-8 without
// control characters (checked in the codecs, base::is_wire_id); the others are ours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.h"

namespace croupier::domain {

using CasinoId =
    base::Id<struct CasinoTag, std::uint64_t>;  // the number in "PartnerClient-<number>"
using ProviderId = base::Id<struct ProviderTag, base::Uuid>;  // X-Counterparty-Id
using GameId = base::Id<struct GameTag, std::uint64_t>;       // ours, what casinos launch
using PlayerId = base::Id<struct PlayerTag, base::Uuid>;      // ours, what providers see as userId
using SessionId = base::Id<struct SessionTag, base::Uuid>;
using BetId = base::Id<struct BetTag, std::uint64_t>;  // 53 bits, what casinos see
using TransactionId = base::Id<struct TransactionTag, base::Uuid>;

using PartnerUserId = base::Id<struct PartnerUserTag, std::string>;  // a casino's player
using PartnerTransactionId =
    base::Id<struct PartnerTransactionTag, std::string>;  // a casino's booking; may be empty
using ProviderBetId = base::Id<struct ProviderBetTag, std::string>;    // a provider's betId
using ProviderGameId = base::Id<struct ProviderGameTag, std::string>;  // a provider's gameId
using RoundId = base::Id<struct RoundTag, std::string>;                // a provider's gameRoundId
using PayoutKey = base::Id<struct PayoutKeyTag, std::string>;  // tells payouts of a bet apart

// The partition that a player, and all that hangs on the player, belongs to for ever: the top 10
// bits of SHA-256(casino id in decimal, 0x00, PartnerUserId). Frozen; test vectors in
// tests/unit/usecases/slot_test.cpp.
using Slot = base::Id<struct SlotTag, std::uint16_t>;
inline constexpr std::uint16_t slot_count = 1024;

// SessionId is a UUIDv7 whose rand_a field starts with the slot; BetId is slot 10 | block 33 |
// counter 10 bits. The slot in an id is a routing hint: whose the session or bet is gets checked
// after it was loaded.
SessionId make_session_id(Slot slot, base::Instant now, base::Random& random);
Slot slot_of(SessionId session);
BetId make_bet_id(Slot slot, std::uint64_t block, std::uint16_t counter);
Slot slot_of(BetId bet);
inline constexpr std::uint16_t bet_ids_per_block = 1024;

struct PlayerKey {
    Slot slot;
    PlayerId player;
    auto operator<=>(const PlayerKey&) const = default;
};

}  // namespace croupier::domain

template <>
struct std::hash<croupier::domain::PlayerKey> {
    std::size_t operator()(const croupier::domain::PlayerKey& key) const noexcept {
        return std::hash<croupier::domain::PlayerId>{}(key.player);
    }
};
