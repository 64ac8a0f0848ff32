// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/jwks_cache.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"

namespace croupier::sandbox::casino {

namespace {

constexpr base::Duration between_fetches{250};
constexpr base::Duration fresh_most{5 * 60'000};
constexpr base::Duration fresh_least{1000};
constexpr base::Duration after_failure{10'000};
constexpr base::Duration fetch_timeout{3000};
constexpr std::size_t waiting_max = 1024;

base::Result<crypto::JwkSet, std::string> read_keys(const net::HttpResult& result) {
    if (!result.ok()) return base::fail(result.error().detail);
    if (result.value().status != 200)
        return base::fail("HTTP " + std::to_string(result.value().status));
    const auto json = base::parse_json(result.value().body);
    if (!json.ok()) return base::fail(std::string("no JSON"));
    auto keys = crypto::JwkSet::parse(json.value());
    if (!keys.ok()) return base::fail(std::string(crypto::to_text(keys.error())));
    return std::move(keys).value();
}

// From "public, max-age=300".
base::Duration freshness(const net::Response& response) {
    constexpr std::string_view name = "max-age=";
    const std::string text = base::to_lower(response.header("Cache-Control").value_or(""));
    const auto at = text.find(name);
    if (at == std::string::npos) return fresh_most;
    const std::string_view rest = std::string_view(text).substr(at + name.size());
    const auto digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    const auto seconds = base::parse_i64(digits);
    if (!seconds || *seconds > fresh_most.count() / 1000) return fresh_most;
    return std::max(fresh_least, base::Duration(*seconds * 1000));
}

}  // namespace

void JwksCache::verify(std::string token, Verified done) {
    auto result = check(token);
    const bool unknown = !result.ok() && result.error() == crypto::JoseFault::unknown_key;
    const bool stale = result.ok() && loop_.now() >= fresh_until_;
    if (!(unknown || stale) || waiting_.size() >= waiting_max) return done(std::move(result));
    waiting_.push_back({std::move(token), std::move(done)});
    ask();
}

// Whoever sends tokens with made-up keys causes a few fetches a second, and no more.
void JwksCache::ask() {
    if (std::exchange(asking_, true)) return;
    const base::Instant due = asked_at_ ? *asked_at_ + between_fetches : loop_.now();
    if (loop_.now() >= due) return fetch();
    loop_.at(due, lifeline_.guard([this] { fetch(); }));
}

void JwksCache::fetch() {
    asking_ = true;
    asked_at_ = loop_.now();
    net::OutgoingRequest request{.method = "GET", .url = url_, .headers = {}, .body = ""};
    client_.send(
        std::move(request), loop_.now() + fetch_timeout,
        lifeline_.guard([this](const net::HttpResult& result) { take(result); }));
}

void JwksCache::take(const net::HttpResult& result) {
    asking_ = false;
    auto keys = read_keys(result);
    if (keys.ok()) {
        keys_ = std::move(keys).value();
        fresh_until_ = loop_.now() + freshness(result.value());
    } else {
        fresh_until_ = loop_.now() + after_failure;
        base::log_warning("casino.jwks_unavailable", {{"url", url_}, {"detail", keys.error()}});
    }
    std::vector<Waiting> waiting;
    waiting.swap(waiting_);
    for (Waiting& one : waiting)
        one.done(check(one.token));
}

base::Result<crypto::Jwt, crypto::JoseFault> JwksCache::check(const std::string& token) const {
    if (!keys_) return base::fail(crypto::JoseFault::unknown_key);
    return keys_->verify(token);
}

}  // namespace croupier::sandbox::casino
