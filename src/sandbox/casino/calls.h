// SPDX-License-Identifier: Apache-2.0
// What the hub asks of this casino and what it hears, without JSON: the wallet's vocabulary.
// Amounts stay text until the player, and so the currency, is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/money.h"
#include "sandbox/casino/codes.h"

namespace croupier::sandbox::casino {

// A refusal is a code that is not success.
template <class T>
using Outcome = base::Result<T, Code>;

enum class TransactionType {
    stake = -1,
    payout = 1,
    bet_return = 2,
    payout_return = -2,
    jackpot = 4
};
std::optional<TransactionType> parse_transaction_type(std::int64_t number);

struct AuthCall {
    std::string refresh_token;
};
struct AuthAnswer {
    std::string player;
    std::string refresh_token;
    std::string language;
    std::string country;
    bool is_test = false;
    domain::Money balance;
};

struct DataCall {
    std::string player;
};

// An element of make and make-list. A cashback is one too, on a book of its own: the bet id is then
// the cashback's.
struct MakeCall {
    std::int64_t bet_id = 0;
    std::string player;
    TransactionType type = TransactionType::stake;
    std::string amount;
    std::optional<std::string> tax_amount = std::nullopt;
    std::optional<std::string> promo_code = std::nullopt;
    std::optional<std::string> transaction_id = std::nullopt;
    std::optional<std::string> currency = std::nullopt;
    bool cashback = false;
    bool late = false;  // was taken earlier than it acts
};

// A booked transaction, or a refusal, that the hub must still hear of through its accept call.
struct Announcement {
    std::int64_t number = 0;
    bool cashback = false;
    std::string body;
    base::Instant queued_at;
};

struct MakeAnswer {
    Code code = Code::general;
    std::optional<std::string> partner_transaction_id = std::nullopt;
    std::optional<domain::Money> balance = std::nullopt;
    std::optional<Announcement> announcement = std::nullopt;
};

struct InfoCall {
    std::int64_t bet_id = 0;
    std::optional<std::string> player = std::nullopt;
    std::optional<base::Instant> as_of = std::nullopt;  // what was booked by then; nothing: all
};
struct BookedTransaction {
    std::string partner_transaction_id;
    std::optional<std::string> transaction_id = std::nullopt;
    TransactionType type = TransactionType::stake;
    domain::Money amount;
    std::optional<domain::Money> tax_amount = std::nullopt;
    base::Instant at;
};
struct InfoAnswer {
    bool closed = false;
    std::vector<BookedTransaction> transactions;
};

struct CloseCall {
    std::int64_t bet_id = 0;
    bool closed = true;
    std::optional<std::int64_t> sequence = std::nullopt;
};

}  // namespace croupier::sandbox::casino
