// SPDX-License-Identifier: Apache-2.0
#include "net/http.h"

#include <algorithm>

#include "base/text.h"
#include "net/text.h"

namespace croupier::net {

namespace {

std::optional<std::string_view> find_header(
    const std::vector<Header>& headers, std::string_view name) {
    const auto is_named = [name](const Header& h) {
        return h.name.size() == name.size() && base::equal_ignoring_case(h.name, name);
    };
    const auto found = std::find_if(headers.begin(), headers.end(), is_named);
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
    return find_header(headers, name);
}

std::optional<std::string> Request::query(std::string_view name) const {
    const auto mark = target.find('?');
    if (mark == std::string::npos) return std::nullopt;
    std::string_view rest = std::string_view(target).substr(mark + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        if (percent_decode(pair.substr(0, equals), PlusSign::is_space) != name) continue;
        const auto value = pair.substr(std::min(equals + 1, pair.size()));
        return percent_decode(value, PlusSign::is_space);
    }
    return std::nullopt;
}

Response Response::json(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

Response Response::text(int status, std::string_view body) {
    return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::string(body)};
}

std::optional<std::string_view> Response::header(std::string_view name) const {
    return find_header(headers, name);
}

Response plain_refusal(int status, std::string_view, std::string_view why) {
    return Response::text(status, std::string(why) + "\n");
}

struct Reply::State {
    explicit State(Send s) : send(std::move(s)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    // A handler that forgot its reply is a defect, but the peer must not wait for it.
    ~State() {
        if (!answered) give(Response::text(500, "internal error\n"));
    }
    void give(Response response) {
        answered = true;
        const Send once = std::exchange(send, nullptr);
        if (once) once(std::move(response));
    }

    Send send;
    bool answered = false;
};

Reply::Reply(Send send) : state_(std::make_shared<State>(std::move(send))) {}

void Reply::operator()(Response response) const {
    if (!state_->answered) state_->give(std::move(response));
}

bool Reply::answered() const { return state_->answered; }

}  // namespace croupier::net
