// SPDX-License-Identifier: Apache-2.0
#include "sandbox/common/faults.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace croupier::sandbox {

namespace {

constexpr int whole = 1000;

std::size_t slot(Fault fault) { return static_cast<std::size_t>(fault); }

std::optional<std::int64_t> natural(const base::Json& value) {
    if (!value.is(base::Json::Kind::number)) return std::nullopt;
    const auto number = base::parse_i64(value.number_text());
    return number && *number >= 0 ? number : std::nullopt;
}

net::Response broken() { return net::Response::json(500, R"({"error":"fault switch"})"); }

}  // namespace

std::string_view to_text(Fault fault) {
    switch (fault) {
    case Fault::late:
        return "late";
    case Fault::lost:
        return "lost";
    case Fault::http500_before:
        return "http500Before";
    case Fault::http500_after:
        return "http500After";
    case Fault::garbage:
        return "garbage";
    case Fault::doubled:
        return "doubled";
    case Fault::wrong_signature:
        return "wrongSignature";
    case Fault::acts_late:
        return "actsLate";
    case Fault::acts_late_unheard:
        return "actsLateUnheard";
    case Fault::empty_list:
        return "emptyList";
    case Fault::accept_late:
        return "acceptLate";
    case Fault::accept_lost:
        return "acceptLost";
    }
    return "";
}

const std::array<Faults::Wait, 5> Faults::waits = {
    {{"lateMs", &Faults::late_by_, false},
     {"lostMs", &Faults::lost_for_, false},
     {"actsLateMs", &Faults::acts_late_by_, true},
     {"listLagMs", &Faults::list_lag_, true},
     {"acceptLateMs", &Faults::accept_late_by_, true}}};

bool Faults::has(Fault fault) const {
    return whose_ == FaultsOf::casino || fault < Fault::acts_late;
}

bool Faults::has(const Wait& wait) const {
    return whose_ == FaultsOf::casino || !wait.of_casino_alone;
}

void Faults::set(Fault fault, int parts_per_thousand) {
    weights_[slot(fault)] = std::clamp(parts_per_thousand, 0, whole);
}

int Faults::weight(Fault fault) const { return weights_[slot(fault)]; }

bool Faults::draw(Fault fault) {
    if (weight(fault) == 0) return false;
    if (!random_.chance(static_cast<std::uint64_t>(weight(fault)), whole)) return false;
    ++struck_[slot(fault)];
    return true;
}

InboundFault Faults::draw_inbound() {
    if (draw(Fault::http500_before)) return InboundFault::http500_before;
    if (draw(Fault::http500_after)) return InboundFault::http500_after;
    if (draw(Fault::garbage)) return InboundFault::garbage;
    if (draw(Fault::lost)) return InboundFault::lost;
    if (draw(Fault::late)) return InboundFault::late;
    return InboundFault::none;
}

OutboundFaults Faults::draw_outbound() {
    OutboundFaults drawn;
    drawn.doubled = draw(Fault::doubled);
    drawn.wrong_signature = draw(Fault::wrong_signature);
    return drawn;
}

LateFault Faults::draw_late_act() {
    if (draw(Fault::acts_late)) return LateFault::bad_gateway;
    if (draw(Fault::acts_late_unheard)) return LateFault::unheard;
    return LateFault::none;
}

AcceptFault Faults::draw_accept() {
    if (draw(Fault::accept_lost)) return AcceptFault::lost;
    if (draw(Fault::accept_late)) return AcceptFault::late;
    return AcceptFault::none;
}

bool Faults::draw_empty_list() { return draw(Fault::empty_list); }

base::Json Faults::to_json() const {
    base::Json json = base::Json::object();
    base::Json struck = base::Json::object();
    for (const Fault fault : all_faults) {
        if (!has(fault)) continue;
        json.set(to_text(fault), base::Json::integer(weight(fault)));
        struck.set(
            to_text(fault), base::Json::integer(static_cast<std::int64_t>(struck_[slot(fault)])));
    }
    for (const Wait& wait : waits) {
        if (has(wait)) json.set(wait.name, base::Json::integer((this->*wait.field).count()));
    }
    json.set("struck", std::move(struck));
    return json;
}

base::Result<void, std::string> Faults::apply(const base::Json& wanted) {
    if (!wanted.is(base::Json::Kind::object)) return base::fail(std::string("an object is wanted"));
    Faults next = *this;
    for (const auto& [name, value] : wanted.members()) {
        const auto number = natural(value);
        if (!number) return base::fail(name + ": a whole number, 0 or more, is wanted");
        CROUPIER_TRY_VOID(next.take(name, *number));
    }
    *this = next;
    return {};
}

base::Result<void, std::string> Faults::apply(std::string_view json_text) {
    const auto wanted = base::parse_json(json_text);
    if (!wanted.ok()) return base::fail(std::string("JSON is wanted"));
    return apply(wanted.value());
}

base::Result<void, std::string> Faults::take(const std::string& name, std::int64_t number) {
    if (name == "seed") {
        random_ = base::SeededRandom(static_cast<std::uint64_t>(number));
        return {};
    }
    for (const Fault fault : all_faults) {
        if (!has(fault) || to_text(fault) != name) continue;
        if (number > whole) return base::fail(name + ": at most 1000 parts per thousand");
        set(fault, static_cast<int>(number));
        return {};
    }
    for (const Wait& wait : waits) {
        if (!has(wait) || wait.name != name) continue;
        this->*wait.field = base::Duration(number);
        return {};
    }
    return base::fail(name + ": no such switch");
}

net::RouteHandler under_faults(Faults& faults, base::Loop& loop, net::RouteHandler handler) {
    return [&faults, &loop, handler = std::move(handler)](
               const net::PathParameters& parameters, net::Request request, net::Reply reply) {
        const auto act = [&](net::Reply::Send send) {
            handler(parameters, std::move(request), net::Reply(std::move(send)));
        };
        switch (faults.draw_inbound()) {
        case InboundFault::none:
            handler(parameters, std::move(request), std::move(reply));
            return;
        case InboundFault::http500_before:
            reply(broken());
            return;
        case InboundFault::http500_after:
            act([reply](const net::Response&) { reply(broken()); });
            return;
        case InboundFault::garbage:
            act([reply](const net::Response&) { reply(net::Response::text(200, "<html>oops")); });
            return;
        case InboundFault::late:
            act([reply, &loop, by = faults.late_by()](net::Response response) {
                loop.at(
                    loop.now() + by, [reply, response = std::move(response)] { reply(response); });
            });
            return;
        case InboundFault::lost:
            loop.at(loop.now() + faults.lost_for(), [reply] { reply(broken()); });
            act([](const net::Response&) {});
            return;
        }
    };
}

}  // namespace croupier::sandbox
