// SPDX-License-Identifier: Apache-2.0
#include "app/demo_page.h"

#include <thread>

#include "net/router.h"

namespace croupier::app {

namespace {

using base::Json;

constexpr std::chrono::seconds rest_within{8};  // longer than a reply may be held
constexpr std::chrono::milliseconds between_looks{200};

constexpr std::string_view page_text = R"html(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Croupier demo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 68rem;
  padding: 0 1rem; color: #1d2420; background: #fbfaf6 }
h1 { margin-bottom: 0 }
p.lead { margin-top: .2rem; color: #56605a }
table { border-collapse: collapse; width: 100%; margin: 1.2rem 0;
  font-variant-numeric: tabular-nums }
th, td { padding: .4rem .6rem; text-align: right; border-bottom: 1px solid #ddd8cc }
th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left }
.state { padding: .6rem 1rem; border-radius: .5rem; background: #e7f2ea;
  display: inline-block }
.state.differ { background: #fdeee0 }
code { background: #f0ede4; padding: .1rem .3rem; border-radius: .2rem }
@media (prefers-color-scheme: dark) {
  body { background: #161a18; color: #e7e9e6 }
  th, td { border-color: #343a36 }
  .state { background: #1f3a29 }
  .state.differ { background: #4a3418 }
  code { background: #262c28 }
  p.lead { color: #a2aba5 }
}
</style></head><body>
<h1>Croupier</h1>
<p class="lead">Three parties, three books, one proof. Bets flow over real HTTP between a hub,
a casino and a game provider.</p>
<p class="state" id="state" role="status">reading the books</p>
<table><thead><tr><th scope="col">book</th><th scope="col">currency</th>
<th scope="col">stakes</th><th scope="col">payouts</th><th scope="col">returns</th>
<th scope="col">payout returns</th><th scope="col">net</th></tr></thead>
<tbody id="books"></tbody></table>
<p>Hub <code id="hub"></code> · casino <code id="casino"></code> ·
provider <code id="provider"></code></p>
<script>
const find = id => document.getElementById(id);
const columns = ['book', 'currency', 'stakes', 'payouts', 'returns', 'payoutReturns', 'net'];
function show(status) {
  for (const who of ['hub', 'casino', 'provider']) find(who).textContent = status[who] || '';
  find('state').textContent = status.state || '';
  find('state').className = 'state' + (status.agree === false ? ' differ' : '');
  const rows = (status.books || []).map(book => {
    const row = document.createElement('tr');
    for (const column of columns) {
      const cell = document.createElement('td');
      cell.textContent = book[column];
      row.append(cell);
    }
    return row;
  });
  find('books').replaceChildren(...rows);
}
async function look() {
  try {
    show(await (await fetch('/status.json')).json());
  } catch (error) {
    find('state').textContent = 'the demo does not answer';
  }
  setTimeout(look, 1000);
}
look();
</script></body></html>
)html";

Json line_text(const Line& line, domain::Currency currency) {
    return Json::string(
        domain::to_text(domain::Money(line.sum, currency)) + " (" + std::to_string(line.count) +
        ")");
}

void add_rows(Json& rows, const BookWatch::Sums& book) {
    for (const auto& [currency, sums] : book.by_currency) {
        rows.push(
            Json::object()
                .set("book", Json::string(book.name))
                .set("currency", Json::string(currency.code()))
                .set("stakes", line_text(sums.stakes, currency))
                .set("payouts", line_text(sums.payouts, currency))
                .set("returns", line_text(sums.returns, currency))
                .set("payoutReturns", line_text(sums.payout_returns, currency))
                .set("net", Json::string(domain::to_text(domain::Money(sums.net(), currency)))));
    }
}

}  // namespace

DemoPage::DemoPage(DemoWorld& world, std::uint16_t port, usecases::StoreReader& reader)
    : world_(world),
      port_(port),
      watch_(
          {[&world, &reader](std::int64_t after) {
               return after == 0 ? hub_book(reader)
                                 : hub_book_since(reader, world.casino(), base::Instant{after});
           },
           [&world](std::int64_t after) { return world.read_book("casino", after); },
           [&world](std::int64_t after) { return world.read_book("provider", after); }}) {}

DemoWorld::Fault DemoPage::open() {
    net::Router router;
    router.add(
        {"GET", "/", [](const net::PathParameters&, const net::Request&, const net::Reply& reply) {
             net::Response page;
             page.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
             page.body = page_text;
             reply(std::move(page));
         }});
    router.add(
        {"GET", "/status.json",
         [this](const net::PathParameters&, const net::Request&, const net::Reply& reply) {
             const std::lock_guard lock(mutex_);
             reply(net::Response::json(200, status_));
         }});
    auto server = world_.http().serve(port_, std::move(router));
    if (!server.ok()) return server.error();
    server_ = std::move(server).value();
    return std::nullopt;
}

DemoPage::Clock::duration DemoPage::look() {
    cost_ = {};
    const bool all = Clock::now() >= all_due_;
    if (all) watch_.begin_anew();
    Found found = compare_at_rest();
    // What differs now may be on its way, or in a bet that agreed before.
    const bool differ = found.ok() && !found.value().differences.empty();
    if (differ && !all) {
        watch_.begin_anew();
        found = compare();
    }
    // Seldom, and the longer it takes the more seldom.
    if (differ || all) {
        all_due_ = Clock::now() + std::max<Clock::duration>(std::chrono::minutes(1), cost_ * 100);
    }
    show(found);
    return cost_;
}

DemoPage::Found DemoPage::compare_at_rest() {
    const auto limit = Clock::now() + rest_within;
    while (true) {
        const bool out_of_time = Clock::now() >= limit || world_.ending();
        const auto pending = world_.pending();
        if (out_of_time || (pending.ok() && pending.value() == 0)) {
            Found found = compare();
            if (out_of_time || (found.ok() && found.value().differences.empty())) return found;
        }
        std::this_thread::sleep_for(between_looks);
    }
}

DemoPage::Found DemoPage::compare() {
    const auto began = Clock::now();
    Found found = watch_.compare();
    cost_ += Clock::now() - began;
    return found;
}

void DemoPage::show(const Found& found) {
    Json status = Json::object();
    for (const std::string who : {"hub", "casino", "provider"})
        status.set(who, Json::string(world_.url(who)));
    Json rows = Json::array();
    std::string state = "one of the three does not answer at the moment";
    const bool agree = found.ok() && found.value().differences.empty();
    if (found.ok()) {
        for (const BookWatch::Sums& sums : found.value().sums)
            add_rows(rows, sums);
        status.set("agree", Json::boolean(agree));
        status.set("bets", Json::integer(static_cast<std::int64_t>(found.value().bets)));
        state = std::to_string(found.value().differences.size()) +
                " bets on their way between the books, or different";
    }
    if (agree) {
        const std::string now = base::to_rfc3339(base::system_now());
        agreed_ = std::to_string(found.value().bets) + " bets, " + now;
        state = "books agree: " + agreed_;
    } else {
        state += agreed_.empty() ? "; they have not agreed yet" : "; they agreed last: " + agreed_;
    }
    status.set("state", Json::string(state)).set("lastAgreed", Json::string(agreed_));
    status.set("books", std::move(rows));
    const std::lock_guard lock(mutex_);
    status_ = base::to_text(status);
}

DemoPage::~DemoPage() {
    if (server_) world_.http().end_server(std::move(server_));
}

}  // namespace croupier::app
