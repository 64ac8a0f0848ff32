// SPDX-License-Identifier: Apache-2.0
// Randomness as a port: the operating system's in production (SystemRandom: fit for keys), a seed's
// in tests and in the simulator (SeededRandom: repeatable, never fit for keys).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace croupier::base {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> out) = 0;

    std::uint64_t next_u64();
    // Uniform in [0, bound); bound >= 1.
    std::uint64_t below(std::uint64_t bound);
    // True with a chance of `parts` in `of`.
    bool chance(std::uint64_t parts, std::uint64_t of) { return below(of) < parts; }
};

// Thread-safe.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override;
};

// One thread. The same seed gives the same bytes on every machine.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed);
    void fill(std::span<std::byte> out) override;

private:
    std::uint64_t next();
    std::uint64_t state_[4]{};
};

}  // namespace croupier::base
