// SPDX-License-Identifier: Apache-2.0
#include "app/books.h"

#include <functional>

#include "base/text.h"

namespace croupier::app {

namespace {

using base::fail;
using base::Json;
using domain::TransactionType;

constexpr std::size_t page_size = 1000;

void add_movement(Movements& moved, TransactionType type, std::int64_t minor) {
    switch (type) {
    case TransactionType::stake:
        return moved.stakes.add(minor);
    case TransactionType::payout:
    case TransactionType::jackpot:
        return moved.payouts.add(minor);
    case TransactionType::stake_return:
        return moved.returns.add(minor);
    case TransactionType::payout_return:
        return moved.payout_returns.add(minor);
    }
}

BookedBet booked_bet(const domain::Bet& bet) {
    BookedBet booked{
        .label = bet.provider_bet.value(), .currency = bet.currency, .moved = {}, .stands = {}};
    for (const domain::Transfer& transfer : bet.transfers) {
        if (transfer.state == domain::TransferState::booked) {
            add_movement(booked.moved, transfer.type, transfer.amount.minor());
        }
        if (!domain::is_settled(transfer.state)) booked.settled = false;
    }
    const domain::BetStage stage = domain::stage_of(bet);
    booked.stands = stage == domain::BetStage::booked || stage == domain::BetStage::paid_out;
    return booked;
}

bool is_counted(const domain::Bet& bet) { return !bet.tombstone && bet.mode == domain::Mode::real; }

void add_fate(BetFates& fates, const domain::Bet& bet) {
    using State = domain::TransferState;
    ++fates.bets;
    if (bet.doubt_since) ++fates.doubted;
    const domain::Transfer* stake = bet.stake();
    if (stake == nullptr) {
        ++fates.tombstones;
    } else if (stake->state == State::booked) {
        ++fates.booked;
    } else if (stake->state == State::refused || stake->state == State::voided) {
        ++fates.none_moved;
    }
}

base::Result<void, std::string> each_bet(
    usecases::StoreReader& reader, const std::function<void(const domain::Bet&)>& visit) {
    domain::BetId after{};
    while (true) {
        const auto page = reader.bets_after(after, page_size);
        if (!page.ok()) return fail(std::string("the hub's store cannot be read"));
        for (const domain::Bet& bet : page.value()) {
            after = bet.id;
            visit(bet);
        }
        if (page.value().size() < page_size) return {};
    }
}

std::optional<domain::Money> money_member(
    const Json& object, std::string_view name, domain::Currency currency) {
    const auto money =
        domain::parse_money(text_member(object, name), currency, domain::ExtraDigits::ignore_zeros);
    if (!money.ok()) return std::nullopt;
    return money.value();
}

std::optional<std::int64_t> next_cursor(const Json& page) {
    return base::parse_i64(text_member(page, "next"));
}

const std::vector<Json>* list_member(const Json& object, std::string_view name) {
    const Json* found = object.find(name);
    return found != nullptr && found->is(Json::Kind::array) ? &found->elements() : nullptr;
}

std::string describe(const BookedBet& bet) {
    const auto part = [&](const char* name, const Line& line) {
        if (line.count == 0) return std::string();
        return std::string(" ") + name + " " +
               domain::to_text(domain::Money(line.sum, bet.currency)) + " (" +
               std::to_string(line.count) + ")";
    };
    const std::string all = part("stakes", bet.moved.stakes) + part("payouts", bet.moved.payouts) +
                            part("returns", bet.moved.returns) +
                            part("payout returns", bet.moved.payout_returns);
    return all.empty() ? " nothing" : all + " " + std::string(bet.currency.code());
}

// What the provider knows of the outcome must be what the hub has: a bet that stands with its
// payouts, or one that moved nothing in the end.
std::optional<std::string> provider_difference(const BookedBet& hub, const BookedBet& provider) {
    if (!provider.settled) return "the provider still works on it";
    if (!hub.settled) return "the hub still works on it";
    if (!provider.stands.value_or(false)) {
        if (hub.moved.net() == 0 && !hub.stands.value_or(false)) return std::nullopt;
        return "void at the provider, at the hub" + describe(hub);
    }
    if (!hub.stands.value_or(false)) return "stands at the provider, void at the hub";
    if (hub.moved.stakes == provider.moved.stakes && hub.moved.payouts == provider.moved.payouts) {
        return std::nullopt;
    }
    return "the hub has" + describe(hub) + ", the provider" + describe(provider);
}

}  // namespace

std::string text_member(const Json& object, std::string_view name) {
    const Json* found = object.find(name);
    if (found == nullptr) return {};
    if (found->is(Json::Kind::string)) return found->as_string();
    return found->is(Json::Kind::number) ? found->number_text() : std::string();
}

void Movements::add(const Movements& other) {
    const auto join = [](Line& line, const Line& more) {
        line.count += more.count;
        line.sum += more.sum;
    };
    join(stakes, other.stakes);
    join(payouts, other.payouts);
    join(returns, other.returns);
    join(payout_returns, other.payout_returns);
}

std::map<domain::Currency, Movements> Book::totals() const {
    std::map<domain::Currency, Movements> sums;
    for (const auto& [id, bet] : bets)
        sums[bet.currency].add(bet.moved);
    return sums;
}

base::Result<BetFates, std::string> fates_of_bets(usecases::StoreReader& reader) {
    BetFates fates;
    CROUPIER_TRY_VOID(each_bet(reader, [&](const domain::Bet& bet) {
        if (bet.mode == domain::Mode::real) add_fate(fates, bet);
    }));
    return fates;
}

base::Result<Book, std::string> hub_book(usecases::StoreReader& reader) {
    Book book{.name = "hub", .last = base::system_now().unix_ms};
    CROUPIER_TRY_VOID(each_bet(reader, [&](const domain::Bet& bet) {
        if (!is_counted(bet)) return;
        book.bets.emplace(std::to_string(bet.id.value()), booked_bet(bet));
    }));
    return book;
}

base::Result<Book, std::string> hub_book_since(
    usecases::StoreReader& reader, domain::CasinoId casino, base::Instant since) {
    usecases::TransactionQuery query{
        .casino = casino, .from = since, .to = base::system_now(), .limit = page_size};
    Book book{.name = "hub", .last = query.to.unix_ms};
    do {
        auto page = reader.transactions(query);
        if (!page.ok()) return fail(std::string("the hub's store cannot be read"));
        for (const auto& row : page.value().rows) {
            if (!is_counted(row.bet)) continue;
            book.bets.insert_or_assign(std::to_string(row.bet.id.value()), booked_bet(row.bet));
        }
        query.cursor = std::move(page.value().cursor);
    } while (!query.cursor.empty());
    return book;
}

Book by_provider_bet(const Book& hub) {
    Book book{.name = hub.name, .last = hub.last};
    for (const auto& [id, bet] : hub.bets)
        book.bets.emplace(bet.label, bet);
    return book;
}

base::Result<std::optional<std::int64_t>, std::string> add_casino_page(
    Book& book, const Json& page) {
    const auto* bets = list_member(page, "bets");
    if (bets == nullptr) return fail(std::string("the casino's book is no list of bets"));
    for (const Json& bet : *bets) {
        book.last = base::parse_i64(text_member(bet, "number")).value_or(book.last);
        const auto currency = domain::Currency::from_code(text_member(bet, "currency"));
        const auto* transactions = list_member(bet, "transactions");
        if (transactions == nullptr || transactions->empty()) continue;  // a tombstone
        if (!currency) return fail(std::string("the casino's book has a bet without a currency"));
        BookedBet booked{
            .label = text_member(bet, "betId"), .currency = *currency, .moved = {}, .stands = {}};
        for (const Json& transaction : *transactions) {
            const auto number = base::parse_i64(text_member(transaction, "type"));
            const auto type = domain::transaction_type_from(number.value_or(0));
            const auto amount = money_member(transaction, "amount", *currency);
            if (!type || !amount) return fail("the casino's book is unreadable at " + booked.label);
            add_movement(booked.moved, *type, amount->minor());
        }
        book.bets.emplace(booked.label, std::move(booked));
    }
    return next_cursor(page);
}

base::Result<std::optional<std::int64_t>, std::string> add_provider_page(
    Book& book, const Json& page) {
    const auto* bets = list_member(page, "bets");
    if (bets == nullptr) return fail(std::string("the provider's book is no list of bets"));
    for (const Json& bet : *bets) {
        book.last = base::parse_i64(text_member(bet, "number")).value_or(book.last);
        const auto currency = domain::Currency::from_code(text_member(bet, "currency"));
        if (!currency) return fail(std::string("the provider's book has a bet without a currency"));
        const std::string state = text_member(bet, "state");
        const auto stake = money_member(bet, "stake", *currency);
        BookedBet booked{
            .label = text_member(bet, "betId"),
            .currency = *currency,
            .moved = {},
            .stands = state == "accepted"};
        booked.settled =
            state == "accepted" || state == "refused" || state == "refunded" || state == "void";
        if (!stake) return fail("the provider's book is unreadable at " + booked.label);
        if (booked.stands.value()) booked.moved.stakes.add(stake->minor());
        const auto* payouts = list_member(bet, "payouts");
        for (const Json& payout : payouts != nullptr ? *payouts : std::vector<Json>{}) {
            const std::string paid = text_member(payout, "state");
            if (paid == "owed" || paid == "drawn" || paid == "stuck") booked.settled = false;
            if (paid != "paid") continue;
            const auto amount = money_member(payout, "amount", *currency);
            if (!amount) return fail("the provider's book is unreadable at " + booked.label);
            booked.moved.payouts.add(amount->minor());
        }
        book.bets.emplace(booked.label, std::move(booked));
    }
    return next_cursor(page);
}

std::vector<std::string> differences_with_casino(const Book& hub, const Book& casino) {
    std::vector<std::string> found;
    const BookedBet* none = nullptr;
    const auto look = [](const Book& book, const std::string& id, const BookedBet* fallback) {
        const auto place = book.bets.find(id);
        return place == book.bets.end() ? fallback : &place->second;
    };
    for (const auto& [id, bet] : hub.bets) {
        const BookedBet* other = look(casino, id, none);
        if (!bet.settled) found.push_back("bet " + id + ": the hub still works on it");
        const Movements there = other != nullptr ? other->moved : Movements{};
        if (there == bet.moved) continue;
        found.push_back(
            "bet " + id + " (" + bet.label + "): the hub has" + describe(bet) + ", the casino" +
            (other != nullptr ? describe(*other) : " nothing"));
    }
    for (const auto& [id, bet] : casino.bets) {
        if (look(hub, id, none) == nullptr) {
            found.push_back("bet " + id + ": unknown to the hub, the casino has" + describe(bet));
        }
    }
    return found;
}

std::vector<std::string> differences_with_provider(const Book& hub, const Book& provider) {
    std::vector<std::string> found;
    for (const auto& [id, bet] : provider.bets) {
        const auto place = hub.bets.find(id);
        const BookedBet unknown{
            .label = id, .currency = bet.currency, .moved = {}, .stands = false};
        const BookedBet& here = place == hub.bets.end() ? unknown : place->second;
        if (const auto difference = provider_difference(here, bet)) {
            found.push_back("bet " + id + ": " + *difference);
        }
    }
    for (const auto& [id, bet] : hub.bets) {
        if (!provider.bets.contains(id)) found.push_back("bet " + id + ": unknown to the provider");
    }
    return found;
}

base::Result<std::vector<std::string>, std::string> differences_in_ledger(
    usecases::StoreReader& reader) {
    domain::Balances expected;
    CROUPIER_TRY_VOID(each_bet(reader, [&](const domain::Bet& bet) {
        if (!is_counted(bet)) return;
        for (const domain::Transfer& transfer : bet.transfers) {
            const auto position = domain::position_of(transfer);
            if (!position) continue;
            const std::int64_t minor = transfer.amount.minor();
            expected[{bet.casino, bet.provider, bet.currency, position->debit}] += minor;
            expected[{bet.casino, bet.provider, bet.currency, position->credit}] -= minor;
        }
    }));
    std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
    auto balances = reader.balances();
    if (!balances.ok()) return fail(std::string("the ledger cannot be read"));
    std::erase_if(balances.value(), [](const auto& entry) { return entry.second == 0; });
    std::vector<std::string> found;
    if (balances.value() != expected)
        found.emplace_back("the ledger's balances differ from the bets");
    using domain::Purpose;
    for (const auto& [account, minor] : balances.value()) {
        for (const Purpose moving :
             {Purpose::stakes_pending, Purpose::stakes_in_doubt, Purpose::returns_owed,
              Purpose::payouts_owed, Purpose::takebacks_due, Purpose::jackpots_owed}) {
            if (account.purpose != moving) continue;
            found.push_back(
                "the ledger has " + domain::to_text(domain::Money(minor, account.currency)) + " " +
                std::string(account.currency.code()) + " in " + std::string(to_text(moving)));
        }
    }
    return found;
}

}  // namespace croupier::app
