// SPDX-License-Identifier: Apache-2.0
// croupier admin bet … : the bets that a person should look at, and what a person may order about
// them. Orders are kept in the store; the hub that runs on it carries them out within a second.
#include <set>
#include <thread>

#include "app/admin_record.h"
#include "app/bet_view.h"
#include "base/text.h"

namespace croupier::app {

namespace {

using base::Json;
using domain::Bet;

constexpr std::size_t page = 500;
constexpr std::chrono::milliseconds look_every{50};
constexpr base::Duration wait_for_hub{5000};

struct BetArguments {
    std::uint64_t id = 0;
    std::string transfer;
    std::string reason;
};

base::Failure<AdminError> store_failed() {
    return {AdminError{ExitCode::store, "the store cannot be read or written"}};
}

AdminResult<std::unique_ptr<usecases::StoreReader>> open_reader(const Admin& admin) {
    auto reader = admin.source.make_reader();
    if (!reader.ok()) return base::fail(AdminError{ExitCode::store, reader.error()});
    return std::move(reader).value();
}

AdminResult<Bet> find_bet(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(const auto reader, open_reader(admin));
    auto bet = reader->bet(domain::BetId(id));
    if (!bet.ok()) return store_failed();
    if (!bet.value()) return cannot("there is no bet " + std::to_string(id));
    return *std::move(bet).value();
}

// --- list, show

// Ids of one page after another until the last.
template <class Read>
AdminResult<void> collect(std::set<domain::BetId>& ids, Read read) {
    domain::BetId after{};
    for (;;) {
        const auto found = read(after, page);
        if (!found.ok()) return store_failed();
        ids.insert(found.value().begin(), found.value().end());
        if (found.value().size() < page) return {};
        after = found.value().back();
    }
}

AdminResult<std::vector<Bet>> bets_in_need(const Admin& admin) {
    CROUPIER_TRY(const auto reader, open_reader(admin));
    std::set<domain::BetId> ids;
    CROUPIER_TRY_VOID(collect(ids, [&](domain::BetId after, std::size_t limit) {
        return reader->bets_at_work(after, limit);
    }));
    CROUPIER_TRY_VOID(collect(ids, [&](domain::BetId after, std::size_t limit) {
        return reader->bets_stuck(after, limit);
    }));
    std::vector<Bet> bets;
    for (const domain::BetId id : ids) {
        auto bet = reader->bet(id);
        if (!bet.ok()) return store_failed();
        if (bet.value() && domain::need_of(*bet.value())) bets.push_back(*std::move(bet).value());
    }
    return bets;
}

AdminResult<void> list(const Admin& admin) {
    CROUPIER_TRY(const auto bets, bets_in_need(admin));
    if (admin.output == Output::json) {
        Json all = Json::array();
        for (const Bet& bet : bets)
            all.push(to_json(bet));
        admin.out << base::to_text(all) << "\n";
    } else if (bets.empty()) {
        admin.out << "No bet needs a person.\n";
    } else {
        print_needs(admin.out, bets);
    }
    return {};
}

AdminResult<void> show(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(const Bet bet, find_bet(admin, id));
    if (admin.output == Output::json) {
        admin.out << base::to_text(to_json(bet)) << "\n";
    } else {
        print_bet(admin.out, bet);
    }
    return {};
}

// --- orders

// What came of the order, or the order still open when no hub took it up in time.
AdminResult<usecases::Order> wait_for(usecases::OrderStore& orders, std::int64_t id) {
    const base::Instant until = base::system_now() + wait_for_hub;
    for (;;) {
        const auto order = orders.find(id);
        if (!order.ok() || !order.value()) return store_failed();
        if (order.value()->done_at || base::system_now() >= until) return *order.value();
        std::this_thread::sleep_for(look_every);
    }
}

void print(const Admin& admin, const usecases::Order& order) {
    if (admin.output == Output::json) {
        admin.out << base::to_text(Json::object()
                                       .set("order", Json::integer(order.id))
                                       .set("done", Json::boolean(order.done_at.has_value()))
                                       .set("obeyed", Json::boolean(order.obeyed))
                                       .set("outcome", Json::string(order.outcome)))
                  << "\n";
    } else if (order.done_at) {
        admin.out << order.outcome << "\n";
    } else {
        admin.out << "Kept as order " << order.id
                  << ": no hub runs on this store, the next one carries it out.\n";
    }
}

AdminResult<void> give(const Admin& admin, const usecases::Order& order) {
    auto orders = admin.source.make_orders();
    if (!orders.ok()) return base::fail(AdminError{ExitCode::store, orders.error()});
    const auto id = orders.value()->add(order);
    if (!id.ok()) return store_failed();
    CROUPIER_TRY(const auto kept, wait_for(*orders.value(), id.value()));
    if (kept.done_at && !kept.obeyed) {
        return cannot("bet " + std::to_string(order.bet.value()) + ": " + kept.outcome);
    }
    print(admin, kept);
    return {};
}

AdminResult<void> resume(const Admin& admin, const BetArguments& given) {
    CROUPIER_TRY(const Bet bet, find_bet(admin, given.id));
    return give(
        admin, {.kind = usecases::OrderKind::resume, .bet = bet.id, .ordered_at = admin.now});
}

AdminResult<void> write_off(const Admin& admin, const BetArguments& given) {
    const auto transfer = base::parse_uuid(given.transfer);
    if (!transfer) {
        return base::fail(AdminError{ExitCode::usage, "--transaction must be a GUID"});
    }
    if (base::trim(given.reason).empty()) {
        return base::fail(AdminError{ExitCode::usage, "--reason must say why"});
    }
    CROUPIER_TRY(const Bet bet, find_bet(admin, given.id));
    return give(
        admin, {.kind = usecases::OrderKind::write_off,
                .bet = bet.id,
                .transfer = domain::TransactionId(*transfer),
                .reason = given.reason,
                .ordered_at = admin.now});
}

void add_id(CLI::App& command, BetArguments& arguments) {
    command.add_option("--id", arguments.id, "The bet's number: BetId of the casino's calls")
        ->required()
        ->type_name("NUMBER");
}

}  // namespace

void add_bet_menu(AdminMenu& menu) {
    CLI::App* bet = menu.group("bet", "Bets that a person should look at");
    const auto given = std::make_shared<BetArguments>();

    CLI::App* listing = bet->add_subcommand(
        "list",
        "Bets that are stuck, whose payout or return the casino refuses or leaves waiting, or "
        "whose close it refused");
    menu.runs(*listing, list);
    CLI::App* showing = bet->add_subcommand("show", "One bet with its transactions");
    add_id(*showing, *given);
    menu.runs(*showing, [given](const Admin& admin) { return show(admin, given->id); });
    CLI::App* resuming = bet->add_subcommand(
        "resume",
        "Try now what waits; what was tried before is looked for in the casino's list first");
    add_id(*resuming, *given);
    menu.runs(*resuming, [given](const Admin& admin) { return resume(admin, *given); });
    CLI::App* writing = bet->add_subcommand(
        "write-off",
        "End money owed that was settled outside of the hub: it is not sent any more and stands "
        "on the account written_off");
    add_id(*writing, *given);
    writing->add_option("--transaction", given->transfer, "Which one, see show")
        ->required()
        ->type_name("GUID");
    writing->add_option("--reason", given->reason, "Why; kept with the books")
        ->required()
        ->type_name("TEXT");
    menu.runs(*writing, [given](const Admin& admin) { return write_off(admin, *given); });
}

}  // namespace croupier::app
