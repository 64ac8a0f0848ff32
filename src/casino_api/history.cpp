// SPDX-License-Identifier: Apache-2.0
#include "casino_api/history.h"

#include "base/text.h"
#include "casino_api/fields.h"
#include "casino_api/requests.h"

namespace croupier::casino_api {

namespace {

using base::Json;

constexpr std::size_t cursor_bytes_max = 256;

Json to_json(const domain::Bet& bet, const domain::Transfer& transfer) {
    Json json = Json::object();
    json.set("BetId", Json::integer(static_cast<std::int64_t>(bet.id.value())));
    json.set("PartnerUserId", Json::string(bet.partner_user.value()));
    const std::string& booking = transfer.partner_transaction.value();
    if (!booking.empty()) json.set("PartnerTransactionId", Json::string(booking));
    json.set("TransactionId", Json::string(base::to_text(transfer.id.value())));
    json.set("TransactionType", Json::integer(static_cast<int>(transfer.type)));
    json.set("Amount", Json::string(domain::to_text(transfer.amount)));
    json.set("CurrencyCode", Json::string(bet.currency.code()));
    json.set("CreatedAt", Json::string(base::to_rfc3339(transfer.decided_at)));
    json.set("State", Json::string(domain::to_text(transfer.state)));
    json.set("GameId", Json::integer(static_cast<std::int64_t>(bet.game.value())));
    json.set("RoundId", Json::string(bet.round.value()));
    return json;
}

}  // namespace

std::optional<usecases::TransactionQuery> read_transactions_query(
    const net::Request& request, domain::CasinoId casino) {
    const auto from = base::parse_rfc3339(request.query("from").value_or(""));
    const auto to = base::parse_rfc3339(request.query("to").value_or(""));
    const auto limit = read_limit(request);
    if (!from || !to || *to < *from || !limit) return std::nullopt;
    usecases::TransactionQuery query;
    query.casino = casino;
    query.from = *from;
    query.to = *to;
    query.limit = *limit;
    if (const auto text = request.query("betId")) {
        query.bet = parse_bet_id(*text);
        if (!query.bet) return std::nullopt;
    }
    if (const auto text = request.query("partnerUserId")) {
        if (!base::is_wire_id(*text)) return std::nullopt;
        query.player = domain::PartnerUserId(*text);
    }
    query.cursor = request.query("cursor").value_or("");
    if (query.cursor.size() > cursor_bytes_max) return std::nullopt;
    return query;
}

Json to_json(const usecases::TransactionPage& page) {
    Json transactions = Json::array();
    for (const auto& row : page.rows) {
        transactions.push(to_json(row.bet, row.bet.transfers.at(row.ordinal)));
    }
    Json value = Json::object();
    value.set("Transactions", std::move(transactions));
    if (!page.cursor.empty()) value.set("Cursor", Json::string(page.cursor));
    return value;
}

}  // namespace croupier::casino_api
