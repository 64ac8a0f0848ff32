// SPDX-License-Identifier: Apache-2.0
#include "app/admin_order.h"

#include <array>
#include <thread>

#include "app/admin_record.h"
#include "app/bet_view.h"
#include "base/text.h"

namespace croupier::app {

namespace {

using base::Json;
using domain::Bet;
using usecases::Order;
using usecases::OrderKind;

constexpr std::chrono::milliseconds look_every{50};
constexpr base::Duration wait_for_hub{5000};

enum class Names { no_transfer, the_one_that_waits, a_transfer };

struct Verb {
    OrderKind kind;
    const char* name;
    const char* help;
    Names names;
};
constexpr std::array<Verb, 7> verbs{{
    {OrderKind::resume, "resume",
     "Try now what waits; what was tried before is looked for in the casino's list first",
     Names::no_transfer},
    {OrderKind::booked, "booked",
     "It was seen booked in the casino's wallet: the transaction is booked, and sent no more",
     Names::the_one_that_waits},
    {OrderKind::send_again, "send-again",
     "It was never taken, for certain: money owed is sent now, without looking into the casino's "
     "list",
     Names::the_one_that_waits},
    {OrderKind::send_without_reopening, "send-without-reopening",
     "The casino does not reopen the bet: what is owed is sent to the closed one",
     Names::no_transfer},
    {OrderKind::take_back, "take-back",
     "Undo a booked payout, or what the casino booked by itself (see show)", Names::a_transfer},
    {OrderKind::waive, "waive",
     "What the casino booked by itself was settled outside of the hub, or is forgiven",
     Names::a_transfer},
    {OrderKind::write_off, "write-off",
     "End money owed that was settled outside of the hub, or a stake in doubt that was never "
     "taken: "
     "it is not sent any more",
     Names::a_transfer},
}};

struct Arguments {
    std::uint64_t id = 0;
    std::string transfer;
    std::string booking;
    std::string reason;
    bool dry_run = false;
};

base::Failure<AdminError> misused(std::string sentence) {
    return {AdminError{ExitCode::usage, std::move(sentence)}};
}

// --- what an order will do

struct Preview {
    usecases::OrderOutcome outcome;
    Bet after;
};

// On the bet as it stands now; the hub decides anew on the bet as it stands then.
AdminResult<Preview> preview(const Admin& admin, const Bet& bet, const Order& order) {
    CROUPIER_TRY(const auto rows, admin.rows());
    for (const usecases::CasinoRow& casino : rows.casinos) {
        if (casino.terms.id != bet.casino) continue;
        domain::BetChange change{.bet = bet, .postings = {}, .alarms = {}};
        auto outcome = usecases::obey(change, {casino.terms, admin.now, admin.random}, order);
        return Preview{std::move(outcome), std::move(change.bet)};
    }
    return cannot("the casino's record is gone");
}

Json changes_of(const Bet& before, const Bet& after) {
    Json changes = Json::array();
    for (std::size_t ordinal = 0; ordinal < after.transfers.size(); ++ordinal) {
        const domain::Transfer& is = after.transfers[ordinal];
        const bool added = ordinal >= before.transfers.size();
        if (!added && before.transfers[ordinal].state == is.state) continue;
        const Json from =
            added ? Json() : Json::string(domain::to_text(before.transfers[ordinal].state));
        changes.push(
            Json::object()
                .set("transactionId", added ? Json() : Json::string(base::to_text(is.id.value())))
                .set("type", Json::string(domain::to_text(is.type)))
                .set("amount", Json::string(domain::to_text(is.amount)))
                .set("from", from)
                .set("to", Json::string(domain::to_text(is.state))));
    }
    return changes;
}

void print_changes(const Admin& admin, const Bet& before, const Preview& found) {
    const Json changes = changes_of(before, found.after);
    for (const Json& change : changes.elements()) {
        const Json& from = *change.find("from");
        admin.out << change.find("type")->as_string() << " " << change.find("amount")->as_string()
                  << " " << before.currency.code() << ": "
                  << (from.is(Json::Kind::null) ? "new" : from.as_string()) << " -> "
                  << change.find("to")->as_string() << "\n";
    }
}

AdminResult<void> show_only(const Admin& admin, const Bet& bet, const Order& order) {
    CROUPIER_TRY(const Preview found, preview(admin, bet, order));
    if (!found.outcome.obeyed) {
        return cannot("bet " + std::to_string(bet.id.value()) + ": " + found.outcome.sentence);
    }
    if (admin.output == Output::json) {
        admin.out << base::to_text(Json::object()
                                       .set("dryRun", Json::boolean(true))
                                       .set("outcome", Json::string(found.outcome.sentence))
                                       .set("changes", changes_of(bet, found.after)))
                  << "\n";
        return {};
    }
    admin.out << "Would do: " << found.outcome.sentence << "\n";
    print_changes(admin, bet, found);
    return {};
}

// --- giving it

// What came of the order, or the order still open when no hub took it up in time.
AdminResult<Order> wait_for(usecases::OrderStore& orders, std::int64_t id) {
    const base::Instant until = base::system_now() + wait_for_hub;
    for (;;) {
        const auto order = orders.find(id);
        if (!order.ok() || !order.value()) return store_failed();
        if (order.value()->done_at || base::system_now() >= until) return *order.value();
        std::this_thread::sleep_for(look_every);
    }
}

void print(const Admin& admin, const Order& order) {
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

AdminResult<void> give(const Admin& admin, const Bet& bet, const Order& order) {
    const auto will = preview(admin, bet, order);
    const bool shows = admin.output == Output::text && will.ok() && will.value().outcome.obeyed;
    if (shows) print_changes(admin, bet, will.value());
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

// The one that is named, else the one that waits.
AdminResult<std::optional<domain::TransactionId>> transfer_of(
    const Verb& verb, const Arguments& given, const Bet& bet) {
    if (verb.names == Names::no_transfer) return std::optional<domain::TransactionId>();
    if (const auto named = base::parse_uuid(given.transfer))
        return std::optional(domain::TransactionId(*named));
    const domain::Transfer* waits = domain::transfer_that_waits(bet);
    if (waits == nullptr) return cannot("nothing of this bet waits: name a --transaction");
    return std::optional(waits->id);
}

AdminResult<void> check(const Verb& verb, const Arguments& given) {
    const bool named = !given.transfer.empty() || verb.names == Names::a_transfer;
    if (named && !base::parse_uuid(given.transfer)) return misused("--transaction must be a GUID");
    if (verb.kind != OrderKind::resume && base::trim(given.reason).empty()) {
        return misused("--reason must say why");
    }
    return {};
}

AdminResult<void> run(const Admin& admin, const Verb& verb, const Arguments& given) {
    CROUPIER_TRY_VOID(check(verb, given));
    CROUPIER_TRY(const Bet bet, find_bet(admin, given.id));
    Order order{.kind = verb.kind, .bet = bet.id, .reason = given.reason, .ordered_at = admin.now};
    CROUPIER_TRY(order.transfer, transfer_of(verb, given, bet));
    if (!given.booking.empty()) {
        order.booking = {bet.casino, domain::PartnerTransactionId(given.booking)};
    }
    return given.dry_run ? show_only(admin, bet, order) : give(admin, bet, order);
}

void add_options(CLI::App& command, const Verb& verb, Arguments& given) {
    command.add_option("--id,--bet", given.id, "The bet's number: BetId of the casino's calls")
        ->required()
        ->type_name("NUMBER");
    if (verb.names != Names::no_transfer) {
        const bool must = verb.names == Names::a_transfer;
        command
            .add_option(
                "--transaction", given.transfer,
                must ? "Which one, see show" : "Which one, see show; else the one that waits")
            ->required(must)
            ->type_name("GUID");
    }
    if (verb.kind == OrderKind::booked) {
        command
            .add_option(
                "--partner-transaction", given.booking, "The casino's id of it, where it was seen")
            ->type_name("TEXT");
    }
    command.add_option("--reason", given.reason, "Why; kept with the books")
        ->required(verb.kind != OrderKind::resume)
        ->type_name("TEXT");
    command.add_flag("--dry-run", given.dry_run, "Only show what it would do");
}

}  // namespace

void add_order_verbs(AdminMenu& menu, CLI::App& bet) {
    for (const Verb& verb : verbs) {
        const auto given = std::make_shared<Arguments>();
        CLI::App* command = bet.add_subcommand(verb.name, verb.help);
        add_options(*command, verb, *given);
        menu.runs(
            *command, [&verb, given](const Admin& admin) { return run(admin, verb, *given); });
    }
}

}  // namespace croupier::app
