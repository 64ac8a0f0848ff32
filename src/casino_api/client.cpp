// SPDX-License-Identifier: Apache-2.0
#include "casino_api/client.h"

#include "base/log.h"
#include "casino_api/errors.h"
#include "casino_api/record_codec.h"

namespace croupier::casino_api {

namespace {

using domain::ErrorCode;
using domain::Verdict;

domain::CasinoAnswer never_sent() {
    domain::CasinoAnswer answer;
    answer.verdict = Verdict::not_sent;
    return answer;
}

domain::CasinoAnswer unknown_outcome(bool timed_out) {
    domain::CasinoAnswer answer;
    answer.timed_out = timed_out;
    return answer;
}

domain::CasinoAnswer verdict_of(
    const CallResult& result, const domain::CasinoTerms& terms, domain::Currency currency) {
    switch (result.kind) {
    case CallResult::Kind::not_sent:
        return never_sent();
    case CallResult::Kind::unknown:
        return unknown_outcome(result.timed_out);
    case CallResult::Kind::answered:
        break;
    }
    auto read = read_make_answer(result.answer, terms, currency);
    if (read.ok()) return std::move(read).value();
    base::log_warning(
        "casino_call_unknown",
        {{"casino", terms.id.value()}, {"path", "/payments/make"}, {"why", read.error()}});
    return unknown_outcome(false);
}

// The casino's own number for an unknown bet means what 900104 means.
Answer with_known_code(Answer answer, const domain::CasinoTerms& terms) {
    const bool own = terms.unknown_bet_code != 0 && answer.error_code == terms.unknown_bet_code;
    if (own) answer.error_code = static_cast<int>(WireCode::not_found);
    return answer;
}

domain::InfoAnswer info_answer_of(
    const CallResult& result, const domain::CasinoTerms& terms, domain::BetId bet,
    domain::Currency currency) {
    using Kind = domain::InfoAnswer::Kind;
    if (result.kind != CallResult::Kind::answered) {
        return {.kind = result.reached ? Kind::no_list : Kind::no_answer, .why = result.why};
    }
    auto record = read_record(with_known_code(result.answer, terms), bet, currency);
    if (record.ok()) return {.kind = Kind::list, .record = std::move(record).value()};
    base::log_warning(
        "casino_list_unreadable",
        {{"casino", terms.id.value()}, {"bet", bet.value()}, {"why", record.error()}});
    return {.kind = Kind::no_list, .why = record.error()};
}

// A casino may close an idle connection just when a call goes out on it, and whether it read the
// call is then unknown: a stake is given back for that, and a casino that keeps no number of ours
// has to be asked before the repeat (contract, section 1).
std::optional<base::Duration> idle_below(bool stake, domain::RepeatKey repeat_key) {
    if (!stake && repeat_key != domain::RepeatKey::info) return std::nullopt;
    return base::Duration(1000);
}

}  // namespace

struct WalletClient::UserAuth {
    CasinoPtr casino;
    crypto::Secret refresh_token;
    std::int64_t tag_id;
    std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done;
    int attempts = 0;
};

WalletClient::WalletClient(const Sender::Parts& parts, BreakerPolicy breaker)
    : loop_(parts.loop), directory_(parts.directory), sender_(parts), breaker_policy_(breaker) {}

void WalletClient::make(
    const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done) {
    const bool stake = bet.transfers.at(ordinal).type == domain::TransactionType::stake;
    const CasinoPtr casino = find(bet.casino);
    Peer& at = peer(bet.casino);
    const base::Instant now = loop_.now();
    // A return follows its stake's doubt, so a stake that never left must be known to have never
    // left.
    if (casino == nullptr || now >= deadline || (stake && !at.breaker.lets_through(now))) {
        ++counters_.not_sent;
        loop_.post([done = std::move(done)] { done(never_sent()); });
        return;
    }
    const domain::CasinoPolicy& policy = casino->terms.policy;
    if (stake) ++at.stakes_in_flight;
    CasinoCall order{
        casino,
        "/payments/make",
        make_data(bet, ordinal, casino->terms),
        stake ? Lane::stake : Lane::owed,
        stake ? policy.bet_timeout : policy.win_timeout,
        deadline,
        idle_below(stake, casino->terms.repeat_key)};
    call(
        std::move(order), [this, casino, stake, currency = bet.currency,
                           done = std::move(done)](const CallResult& result) {
            if (stake) --peer(casino->terms.id).stakes_in_flight;
            done(verdict_of(result, casino->terms, currency));
        });
}

void WalletClient::info(const domain::Bet& bet, base::Instant deadline, InfoDone done) {
    const CasinoPtr casino = find(bet.casino);
    if (casino == nullptr) {
        loop_.post([done = std::move(done)] { done({.why = "no record of the casino"}); });
        return;
    }
    CasinoCall order{
        casino,  "/payments/info", info_data(bet), Lane::info, casino->terms.policy.win_timeout,
        deadline};
    call(
        std::move(order), [id = bet.id, currency = bet.currency, casino,
                           done = std::move(done)](const CallResult& result) {
            done(info_answer_of(result, casino->terms, id, currency));
        });
}

void WalletClient::close(
    const domain::Bet& bet, const domain::NextCall& next, base::Instant deadline,
    std::function<void(domain::CloseVerdict)> done) {
    const CasinoPtr casino = find(bet.casino);
    if (casino == nullptr) {
        loop_.post([done = std::move(done)] { done(domain::CloseVerdict::unknown); });
        return;
    }
    CasinoCall order{
        casino,
        "/payments/close",
        close_data(bet, next),
        next.kind == domain::CallKind::reopen ? Lane::owed : Lane::closing,
        casino->terms.policy.win_timeout,
        deadline};
    call(std::move(order), [done = std::move(done)](const CallResult& result) {
        if (result.kind != CallResult::Kind::answered) return done(domain::CloseVerdict::unknown);
        done(read_close_answer(result.answer));
    });
}

void WalletClient::authenticate(
    domain::CasinoId casino, const crypto::Secret& refresh_token, std::int64_t tag_id,
    std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) {
    const CasinoPtr found = find(casino);
    if (found == nullptr) {
        loop_.post([done = std::move(done)] {
            done(domain::refuse(ErrorCode::counterparty_failed, "casino is not in the directory"));
        });
        return;
    }
    try_authenticate(
        std::make_shared<UserAuth>(UserAuth{found, refresh_token, tag_id, std::move(done)}));
}

// The second call carries the same token: a casino answers it within a minute with the same new
// one.
void WalletClient::try_authenticate(const std::shared_ptr<UserAuth>& auth) {
    ++auth->attempts;
    const domain::CasinoTerms& terms = auth->casino->terms;
    const auto timeout = terms.policy.bet_timeout;
    CasinoCall order{auth->casino, "/users/auth", auth_data(auth->refresh_token, auth->tag_id),
                     Lane::user,   timeout,       loop_.now() + timeout};
    call(std::move(order), [this, auth](const CallResult& result) {
        const bool answered = result.kind == CallResult::Kind::answered;
        const bool in_doubt =
            result.kind == CallResult::Kind::unknown ||
            (answered && result.answer.error_code != static_cast<int>(WireCode::success) &&
             user_error_of(result.answer.error_code, auth->casino->terms) ==
                 ErrorCode::counterparty_failed);
        if (in_doubt && auth->attempts == 1) return try_authenticate(auth);
        if (answered) {
            return auth->done(read_user(result.answer, auth->casino->terms, auth->refresh_token));
        }
        const std::string why = result.why.empty() ? "none" : result.why;
        auth->done(
            domain::refuse(ErrorCode::counterparty_failed, "the answer to users/auth: " + why));
    });
}

void WalletClient::balance(
    const BalanceQuery& query, base::Instant deadline,
    std::function<void(domain::Outcome<domain::Money>)> done) {
    const CasinoPtr casino = find(query.casino);
    if (casino == nullptr) {
        loop_.post([done = std::move(done)] {
            done(domain::refuse(ErrorCode::counterparty_failed, "casino is not in the directory"));
        });
        return;
    }
    CasinoCall order{
        casino,
        "/users/data",
        user_data(query.partner_user, query.tag_id),
        Lane::balance,
        casino->terms.policy.bet_timeout,
        deadline};
    call(
        std::move(order),
        [casino, currency = query.currency, done = std::move(done)](const CallResult& result) {
            if (result.kind != CallResult::Kind::answered) {
                return done(
                    domain::refuse(ErrorCode::counterparty_failed, "users/data: no answer"));
            }
            if (result.answer.error_code != static_cast<int>(WireCode::success)) {
                return done(domain::refuse(user_error_of(result.answer.error_code, casino->terms)));
            }
            const auto money = read_balance(result.answer.value, currency);
            if (!money) return done(domain::refuse(ErrorCode::counterparty_failed, "no balance"));
            done(*money);
        });
}

bool WalletClient::takes_stakes(domain::CasinoId casino) const {
    const CasinoPtr found = find(casino);
    if (found == nullptr) return false;
    const auto at = peers_.find(casino);
    if (at == peers_.end()) return true;
    return at->second.stakes_in_flight < found->terms.policy.stakes_in_flight_max;
}

std::uint32_t WalletClient::stakes_in_flight(domain::CasinoId casino) const {
    const auto at = peers_.find(casino);
    return at == peers_.end() ? 0 : at->second.stakes_in_flight;
}

WalletClient::Peer& WalletClient::peer(domain::CasinoId casino) {
    return peers_.try_emplace(casino, Peer{Breaker(breaker_policy_), 0}).first->second;
}

// The entry holds on to the whole picture it came from.
CasinoPtr WalletClient::find(domain::CasinoId casino) const {
    const auto directory = directory_.current();
    const auto* entry = directory->casino(casino);
    if (entry != nullptr) return {directory, entry};
    base::log_error("casino_unknown", {{"casino", casino.value()}});
    return nullptr;
}

void WalletClient::call(CasinoCall order, Sender::Done done) {
    ++counters_.calls;
    const CasinoPtr casino = order.casino;
    sender_.send(std::move(order), [this, casino, done = std::move(done)](CallResult result) {
        count(casino->terms, result);
        done(std::move(result));
    });
}

void WalletClient::count(const domain::CasinoTerms& terms, const CallResult& result) {
    Peer& at = peer(terms.id);
    if (result.unreachable) {
        if (at.breaker.note_unreachable(loop_.now())) {
            ++counters_.breaker_opened;
            base::log_warning("casino_unreachable", {{"casino", terms.id.value()}});
        }
    } else if (result.kind != CallResult::Kind::not_sent) {
        at.breaker.note_reached();
    }
    switch (result.kind) {
    case CallResult::Kind::not_sent:
        ++counters_.not_sent;
        return;
    case CallResult::Kind::unknown:
        ++counters_.unknown;
        if (result.timed_out) ++counters_.timed_out;
        return;
    case CallResult::Kind::answered:
        break;
    }
    switch (meaning_of(result.answer.error_code, terms).verdict) {
    case Verdict::done:
        ++counters_.done;
        return;
    case Verdict::refused:
    case Verdict::closed:
        ++counters_.refused;
        return;
    case Verdict::unknown:
    case Verdict::not_sent:
        ++counters_.unknown;
        return;
    }
}

}  // namespace croupier::casino_api
