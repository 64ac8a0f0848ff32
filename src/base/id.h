// SPDX-License-Identifier: Apache-2.0
// Ids that cannot be mixed up: Id<Tag, Rep> only compares, hashes and is made explicitly. Uuid is
// the 128 bits behind the ids that are GUIDs on the wire.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace croupier::base {

template <class Tag, class Rep>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(Rep value) : value_(std::move(value)) {}
    [[nodiscard]] constexpr const Rep& value() const noexcept { return value_; }
    constexpr auto operator<=>(const Id&) const = default;

private:
    Rep value_{};
};

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    constexpr auto operator<=>(const Uuid&) const = default;
};

// Lower-case 8-4-4-4-12.
std::string to_text(const Uuid& uuid);
// Either case, with hyphens; anything else is nothing.
std::optional<Uuid> parse_uuid(std::string_view text);

// RFC 9562 version 7: 48 bits of milliseconds, then random bits: sorts by time of making.
Uuid make_uuid7(Instant now, Random& random);
// RFC 9562 version 4.
Uuid make_uuid4(Random& random);

}  // namespace croupier::base

template <class Tag, class Rep>
struct std::hash<croupier::base::Id<Tag, Rep>> {
    std::size_t operator()(const croupier::base::Id<Tag, Rep>& id) const noexcept {
        return std::hash<Rep>{}(id.value());
    }
};

template <>
struct std::hash<croupier::base::Uuid> {
    std::size_t operator()(const croupier::base::Uuid& uuid) const noexcept {
        return std::hash<std::string_view>{}(
            std::string_view(reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()));
    }
};
