// SPDX-License-Identifier: Apache-2.0
// croupier admin bet … : the bets that a person should look at. What a person may order about them
// is in admin_order.cpp.
#include <set>

#include "app/admin_order.h"
#include "app/admin_record.h"
#include "app/bet_view.h"
#include "base/text.h"

namespace croupier::app {

namespace {

using base::Json;
using domain::Bet;

constexpr std::size_t page = 500;

AdminResult<std::unique_ptr<usecases::StoreReader>> open_reader(const Admin& admin) {
    auto reader = admin.source.make_reader();
    if (!reader.ok()) return base::fail(AdminError{ExitCode::store, reader.error()});
    return std::move(reader).value();
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

}  // namespace

base::Failure<AdminError> store_failed() {
    return {AdminError{ExitCode::store, "the store cannot be read or written"}};
}

AdminResult<Bet> find_bet(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(const auto reader, open_reader(admin));
    auto bet = reader->bet(domain::BetId(id));
    if (!bet.ok()) return store_failed();
    if (!bet.value()) return cannot("there is no bet " + std::to_string(id));
    return *std::move(bet).value();
}

void add_bet_menu(AdminMenu& menu) {
    CLI::App* bet = menu.group("bet", "Bets that a person should look at");
    CLI::App* listing = bet->add_subcommand(
        "list",
        "Bets that are stuck, whose payout or return the casino refuses or leaves waiting, or "
        "whose close it refused");
    menu.runs(*listing, list);
    const auto id = std::make_shared<std::uint64_t>(0);
    CLI::App* showing = bet->add_subcommand("show", "One bet with its transactions");
    showing->add_option("--id", *id, "The bet's number: BetId of the casino's calls")
        ->required()
        ->type_name("NUMBER");
    menu.runs(*showing, [id](const Admin& admin) { return show(admin, *id); });
    add_order_verbs(menu, *bet);
}

}  // namespace croupier::app
