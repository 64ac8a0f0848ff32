// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/jwks_cache.h"

#include "base/log.h"

namespace croupier::sandbox::casino {

namespace {

constexpr base::Duration between_fetches{1000};
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

}  // namespace

void JwksCache::verify(std::string token, Verified done) {
    auto result = check(token);
    const bool unknown = !result.ok() && result.error() == crypto::JoseFault::unknown_key;
    if (!unknown || waiting_.size() >= waiting_max || !(asking_ || may_fetch()))
        return done(std::move(result));
    waiting_.push_back({std::move(token), std::move(done)});
    if (!asking_) fetch();
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
    } else {
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

bool JwksCache::may_fetch() const {
    return !asked_at_ || loop_.now() - *asked_at_ >= between_fetches;
}

}  // namespace croupier::sandbox::casino
