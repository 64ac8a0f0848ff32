// SPDX-License-Identifier: Apache-2.0
#include "app/demo_world.h"

#include <fstream>
#include <thread>

#include "base/log.h"
#include "base/text.h"
#include "crypto/secret.h"

namespace croupier::app {

namespace {

using base::fail;
using base::Json;
using Fault = DemoWorld::Fault;

constexpr int players_per_currency = 10;
constexpr int ready_looks = 600;
constexpr std::chrono::milliseconds look_every{100};
constexpr std::uint64_t restarts_at_start = 3;  // then a party cannot live
constexpr const char* interrupted = "ended before everything ran";
const std::vector<std::string> currencies{"EUR", "USD", "JPY"};
const std::vector<std::string> parties{"hub", "casino", "provider"};  // in the order of their ports

bool write_private(const std::filesystem::path& file, const std::string& text) {
    const std::filesystem::path draft = file.string() + ".new";
    std::ofstream out(draft, std::ios::trunc);
    std::error_code error;
    std::filesystem::permissions(
        draft, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
    out << text;
    out.close();
    if (!out || error) return false;
    std::filesystem::rename(draft, file, error);
    return !error;
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::uint64_t number_of(const Json& object, std::string_view name) {
    return base::parse_u64(text_member(object, name)).value_or(0);
}

// What is late is well within the hub's patience with a list (see write_files): half of it is left
// for a machine that is busy.
void add_stock_faults(Json& wanted, bool on) {
    const auto weight = [on](int parts) { return Json::integer(on ? parts : 0); };
    wanted.set("actsLate", weight(40)).set("actsLateUnheard", weight(20));
    wanted.set("actsLateMs", Json::integer(2500)).set("listLagMs", weight(1000));
    wanted.set("acceptLate", weight(20)).set("acceptLateMs", Json::integer(1500));
}

}  // namespace

DemoWorld::DemoWorld(
    DemoOptions options, std::filesystem::path data, const std::atomic<bool>& ending)
    : options_(std::move(options)),
      data_(std::move(data)),
      children_([this](const std::map<std::string, pid_t>& pids) { write_demo_json(pids); }),
      ending_(ending) {}

std::string DemoWorld::store_url() const { return "sqlite:" + file("hub.sqlite").string(); }

std::string DemoWorld::url(const std::string& who) const {
    const int offset = who == "hub" ? 0 : who == "casino" ? 1 : 2;
    return "http://127.0.0.1:" + std::to_string(options_.port + offset);
}

std::size_t DemoWorld::sessions() const { return players_.size() * games_.size(); }

Fault DemoWorld::open() {
    if (auto fault = find_ports()) return fault;
    if (auto fault = write_files()) return fault;
    if (auto fault = register_partners()) return fault;
    if (auto fault = check_secrets()) return fault;
    started_ = true;
    for (const std::string& who : parties) {
        children_.start(who, {who, "--config", file(who + ".toml").string()}, file(who + ".log"));
    }
    write_demo_json(children_.pids());
    for (const std::string& who : parties) {
        if (auto fault = wait_ready(who)) return fault;
    }
    if (auto fault = sync_games()) return fault;
    if (auto fault = make_players()) return fault;
    if (auto fault = launch_all()) return fault;
    write_demo_json(children_.pids());
    return std::nullopt;
}

// Found out before anything is written or started: a party of another demo would answer in place of
// one of ours.
Fault DemoWorld::find_ports() {
    std::vector<std::string> users = parties;
    if (!options_.check) users.emplace_back("status page");
    int port = options_.port;
    for (const std::string& user : users) {
        auto server = http_.serve(static_cast<std::uint16_t>(port), net::Router());
        if (!server.ok()) {
            return "port " + std::to_string(port) + ", the " + user +
                   "'s, is not to be had: " + server.error() + "; give another --port";
        }
        http_.end_server(std::move(server).value());
        ++port;
    }
    return std::nullopt;
}

Fault DemoWorld::wait_ready(const std::string& who) {
    const std::string path = who == "hub" ? "/health/ready" : "/health/live";
    for (int look = 0; look < ready_looks; ++look) {
        if (ending_) return interrupted;
        net::OutgoingRequest request;
        request.method = "GET";
        request.url = url(who) + path;
        const auto answer = http_.send(std::move(request), base::Duration(2000));
        if (answer.ok() && answer.value().status == 200) return std::nullopt;
        if (children_.restarts() >= restarts_at_start) break;
        std::this_thread::sleep_for(look_every);
    }
    return "the " + who + " does not answer at " + url(who) +
           "; its log: " + file(who + ".log").string();
}

Fault DemoWorld::make_players() {
    const std::string token = text_member(secrets_, "control");
    for (const std::string& currency : currencies) {
        for (int number = 1; number <= players_per_currency; ++number) {
            if (ending_) return interrupted;
            const std::string id =
                "player-" + base::to_lower(currency) + "-" + std::to_string(number);
            const auto known = http_.get(url("casino") + "/sandbox/players/" + id, token);
            if (!known.ok()) {
                const auto made = http_.post(
                    url("casino") + "/sandbox/players", token,
                    Json::object()
                        .set("partnerUserId", Json::string(id))
                        .set("currency", Json::string(currency))
                        .set("balance", Json::string("1000000")));
                if (!made.ok()) return made.error();
            }
            const std::lock_guard lock(demo_json_mutex_);
            players_.push_back({.partner_user_id = id, .currency = currency, .sessions = {}});
        }
    }
    return std::nullopt;
}

Fault DemoWorld::launch(DemoPlayer& player, std::int64_t game) {
    const auto opened = http_.post(
        url("casino") + "/sandbox/launch", text_member(secrets_, "control"),
        Json::object()
            .set("partnerUserId", Json::string(player.partner_user_id))
            .set("gameId", Json::integer(game))
            .set("currency", Json::string(player.currency)));
    if (!opened.ok()) return opened.error();
    player.sessions.push_back(text_member(opened.value(), "sessionId"));
    return std::nullopt;
}

Fault DemoWorld::launch_all() {
    for (DemoPlayer& player : players_) {
        player.sessions.clear();
        for (const std::int64_t game : games_) {
            Fault fault;
            for (int tries = 0; tries < 20; ++tries) {
                if (ending_) return interrupted;
                fault = launch(player, game);
                if (!fault) break;
                std::this_thread::sleep_for(look_every * 5);
            }
            if (fault) return fault;
        }
    }
    return std::nullopt;
}

Fault DemoWorld::play(std::uint64_t& bets) {
    const std::string token = text_member(secrets_, "control");
    const std::uint64_t places = sessions();
    const std::uint64_t each = std::max<std::uint64_t>(1, bets / places);
    while (bets > 0) {
        const std::size_t place = next_session_++ % places;
        const DemoPlayer& player = players_[place % players_.size()];
        const std::uint64_t now = std::min(each, bets);
        Json order = Json::object();
        order.set("sessionId", Json::string(player.sessions[place / players_.size()]))
            .set("bets", Json::integer(static_cast<std::int64_t>(now)))
            .set("stake", Json::string(player.currency == "JPY" ? "150" : "1.5"))
            .set("calledOffPerThousand", Json::integer(options_.check ? 30 : 0));
        const auto asked = http_.post(url("provider") + "/sandbox/play", token, order);
        if (!asked.ok()) return asked.error();
        bets -= now;
    }
    return std::nullopt;
}

Fault DemoWorld::set_faults(bool on) {
    const auto weight = [on](int parts) { return Json::integer(on ? parts : 0); };
    Json wanted = Json::object()
                      .set("late", weight(20))
                      .set("lateMs", Json::integer(700))
                      .set("lost", weight(5))
                      .set("http500Before", weight(10))
                      .set("http500After", weight(10))
                      .set("garbage", weight(10))
                      .set("doubled", weight(20))
                      .set("wrongSignature", weight(5));
    for (const std::string who : {"provider", "casino"}) {
        if (who == "casino" && options_.stock) add_stock_faults(wanted, on);
        const auto answer =
            http_.post(url(who) + "/sandbox/faults", text_member(secrets_, "control"), wanted);
        if (!answer.ok()) return answer.error();
    }
    return std::nullopt;
}

base::Result<std::uint64_t, std::string> DemoWorld::pending() {
    const std::string token = text_member(secrets_, "control");
    CROUPIER_TRY(const Json provider, http_.get(url("provider") + "/sandbox/status", token));
    CROUPIER_TRY(const Json casino, http_.get(url("casino") + "/sandbox/book", token));
    return number_of(provider, "playing") + number_of(provider, "pending") +
           number_of(casino, "pendingAccepts") + number_of(casino, "lateCalls");
}

bool DemoWorld::all_answer() {
    return pending().ok() && http_.get(url("hub") + "/health/ready", "").ok();
}

base::Result<Book, std::string> DemoWorld::read_book(const std::string& who, std::int64_t after) {
    Book book{.name = who, .last = after};
    std::optional<std::int64_t> next = after;
    while (next) {
        const std::string page_url =
            url(who) + "/sandbox/bets?limit=1000&after=" + std::to_string(*next);
        CROUPIER_TRY(const Json page, http_.get(page_url, text_member(secrets_, "control")));
        if (who == "casino") {
            CROUPIER_TRY(next, add_casino_page(book, page));
        } else {
            CROUPIER_TRY(next, add_provider_page(book, page));
        }
    }
    return book;
}

Fault DemoWorld::write_files() {
    base::SystemRandom random;
    if (const auto kept = read_file(file("secrets.json"))) {
        auto secrets = base::parse_json(*kept);
        if (!secrets.ok()) return file("secrets.json").string() + " is damaged";
        secrets_ = std::move(secrets).value();
    } else {
        for (const std::string_view name : {"casino", "provider", "control"}) {
            secrets_.set(name, Json::string(crypto::make_secret(random).reveal()));
        }
        secrets_.set("providerId", Json::string(base::to_text(base::make_uuid4(random))));
        if (!write_private(file("secrets.json"), base::to_text(secrets_))) {
            return "cannot write below " + data_.string();
        }
    }
    const auto port = [this](int offset) { return std::to_string(options_.port + offset); };
    const std::string scale = options_.check ? "10" : "100";
    std::string hub = "[listen]\naddress = \"127.0.0.1\"\nport = " + port(0) +
                      "\n\n[store]\nurl = \"" + store_url() + "\"\n\n[keys]\nmaster_key_file = \"" +
                      file("master.key").string() + "\"\n";
    if (options_.check) {
        // A tenth of the defaults: everything that takes minutes in earnest takes seconds here.
        hub +=
            "\n[policy]\nbet_timeout = \"1s\"\nwin_timeout = \"1s\"\naccept_window = \"3s\"\n"
            "late_after = \"6s\"\nclose_after = \"200ms\"\nrepeat_first = \"100ms\"\n"
            "repeat_most = \"3s\"\nrefused_owed_every = \"3s\"\n";
    }
    const auto party = [&](int offset, const std::string& name, const std::string& secret_name) {
        return "[listen]\naddress = \"127.0.0.1\"\nport = " + port(offset) +
               "\n\n[store]\ndatabase = \"" + file(name + ".sqlite").string() +
               "\"\n\n[hub]\nurl = \"" + url("hub") + "\"\nsecret = \"" +
               text_member(secrets_, secret_name) + "\"\n\n[sandbox]\ncontrol_token = \"" +
               text_member(secrets_, "control") + "\"\ntime_scale_percent = " + scale + "\n";
    };
    const std::string casino =
        party(1, "casino", "casino") + "\n[casino]\nclient_id = " + std::to_string(casino_id) +
        "\nbooking = \"accept\"\ncurrencies = [\"EUR\", \"USD\", \"JPY\"]\n" +
        (options_.stock ? "dialect = \"stock\"\n" : "");
    const std::string provider = party(2, "provider", "provider") +
                                 "\n[provider]\ncounterparty_id = \"" +
                                 text_member(secrets_, "providerId") + "\"\n" +
                                 (options_.check ? "reply_timeout = \"30s\"\n" : "");
    const bool written = write_private(file("hub.toml"), hub) &&
                         write_private(file("casino.toml"), casino) &&
                         write_private(file("provider.toml"), provider);
    return written ? Fault{} : Fault("cannot write below " + data_.string());
}

void DemoWorld::write_demo_json(const std::map<std::string, int>& pids) {
    const std::lock_guard lock(demo_json_mutex_);
    Json players = Json::array();
    for (const DemoPlayer& player : players_) {
        players.push(Json::object()
                         .set("partnerUserId", Json::string(player.partner_user_id))
                         .set("currency", Json::string(player.currency)));
    }
    const auto party = [&](const std::string& who) {
        Json json = Json::object().set("url", Json::string(url(who)));
        if (const auto found = pids.find(who); found != pids.end())
            json.set("pid", Json::integer(found->second));
        return json.set("config", Json::string(file(who + ".toml").string()))
            .set("log", Json::string(file(who + ".log").string()));
    };
    const Json control = Json::string(text_member(secrets_, "control"));
    Json all = Json::object();
    all.set("hub", party("hub").set("store", Json::string(store_url())));
    all.set(
        "casino", party("casino")
                      .set("clientId", Json::integer(casino_id))
                      .set("secret", Json::string(text_member(secrets_, "casino")))
                      .set("controlToken", control));
    all.set(
        "provider", party("provider")
                        .set("counterpartyId", Json::string(text_member(secrets_, "providerId")))
                        .set("secret", Json::string(text_member(secrets_, "provider")))
                        .set("controlToken", control));
    all.set("players", std::move(players));
    if (!write_private(file("demo.json"), base::to_text(all) + "\n")) {
        base::log_error("demo.json cannot be written", {{"folder", data_.string()}});
    }
}

}  // namespace croupier::app
