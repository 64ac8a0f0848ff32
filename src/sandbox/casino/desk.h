// SPDX-License-Identifier: Apache-2.0
// The casino's own desk, behind its control API: players, their money and tokens, and the book read
// as a witness.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "sandbox/casino/wallet.h"

namespace croupier::sandbox::casino {

struct NewPlayer {
    std::optional<std::string> id = std::nullopt;  // drawn when absent
    std::string currency;
    std::string balance = "0";
    std::optional<std::string> stake_max = std::nullopt;
    bool blocked = false;
    bool is_test = false;
    std::string language = "en";
    std::string country = "";
};

struct PlayerChange {
    std::optional<bool> blocked = std::nullopt;
    std::optional<std::string> deposit =
        std::nullopt;  // may be negative: taken out, never below zero
    std::optional<std::string> stake_max = std::nullopt;  // "" takes the limit away
    std::optional<std::string> promo_code = std::nullopt;
    std::int64_t promo_uses = 1;
};

struct IssuedToken {
    PlayerRow player;
    std::string refresh_token;
};

struct BookLine {
    std::int64_t count = 0;
    std::int64_t sum = 0;
};

// Everything that was ever booked in one currency. deposits - stakes + payouts + returns - payout
// returns + jackpots
// + cashbacks - cashback returns = balances, always.
struct CurrencyBook {
    std::map<TransactionType, BookLine> bets;
    std::map<TransactionType, BookLine> cashbacks;
    BookLine players;  // count and sum of balances
    std::int64_t deposits = 0;
};

struct Book {
    std::map<domain::Currency, CurrencyBook> currencies;
    std::int64_t bets_open = 0;
    std::int64_t bets_closed = 0;
    std::int64_t tombstones = 0;
};

struct BetPage {
    struct Bet {
        BetRow row;
        std::vector<BookingRow> bookings;
    };
    std::vector<Bet> bets;
};

// Errors are sentences for the caller of the control API. Loop thread only.
template <class T>
using DeskResult = base::Result<T, std::string>;

class Desk {
public:
    Desk(
        WalletStore& store, Wallet& wallet, std::vector<domain::Currency> currencies,
        base::Random& random)
        : store_(store), wallet_(wallet), currencies_(std::move(currencies)), random_(random) {}

    DeskResult<IssuedToken> open_account(const NewPlayer& wanted, base::Instant now);
    DeskResult<IssuedToken> issue_token(const std::string& player, base::Instant now);
    DeskResult<PlayerRow> change(const std::string& player, const PlayerChange& change);
    DeskResult<std::optional<PlayerRow>> find(const std::string& player);
    DeskResult<std::vector<PlayerRow>> list(const std::string& after, std::int64_t limit);
    DeskResult<Book> book();
    DeskResult<BetPage> bets(std::int64_t after, std::int64_t limit);

private:
    [[nodiscard]] DeskResult<PlayerRow> read_new(const NewPlayer& wanted);
    db::DbResult<std::optional<std::string>> apply(PlayerRow& player, const PlayerChange& change);

    WalletStore& store_;
    Wallet& wallet_;
    std::vector<domain::Currency> currencies_;
    base::Random& random_;
};

}  // namespace croupier::sandbox::casino
