// SPDX-License-Identifier: Apache-2.0
#include "sim/auditor.h"

#include <algorithm>
#include <utility>

namespace croupier::sim {

namespace {

using Counted = std::map<std::pair<int, std::int64_t>, int>;  // of type and amount: how often
using ByBet = std::map<std::uint64_t, Counted>;

ByBet by_bet(const std::vector<Entry>& entries) {
    ByBet sorted;
    for (const Entry& entry : entries)
        ++sorted[entry.bet][{entry.type, entry.minor}];
    return sorted;
}

std::int64_t sum(const Counted& counted, int type) {
    std::int64_t total = 0;
    for (const auto& [what, count] : counted) {
        if (what.first == type) total += what.second * count;
    }
    return total;
}

std::string in_words(const Counted& counted) {
    std::string text;
    for (const auto& [what, count] : counted) {
        text += " " + std::to_string(what.first) + ":" + std::to_string(what.second);
        if (count > 1) text += "x" + std::to_string(count);
    }
    return text.empty() ? " nothing" : text;
}

class Audit {
public:
    explicit Audit(const Books& books)
        : books_(books), wallets_(by_bet(books.wallets)), hub_(by_bet(books.hub_booked)) {}

    std::vector<std::string> run() {
        compare_rows();
        for (const Belief& belief : books_.beliefs)
            judge(belief);
        look_at_closes();
        compare_balances();
        if (std::count(books_.alarms.begin(), books_.alarms.end(), "invariant") > 0) {
            find("a decision broke an invariant");
        }
        return findings_;
    }

private:
    void find(std::string what) { findings_.push_back(std::move(what)); }

    // The wallets moved what the hub has booked: no more, no less, nothing twice.
    void compare_rows() {
        std::set<std::uint64_t> bets;
        for (const auto* side : {&wallets_, &hub_}) {
            for (const auto& [bet, counted] : *side)
                bets.insert(bet);
        }
        for (const std::uint64_t bet : bets) {
            if (wallets_[bet] == hub_[bet]) continue;
            find(
                "bet " + std::to_string(bet) + ": the casino has" + in_words(wallets_[bet]) +
                ", the hub has" + in_words(hub_[bet]));
        }
    }

    // A bet that stands moved its stake once and each payout once; another moved nothing in the
    // end.
    void judge(const Belief& belief) {
        const Counted& wallet = wallets_[belief.bet];
        const std::string name = "bet " + belief.name + " ";
        if (!belief.stands) {
            if (belief.bet == 0) return;
            if (sum(wallet, -1) != sum(wallet, 2) || sum(wallet, 1) != sum(wallet, -2)) {
                find(name + "is void for the provider; the casino has" + in_words(wallet));
            }
            return;
        }
        Counted expected;
        ++expected[{-1, belief.stake}];
        for (const std::int64_t payout : belief.payouts)
            ++expected[{1, payout}];
        if (wallet == expected) return;
        find(name + "stands with" + in_words(expected) + "; the casino has" + in_words(wallet));
    }

    void look_at_closes() {
        for (const auto& [bet, counted] : wallets_) {
            std::size_t followed = 0;
            for (const auto& [what, count] : counted)
                followed += what.first == -1 ? 0 : 1;
            if (followed > 0 && !books_.closed.contains(bet)) {
                find("bet " + std::to_string(bet) + " is over and open at the casino");
            }
        }
    }

    // The accounts, from the wallets alone: a stake leaves the player's wallet, and so on.
    void compare_balances() {
        std::map<std::string, std::int64_t> expected;
        for (const Entry& entry : books_.wallets) {
            switch (entry.type) {
            case -1:
                expected["wallet"] += entry.minor;
                expected["stakes"] -= entry.minor;
                break;
            case 1:
                expected["payouts"] += entry.minor;
                expected["wallet"] -= entry.minor;
                break;
            case 2:
                expected["stake_returns"] += entry.minor;
                expected["wallet"] -= entry.minor;
                break;
            case -2:
                expected["wallet"] += entry.minor;
                expected["payout_returns"] -= entry.minor;
                break;
            default:
                find("a type that nobody sends: " + std::to_string(entry.type));
            }
        }
        std::set<std::string> names;
        for (const std::map<std::string, std::int64_t>* side :
             {&std::as_const(expected), &books_.hub_balances}) {
            for (const auto& [name, balance] : *side)
                names.insert(name);
        }
        for (const std::string& name : names) {
            const auto found = books_.hub_balances.find(name);
            const std::int64_t balance = found == books_.hub_balances.end() ? 0 : found->second;
            if (balance == expected[name]) continue;
            find(
                "account " + name + " has " + std::to_string(balance) + ", the wallets say " +
                std::to_string(expected[name]));
        }
    }

    const Books& books_;
    ByBet wallets_;
    ByBet hub_;
    std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> audit(const Books& books) { return Audit(books).run(); }

}  // namespace croupier::sim
