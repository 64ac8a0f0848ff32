// SPDX-License-Identifier: Apache-2.0
#include "net/router.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/check.h"
#include "net/text.h"

namespace croupier::net {

namespace {

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// "/a/b/" is "a", "b", "": a trailing slash makes another path.
std::vector<std::string_view> cut(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

// Decoded after the cut, so that %2F stays inside its segment. Dot segments and NUL are no names
// of anything here, however they are spelled.
std::optional<std::vector<std::string>> decode(std::string_view path) {
    if (!path.starts_with('/')) return std::nullopt;
    std::vector<std::string> segments;
    for (const std::string_view raw : cut(path)) {
        auto segment = percent_decode(raw, PlusSign::is_plus);
        if (!segment || segment->find('\0') != std::string::npos) return std::nullopt;
        if (*segment == "." || *segment == "..") return std::nullopt;
        segments.push_back(*std::move(segment));
    }
    return segments;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    return std::equal(
        pattern.begin(), pattern.end(), path.begin(), path.end(),
        [](const std::string& p, const std::string& s) {
            return is_parameter(p) ? !s.empty() : p == s;
        });
}

PathParameters bind(const std::vector<std::string>& pattern, std::vector<std::string> path) {
    PathParameters parameters;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (!is_parameter(pattern[i])) continue;
        parameters.emplace(pattern[i].substr(1, pattern[i].size() - 2), std::move(path[i]));
    }
    return parameters;
}

// Literal before parameter at the first difference: "/games/list" wins over "/games/{id}".
bool more_literal(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const auto& x, const auto& y) { return !is_parameter(x) && is_parameter(y); });
}

// Two patterns that differ only in the names of their parameters are one pattern.
bool same_shape(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return is_parameter(x) ? is_parameter(y) : x == y;
    });
}

std::string join(const std::set<std::string>& methods) {
    std::string out;
    for (const auto& method : methods)
        out.append(out.empty() ? "" : ", ").append(method);
    return out;
}

}  // namespace

void Router::operator()(Request request, Reply reply) const {
    auto path = decode(request.path);
    if (!path) return reply(refuse_(400, request.path, "bad path"));
    // A HEAD is answered by the GET of its path; the server leaves the body out.
    const bool head = request.method == "HEAD";
    const Entry* chosen = nullptr;
    std::set<std::string> allowed;
    for (const Entry& entry : entries_) {
        if (!matches(entry.segments, *path)) continue;
        const std::string& method = entry.route.method;
        if (method == request.method || (head && method == "GET" && chosen == nullptr)) {
            chosen = &entry;
            if (method == request.method) break;
        }
        allowed.insert(method);
        if (method == "GET") allowed.insert("HEAD");
    }
    if (chosen != nullptr) {
        const auto parameters = bind(chosen->segments, *std::move(path));
        return chosen->route.handler(parameters, std::move(request), std::move(reply));
    }
    if (allowed.empty()) return reply(refuse_(404, request.path, "not found"));
    Response refusal = refuse_(405, request.path, "method not allowed");
    refusal.headers.push_back({"Allow", join(allowed)});
    reply(std::move(refusal));
}

void Router::add(Route route) {
    CROUPIER_CHECK(route.pattern.starts_with('/') && route.handler && is_token(route.method));
    Entry entry;
    for (const auto segment : cut(route.pattern))
        entry.segments.emplace_back(segment);
    for (const Entry& known : entries_) {
        CROUPIER_CHECK(
            known.route.method != route.method || !same_shape(known.segments, entry.segments));
    }
    entry.route = std::move(route);
    const auto place = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& known) {
        return more_literal(entry.segments, known.segments);
    });
    entries_.insert(place, std::move(entry));
}

void Router::add(std::vector<Route> routes) {
    for (Route& route : routes)
        add(std::move(route));
}

}  // namespace croupier::net
