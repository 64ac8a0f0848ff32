// SPDX-License-Identifier: Apache-2.0
// The wallet: every call that the hub may make, as one SQLite transaction that is on disk before
// the answer exists. Pure of HTTP and JWT. A repeat of a call that names its transaction moves
// nothing and hears the same; a failure of the disk is answered with Code::general and leaves
// nothing behind.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "sandbox/casino/bet_rules.h"
#include "sandbox/casino/calls.h"
#include "sandbox/casino/wallet_store.h"

namespace croupier::sandbox::casino {

enum class Booking {
    accept,  // the answer to make says "received"; the hub's accept call says how it ended
    answer   // the answer to make is final
};

// Where an `accept` casino says no.
enum class Refusals { in_answer, in_accept };

struct WalletRules {
    std::string number_prefix = "C";  // of PartnerTransactionId: "C7001" gives "C7001-000000123"
    Booking booking = Booking::answer;
    Refusals refusals = Refusals::in_answer;
    Dialect dialect = Dialect::ours;
    base::Duration token_lifetime{24 * 3600 * 1000};
    base::Duration token_repeat_window{60'000};  // a spent token still answers its successor
};

// Loop thread only.
class Wallet {
public:
    Wallet(WalletStore& store, WalletRules rules, base::Random& random)
        : store_(store), rules_(std::move(rules)), random_(random) {}

    Outcome<AuthAnswer> authenticate(const AuthCall& call, base::Instant now);
    Outcome<domain::Money> balance(const DataCall& call);
    // With Refusals::in_accept a refusal answers success, and the announcement holds the truth.
    MakeAnswer make(const MakeCall& call, base::Instant now);
    // All of the list in one transaction; each element is answered for itself. A list that no hub
    // of this contract sends (empty, above 500, two elements of one bet) is refused whole.
    Outcome<std::vector<MakeAnswer>> make_list(
        const std::vector<MakeCall>& calls, base::Instant now);
    // A bet that never came has an empty list: that is what the hub asks to learn.
    Outcome<InfoAnswer> info(const InfoCall& call);
    Code close(const CloseCall& call);

    // Makes a fresh refresh token; the caller is inside a transaction.
    db::DbResult<std::string> issue_token(std::string_view player, base::Instant now);

    [[nodiscard]] std::string partner_transaction_id(std::int64_t booking) const;
    [[nodiscard]] const WalletRules& rules() const { return rules_; }

private:
    // What a make call is about, once its names are resolved.
    struct Resolved {
        PlayerRow player;
        Demand demand;
        std::optional<std::int64_t> tax;
        std::optional<BetRow> bet;
        std::vector<BookingRow> bookings;
        std::optional<std::int64_t> promo_uses;
    };

    db::DbResult<MakeAnswer> take(const MakeCall& call, base::Instant now);
    db::DbResult<MakeAnswer> repeat(const MakeCall& call, const KeyRow& known, base::Instant now);
    db::DbResult<Outcome<Resolved>> resolve(const MakeCall& call);
    db::DbResult<MakeAnswer> refuse(const MakeCall& call, Code code, base::Instant now);
    db::DbResult<MakeAnswer> book(
        const MakeCall& call, Resolved resolved, const Decision& decision, base::Instant now);
    db::DbResult<void> use_promo_code(
        const MakeCall& call, const Resolved& resolved, const Decision& decision);
    db::DbResult<void> announce(
        const MakeCall& call, MakeAnswer& answer, std::optional<std::int64_t> booking,
        base::Instant now);
    [[nodiscard]] Decision judge(const MakeCall& call, const Resolved& resolved) const;
    [[nodiscard]] Code spoken(Code code) const;
    [[nodiscard]] bool keeps_transaction_ids() const { return rules_.dialect == Dialect::ours; }

    WalletStore& store_;
    WalletRules rules_;
    base::Random& random_;
};

// The parts of a make call that must not differ between repeats, with amounts by value.
std::string content_of(const MakeCall& call);

}  // namespace croupier::sandbox::casino
