// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <sys/random.h>
#include <array>
#include <bit>
#include <cerrno>

#include "base/check.h"

namespace croupier::base {

namespace {

// The usual way to spread a seed over a larger state: no seed, zero included, gives a weak state.
std::uint64_t splitmix64(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15u;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

}  // namespace

std::uint64_t Random::next_u64() {
    std::array<std::byte, 8> bytes{};
    fill(bytes);
    // By value, not by memory layout: the same seed gives the same numbers on every machine.
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        number = (number << 8) | std::to_integer<std::uint64_t>(bytes[i]);
    return number;
}

std::uint64_t Random::below(std::uint64_t bound) {
    CROUPIER_CHECK(bound >= 1);
    // Draws from the incomplete last stretch are thrown away, else small numbers would come up more
    // often.
    const std::uint64_t skip_under = (0 - bound) % bound;
    std::uint64_t drawn = next_u64();
    while (drawn < skip_under)
        drawn = next_u64();
    return drawn % bound;
}

void SystemRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        const ssize_t count = ::getrandom(out.data(), out.size(), 0);
        // Without randomness there are no keys and no ids: nothing could go on.
        CROUPIER_CHECK(count > 0 || errno == EINTR);
        if (count > 0) out = out.subspan(static_cast<std::size_t>(count));
    }
}

SeededRandom::SeededRandom(std::uint64_t seed) {
    for (std::uint64_t& word : state_)
        word = splitmix64(seed);
}

void SeededRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        std::uint64_t word = next();
        const std::size_t count = out.size() < 8 ? out.size() : 8;
        for (std::size_t i = 0; i < count; ++i, word >>= 8)
            out[i] = static_cast<std::byte>(word & 0xff);
        out = out.subspan(count);
    }
}

// xoshiro256**, by Blackman and Vigna.
std::uint64_t SeededRandom::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

}  // namespace croupier::base
