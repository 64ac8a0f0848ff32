// SPDX-License-Identifier: Apache-2.0
#include "domain/ids.h"

#include "base/check.h"

namespace croupier::domain {

namespace {
constexpr int counter_bits = 10;
constexpr int block_bits = 33;
}  // namespace

SessionId make_session_id(Slot slot, base::Instant now, base::Random& random) {
    base::Uuid uuid = base::make_uuid7(now, random);
    // rand_a is the low nibble of byte 6 and all of byte 7: 12 bits, the first 10 of them the slot.
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0xF0U) | (slot.value() >> 6U));
    uuid.bytes[7] =
        static_cast<std::uint8_t>((uuid.bytes[7] & 0x03U) | ((slot.value() & 0x3FU) << 2U));
    return SessionId(uuid);
}

Slot slot_of(SessionId session) {
    const auto& bytes = session.value().bytes;
    return Slot(static_cast<std::uint16_t>(((bytes[6] & 0x0FU) << 6U) | (bytes[7] >> 2U)));
}

BetId make_bet_id(Slot slot, std::uint64_t block, std::uint16_t counter) {
    CROUPIER_CHECK(slot.value() < slot_count);
    CROUPIER_CHECK(block != 0 && block < (std::uint64_t{1} << block_bits));
    CROUPIER_CHECK(counter < bet_ids_per_block);
    return BetId(
        (std::uint64_t{slot.value()} << (block_bits + counter_bits)) | (block << counter_bits) |
        counter);
}

Slot slot_of(BetId bet) {
    return Slot(
        static_cast<std::uint16_t>((bet.value() >> (block_bits + counter_bits)) % slot_count));
}

}  // namespace croupier::domain
