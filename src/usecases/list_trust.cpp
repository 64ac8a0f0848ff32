// SPDX-License-Identifier: Apache-2.0
#include "usecases/list_trust.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

using domain::Bet;
using domain::BetId;
using domain::CasinoId;

// Within the contract's 10 s, and late enough for a list that is a moment behind.
constexpr base::Duration first_after{4000};
constexpr base::Duration daily{24 * 3600'000};
// After an answer that showed no stake, and after none: 15 s, 30 s … 1 h.
constexpr base::Duration again_first{15'000};
constexpr base::Duration again_most{3600'000};

base::Duration again_after(std::uint32_t failures) {
    base::Duration wait = again_first;
    for (std::uint32_t doubled = 1; doubled < failures && wait < again_most; ++doubled)
        wait *= 2;
    return std::min(wait, again_most);
}

bool has_booked_stake(const Bet& bet) {
    return bet.mode == domain::Mode::real && bet.stake() != nullptr &&
           bet.stake()->type == domain::TransactionType::stake &&
           bet.stake()->state == domain::TransferState::booked;
}

bool lists_the_stake(const domain::CasinoRecord& record, const Bet& bet) {
    return std::any_of(
        record.transactions.begin(), record.transactions.end(), [&](const auto& entry) {
            return entry.type == domain::TransactionType::stake &&
                   entry.amount == bet.stake()->amount;
        });
}

}  // namespace

struct ListTrust::Impl : std::enable_shared_from_this<ListTrust::Impl> {
    struct Casino {
        ListVerdict verdict;
        std::optional<BetId> next{};  // booked since the last question: asked about next
        std::uint32_t failures = 0;   // questions without a good answer, since the last one
        std::optional<base::Instant> no_list_since{};  // it answers, and with no list
        std::optional<base::Instant> alarmed_at{};
    };

    explicit Impl(const Parts& given) : parts(given) {}
    void remember(const std::vector<ListVerdict>& known);
    void committed(const Committed& news);
    void ask_at(CasinoId casino, base::Instant when);
    void choose_bet(CasinoId casino);
    void ask(const Bet& bet);
    void judge(const Bet& bet, const domain::InfoAnswer& answer);
    void judge_no_list(const Bet& bet);
    void fail(Casino& casino, const Bet& bet);
    void ask_again(CasinoId casino);
    void write(
        const ListVerdict& verdict, std::optional<domain::Alarm> alarm,
        std::function<void(bool)> done);

    Parts parts;
    ListTrustCounters counters;
    std::map<CasinoId, Casino> casinos;
};

void ListTrust::Impl::remember(const std::vector<ListVerdict>& known) {
    const base::Instant soon = parts.loop.now() + first_after;
    for (const ListVerdict& verdict : known) {
        casinos[verdict.casino].verdict = verdict;
        const bool rests = verdict.believed && verdict.judged_at;
        ask_at(verdict.casino, rests ? std::max(soon, *verdict.judged_at + daily) : soon);
    }
}

void ListTrust::Impl::committed(const Committed& news) {
    for (const BetWrite& write : news.bets) {
        if (!has_booked_stake(write.bet) || (write.before && has_booked_stake(*write.before)))
            continue;
        const auto [at, is_first] = casinos.try_emplace(write.bet.casino);
        if (!is_first) {
            if (!at->second.next) at->second.next = write.bet.id;
            continue;
        }
        at->second.verdict = {
            .casino = write.bet.casino, .bet = write.bet.id, .believed = false, .judged_at = {}};
        ask_at(write.bet.casino, parts.loop.now() + first_after);
        // Asked about after a start, too; if it cannot be written, then from the next stake on.
        this->write(at->second.verdict, std::nullopt, [](bool) {});
    }
}

void ListTrust::Impl::ask_at(CasinoId casino, base::Instant when) {
    parts.loop.at(when, [self = weak_from_this(), casino] {
        if (const auto alive = self.lock()) alive->choose_bet(casino);
    });
}

void ListTrust::Impl::choose_bet(CasinoId casino) {
    const Casino& asked = casinos.at(casino);
    const BetId id = asked.next.value_or(asked.verdict.bet);
    const auto found = std::make_shared<std::optional<Bet>>();
    Step step = new_step("lists", {});
    step.names.bets.push_back(id);
    step.decide = [id, found](View& view) {
        const Bet* bet = view.bet(id);
        *found = bet != nullptr ? std::optional(*bet) : std::nullopt;
        return Keep::no;
    };
    step.done = [self = shared_from_this(), casino,
                 found](std::optional<domain::ErrorCode> failed) {
        const bool asks = !failed && *found && has_booked_stake(**found);
        if (asks && self->parts.directory.current()->casino(casino) != nullptr)
            return self->ask(**found);
        self->ask_again(casino);
    };
    parts.batcher.submit(std::move(step));
}

void ListTrust::Impl::ask(const Bet& bet) {
    ++counters.asked;
    const DirectoryPtr directory = parts.directory.current();
    const base::Duration limit = directory->casino(bet.casino)->terms.policy.win_timeout;
    parts.wallet.info(
        bet, parts.loop.now() + limit,
        [self = weak_from_this(), bet](const domain::InfoAnswer& answer) {
            if (const auto alive = self.lock()) alive->judge(bet, answer);
        });
}

void ListTrust::Impl::judge(const Bet& bet, const domain::InfoAnswer& answer) {
    using Kind = domain::InfoAnswer::Kind;
    if (answer.kind == Kind::no_answer) return ask_again(bet.casino);
    if (answer.kind == Kind::no_list) return judge_no_list(bet);
    Casino& casino = casinos.at(bet.casino);
    casino.no_list_since.reset();
    if (!lists_the_stake(answer.record, bet)) return fail(casino, bet);
    ListVerdict good = casino.verdict;
    good.bet = bet.id;
    good.judged_at = parts.loop.now();
    good.believed = true;
    write(good, std::nullopt, [self = shared_from_this(), good](bool written) {
        if (!written) return self->ask_again(good.casino);
        Casino& believed = self->casinos.at(good.casino);
        believed.verdict = good;
        if (believed.next == good.bet) believed.next.reset();
        believed.failures = 0;
        believed.alarmed_at.reset();
        self->ask_at(good.casino, *good.judged_at + daily);
    });
}

// A refusal may be a mood; one that lasts as long as bets are patient (`no_list_after`) shows that
// what it booked is not to be had from it.
void ListTrust::Impl::judge_no_list(const Bet& bet) {
    Casino& casino = casinos.at(bet.casino);
    const base::Instant now = parts.loop.now();
    if (!casino.no_list_since) casino.no_list_since = now;
    const DirectoryPtr directory = parts.directory.current();
    const CasinoEntry* record = directory->casino(bet.casino);
    const bool patient =
        record == nullptr || now - *casino.no_list_since < record->terms.policy.no_list_after;
    if (patient) return ask_again(bet.casino);
    fail(casino, bet);
}

// What it listed so far counts for nothing from now on, whether that can be written or not: as long
// as it cannot, no bet can be decided by a list either.
void ListTrust::Impl::fail(Casino& casino, const Bet& bet) {
    ++counters.failed;
    const base::Instant now = parts.loop.now();
    casino.verdict.believed = false;
    casino.verdict.bet = bet.id;
    casino.verdict.judged_at = now;
    if (casino.next == bet.id) casino.next.reset();
    std::optional<domain::Alarm> alarm;
    if (!casino.alarmed_at || now - *casino.alarmed_at >= daily) {
        casino.alarmed_at = now;
        alarm = domain::Alarm{
            domain::AlarmKind::lists_empty, bet.id,
            "casino " + std::to_string(bet.casino.value()) +
                " does not list a stake that it booked: its empty lists decide nothing"};
    }
    write(casino.verdict, alarm, [self = shared_from_this(), id = bet.casino, alarm](bool written) {
        if (!written && alarm) self->casinos.at(id).alarmed_at.reset();  // nobody heard it
        self->ask_again(id);
    });
}

void ListTrust::Impl::ask_again(CasinoId casino) {
    const std::uint32_t failures = ++casinos.at(casino).failures;
    ask_at(casino, parts.loop.now() + again_after(failures));
}

void ListTrust::Impl::write(
    const ListVerdict& verdict, std::optional<domain::Alarm> alarm,
    std::function<void(bool)> done) {
    using base::Json;
    Step step = new_step(
        "lists",
        base::to_text(
            Json::object()
                .set("casino", Json::integer(static_cast<std::int64_t>(verdict.casino.value())))
                .set("bet", Json::integer(static_cast<std::int64_t>(verdict.bet.value())))
                .set("believed", Json::boolean(verdict.believed))));
    step.decide = [verdict, alarm = std::move(alarm)](View& view) {
        view.put(verdict);
        if (alarm) view.raise(*alarm);
        return Keep::yes;
    };
    step.done = [done = std::move(done)](std::optional<domain::ErrorCode> failed) {
        done(!failed);
    };
    parts.batcher.submit(std::move(step));
}

ListTrust::ListTrust(const Parts& parts, const std::vector<ListVerdict>& known)
    : impl_(std::make_shared<Impl>(parts)) {
    impl_->remember(known);
    parts.batcher.watch([impl = std::weak_ptr<Impl>(impl_)](const Committed& news) {
        if (const auto alive = impl.lock()) alive->committed(news);
    });
}

ListTrust::~ListTrust() = default;

bool ListTrust::believes(CasinoId casino) const {
    const auto found = impl_->casinos.find(casino);
    return found != impl_->casinos.end() && found->second.verdict.believed;
}

std::vector<ListTrust::Figures> ListTrust::figures() const {
    std::vector<Figures> figures;
    for (const auto& [id, casino] : impl_->casinos)
        figures.push_back({id, casino.verdict.believed});
    return figures;
}

const ListTrustCounters& ListTrust::counters() const { return impl_->counters; }

}  // namespace croupier::usecases
