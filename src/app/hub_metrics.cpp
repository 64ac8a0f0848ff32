// SPDX-License-Identifier: Apache-2.0
#include "app/hub_metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <functional>
#include <sstream>

#include "base/check.h"

namespace croupier::app {

namespace {

using Families = std::vector<prometheus::MetricFamily>;

// The library's values are binary floats: exact for counts below 2^53, and money is never a metric.
void add(
    Families& families, const char* name, const char* help, std::uint64_t value,
    prometheus::MetricType type) {
    prometheus::ClientMetric metric;
    if (type == prometheus::MetricType::Counter) metric.counter.value = static_cast<double>(value);
    if (type == prometheus::MetricType::Gauge) metric.gauge.value = static_cast<double>(value);
    families.push_back({name, help, type, {metric}});
}

// One family, a value for each casino and line.
void add_lines(
    Families& families, const std::vector<usecases::Lines::Figures>& lines, const char* name,
    const char* help, std::size_t usecases::Lines::Figures::*figure) {
    prometheus::MetricFamily family{name, help, prometheus::MetricType::Gauge, {}};
    for (const auto& line : lines) {
        prometheus::ClientMetric metric;
        metric.label = {
            {"casino", std::to_string(line.casino.value())},
            {"line", std::string(usecases::to_text(line.kind))}};
        metric.gauge.value = static_cast<double>(line.*figure);
        family.metric.push_back(std::move(metric));
    }
    families.push_back(std::move(family));
}

// One family, a value for each kind of call to casinos.
void add_kinds(
    Families& families, const char* name, const char* help, prometheus::MetricType type,
    const std::function<std::uint64_t(casino_api::Lane)>& value) {
    prometheus::MetricFamily family{name, help, type, {}};
    for (const casino_api::Lane lane : casino_api::all_lanes) {
        prometheus::ClientMetric metric;
        metric.label = {{"kind", std::string(casino_api::to_text(lane))}};
        metric.counter.value = static_cast<double>(value(lane));
        metric.gauge.value = metric.counter.value;
        family.metric.push_back(std::move(metric));
    }
    families.push_back(std::move(family));
}

void add_signer(Families& families, const casino_api::Signer& signer) {
    using casino_api::Lane;
    using enum prometheus::MetricType;
    add_kinds(
        families, "croupier_calls_signed_total", "Calls to casinos that were signed", Counter,
        [&](Lane lane) { return signer.counters(lane).signed_calls; });
    add_kinds(
        families, "croupier_signatures_refused_total",
        "Calls whose casino had its share waiting for a signature already", Counter,
        [&](Lane lane) { return signer.counters(lane).refused; });
    add_kinds(
        families, "croupier_signatures_too_late_total", "Calls whose turn to be signed came late",
        Counter, [&](Lane lane) { return signer.counters(lane).too_late; });
    add_kinds(
        families, "croupier_signatures_failed_total", "Calls that could not be signed", Counter,
        [&](Lane lane) { return signer.counters(lane).failed; });
    add_kinds(
        families, "croupier_signatures_waiting", "Calls that wait for their signature", Gauge,
        [&](Lane lane) { return signer.waiting(lane); });
}

void add_lists(Families& families, const HubFigures& figures) {
    prometheus::MetricFamily family{
        "croupier_casino_lists_believed",
        "Whether a casino's empty lists count (1) or not (0)",
        prometheus::MetricType::Gauge,
        {}};
    for (const auto& lists : figures.lists) {
        prometheus::ClientMetric metric;
        metric.label = {{"casino", std::to_string(lists.casino.value())}};
        metric.gauge.value = lists.believed ? 1 : 0;
        family.metric.push_back(std::move(metric));
    }
    families.push_back(std::move(family));
    const auto count = [&](const char* name, const char* help, std::uint64_t value) {
        add(families, name, help, value, prometheus::MetricType::Counter);
    };
    count(
        "croupier_casino_lists_asked_total", "Questions about a bet whose stake was booked",
        figures.lists_asked.asked);
    count(
        "croupier_casino_lists_failed_total", "Answers to them that did not list the stake",
        figures.lists_asked.failed);
}

}  // namespace

std::string metrics_text(const HubFigures& figures) {
    Families families;
    const auto count = [&](const char* name, const char* help, std::uint64_t value) {
        add(families, name, help, value, prometheus::MetricType::Counter);
    };
    const auto gauge = [&](const char* name, const char* help, std::uint64_t value) {
        add(families, name, help, value, prometheus::MetricType::Gauge);
    };
    count("croupier_steps_total", "Steps submitted to the batcher", figures.batcher.steps);
    count("croupier_batches_total", "Batches begun", figures.batcher.batches);
    count("croupier_commits_total", "Batches that changed something", figures.batcher.commits);
    count("croupier_batch_retries_total", "Batches begun again", figures.batcher.retries);
    count(
        "croupier_steps_refused_total", "Steps refused for load", figures.batcher.refused_for_load);
    count(
        "croupier_steps_refused_for_share_total",
        "Of these, because a partner had its share waiting", figures.batcher.refused_for_share);
    count(
        "croupier_bugs_total", "Steps rolled back by an invariant, the store or a throw",
        figures.batcher.bugs);
    count("croupier_casino_makes_total", "Calls of payments/make", figures.dispatcher.makes);
    count("croupier_casino_infos_total", "Calls of payments/info", figures.dispatcher.infos);
    count("croupier_casino_closes_total", "Calls of payments/close", figures.dispatcher.closes);
    count(
        "croupier_casino_doubts_total", "Calls whose outcome was not known",
        figures.dispatcher.doubts);
    count(
        "croupier_answers_resubmitted_total", "Answers that the store could not take at once",
        figures.dispatcher.resubmits);
    count("croupier_casino_calls_total", "All calls to casinos", figures.wallet.calls);
    count("croupier_casino_refused_total", "Calls that a casino refused", figures.wallet.refused);
    count(
        "croupier_casino_timed_out_total", "Calls without an answer in time",
        figures.wallet.timed_out);
    count("croupier_casino_not_sent_total", "Calls that never left", figures.wallet.not_sent);
    count(
        "croupier_casino_breaker_opened_total", "Times a casino was found out of reach",
        figures.wallet.breaker_opened);
    count(
        "croupier_assumptions_failed_total", "Failed internal checks", base::assumptions_failed());
    gauge(
        "croupier_casino_calls_in_flight", "Bets with a call under way or in line",
        figures.calls_in_flight);
    gauge(
        "croupier_replies_held", "Providers' calls that wait for an answer", figures.replies_held);
    count(
        "croupier_log_lines_dropped_total", "Log lines that were not written: nobody read them",
        figures.log_lines_dropped);
    add_signer(families, figures.signer);
    add_lines(
        families, figures.lines, "croupier_line_places_taken", "Calls to a casino under way",
        &usecases::Lines::Figures::taken);
    add_lines(
        families, figures.lines, "croupier_line_waiting", "Bets that wait for a place",
        &usecases::Lines::Figures::waiting);
    add_lists(families, figures);
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace croupier::app
