// SPDX-License-Identifier: Apache-2.0
// Random but valid-looking values of the books, every field of them, from one seed. Valid-looking
// means what a store asks: ids carry the right slot and a bet has one currency; no rule of the game
// is followed.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "base/random.h"
#include "usecases/directory.h"
#include "usecases/ports.h"

namespace croupier::test {

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
    bool coin() { return random_.chance(1, 2); }
    template <class T>
    T one_of(std::initializer_list<T> values) {
        return values.begin()[below(values.size())];
    }
    template <class T>
    std::optional<T> maybe(T value) {
        return coin() ? std::optional<T>(std::move(value)) : std::nullopt;
    }
    base::Uuid uuid() { return base::make_uuid4(random_); }
    // 1 to `most` printable characters, quotes and all.
    std::string text(std::size_t most = 128);
    base::Instant instant();
    domain::Currency currency();
    domain::Money money(domain::Currency currency);  // not negative
    domain::ErrorCode error_code();

    domain::Player player();
    domain::Player player(domain::CasinoId casino, domain::PartnerUserId user);
    // Of that player, or in demo (the player is then only a source of slot and casino).
    domain::Session session(const domain::Player& player, domain::Mode mode = domain::Mode::real);
    // A bet of that session, with up to four transfers.
    domain::Bet bet(const domain::Session& session);
    domain::Transfer transfer(domain::Currency currency);
    // Anew whatever may move; identity and terms stay, a transfer may be added.
    domain::Bet moved(domain::Bet bet);
    domain::Posting posting(const domain::Bet& bet);

    domain::CasinoTerms casino_terms();
    domain::ProviderTerms provider_terms();
    domain::GameTerms game_terms(domain::ProviderId provider);
    usecases::KeyRow key_row();

private:
    void move(domain::Transfer& transfer);
    base::Duration duration() {
        return base::Duration(static_cast<std::int64_t>(below(1U << 30U)));
    }

    base::SeededRandom random_;
    std::uint64_t next_block_ = 1;
};

}  // namespace croupier::test
