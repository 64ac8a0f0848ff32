// SPDX-License-Identifier: Apache-2.0
#include "app/bet_view.h"

#include <algorithm>

#include "app/admin_record.h"
#include "storage/texts.h"

namespace croupier::app {

namespace {

using base::Json;
using domain::Bet;
using domain::Transfer;

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json::string(text); }

std::string_view refusal_of(const Transfer& transfer) {
    return transfer.refusal ? domain::to_text(*transfer.refusal) : std::string_view();
}

std::string need_text(const Bet& bet) {
    const auto need = domain::need_of(bet);
    return std::string(need ? domain::to_text(*need) : std::string_view("-"));
}

// The transfer that a person should look at; the bet's last one otherwise.
const Transfer& pressing(const Bet& bet) {
    const auto is_pressing = [](const Transfer& one) {
        const bool owed = one.type != domain::TransactionType::stake;
        return one.stuck || (owed && !domain::is_settled(one.state));
    };
    const auto found = std::find_if(bet.transfers.begin(), bet.transfers.end(), is_pressing);
    return found != bet.transfers.end() ? *found : bet.transfers.back();
}

Json json_of(const Transfer& transfer) {
    return Json::object()
        .set("transactionId", Json::string(base::to_text(transfer.id.value())))
        .set("type", Json::string(domain::to_text(transfer.type)))
        .set("amount", Json::string(domain::to_text(transfer.amount)))
        .set("state", Json::string(domain::to_text(transfer.state)))
        .set("stuck", Json::boolean(transfer.stuck))
        .set("refusal", text_or_null(refusal_of(transfer)))
        .set("partnerTransactionId", text_or_null(transfer.partner_transaction.value()))
        .set("tries", Json::integer(transfer.tries))
        .set("decidedAt", Json::string(base::to_rfc3339(transfer.decided_at)))
        .set("settledAt", time_or_null(transfer.settled_at));
}

}  // namespace

Json to_json(const Bet& bet) {
    Json transfers = Json::array();
    for (const Transfer& transfer : bet.transfers)
        transfers.push(json_of(transfer));
    const auto need = domain::need_of(bet);
    return Json::object()
        .set("betId", Json::integer(static_cast<std::int64_t>(bet.id.value())))
        .set("need", need ? Json::string(domain::to_text(*need)) : Json())
        .set("casino", Json::integer(static_cast<std::int64_t>(bet.casino.value())))
        .set("partnerUserId", text_or_null(bet.partner_user.value()))
        .set("provider", Json::string(base::to_text(bet.provider.value())))
        .set("providerBetId", Json::string(bet.provider_bet.value()))
        .set("roundId", text_or_null(bet.round.value()))
        .set("gameId", Json::integer(static_cast<std::int64_t>(bet.game.value())))
        .set("currency", Json::string(bet.currency.code()))
        .set("createdAt", Json::string(base::to_rfc3339(bet.created_at)))
        .set("doubtSince", time_or_null(bet.doubt_since))
        .set("closing", Json::string(storage::to_word(bet.closing.state)))
        .set("transfers", std::move(transfers));
}

void print_needs(std::ostream& out, const std::vector<Bet>& bets) {
    std::vector<std::vector<std::string>> table = {
        {"bet", "need", "casino", "player", "transfer", "amount", "why", "since"}};
    for (const Bet& bet : bets) {
        const Transfer& transfer = pressing(bet);
        const std::string_view refusal = refusal_of(transfer);
        table.push_back(
            {std::to_string(bet.id.value()), need_text(bet), std::to_string(bet.casino.value()),
             bet.partner_user.value(), std::string(domain::to_text(transfer.type)),
             domain::to_text(transfer.amount) + " " + std::string(bet.currency.code()),
             refusal.empty() ? "-" : std::string(refusal), base::to_rfc3339(transfer.decided_at)});
    }
    print_table(out, table);
}

void print_bet(std::ostream& out, const Bet& bet) {
    const Json head = to_json(bet);
    Json facts = Json::object();
    for (const auto& [name, value] : head.members()) {
        if (name != "transfers") facts.set(name, value);
    }
    print_members(out, facts);
    std::vector<std::vector<std::string>> table = {
        {"transaction", "type", "amount", "state", "why", "tries", "decided", "settled"}};
    for (const Transfer& transfer : bet.transfers) {
        const std::string_view refusal = refusal_of(transfer);
        table.push_back(
            {base::to_text(transfer.id.value()), std::string(domain::to_text(transfer.type)),
             domain::to_text(transfer.amount),
             std::string(transfer.stuck ? "stuck" : domain::to_text(transfer.state)),
             refusal.empty() ? "-" : std::string(refusal), std::to_string(transfer.tries),
             base::to_rfc3339(transfer.decided_at), time_or_dash(transfer.settled_at)});
    }
    out << "\n";
    print_table(out, table);
}

}  // namespace croupier::app
