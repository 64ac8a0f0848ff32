// SPDX-License-Identifier: Apache-2.0
#include "base/id.h"

#include "base/text.h"

namespace croupier::base {

namespace {

constexpr std::array<std::size_t, 4> hyphens_at{8, 13, 18, 23};
constexpr std::size_t text_size = 36;

Uuid random_uuid(Random& random, std::uint8_t version) {
    Uuid uuid;
    random.fill(std::as_writable_bytes(std::span(uuid.bytes)));
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | (version << 4));
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
    return uuid;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
    std::string text = to_hex(std::span<const std::uint8_t>(uuid.bytes));
    for (const std::size_t at : hyphens_at)
        text.insert(at, 1, '-');
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != text_size) return std::nullopt;
    std::string digits(text);
    for (auto at = hyphens_at.rbegin(); at != hyphens_at.rend(); ++at) {
        if (digits[*at] != '-') return std::nullopt;
        digits.erase(*at, 1);
    }
    const auto bytes = from_hex(digits);
    if (!bytes) return std::nullopt;
    Uuid uuid;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i)
        uuid.bytes[i] = static_cast<std::uint8_t>((*bytes)[i]);
    return uuid;
}

Uuid make_uuid7(Instant now, Random& random) {
    Uuid uuid = random_uuid(random, 7);
    const auto ms = static_cast<std::uint64_t>(now.unix_ms);
    for (std::size_t i = 0; i < 6; ++i)
        uuid.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    return uuid;
}

Uuid make_uuid4(Random& random) { return random_uuid(random, 4); }

}  // namespace croupier::base
