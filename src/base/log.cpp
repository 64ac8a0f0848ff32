// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <unistd.h>
#include <atomic>
#include <memory>

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/clock.h"
#include "base/json_write.h"

namespace croupier::base {

namespace {

std::atomic<LogFormat> chosen_format{LogFormat::text};
std::atomic<LogLevel> chosen_least{LogLevel::info};

std::string_view name_of(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return "debug";
    case LogLevel::info:
        return "info";
    case LogLevel::warning:
        return "warning";
    case LogLevel::error:
        return "error";
    }
    return "";
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::shared_ptr<spdlog::logger> make_logger(
    std::shared_ptr<spdlog::sinks::sink> sink, const char* pattern) {
    auto logger = std::make_shared<spdlog::logger>("croupier", std::move(sink));
    logger->set_formatter(
        std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
    logger->set_level(
        spdlog::level::trace);  // the level is decided in log(), for both loggers at once
    return logger;
}

// Both exist from the first use on and never change, so that log() needs no lock of ours.
spdlog::logger& text_logger() {
    // The sink leaves the colours (%^ to %$) out when standard error is no terminal.
    static const auto logger = make_logger(
        std::make_shared<spdlog::sinks::stderr_color_sink_mt>(),
        "%Y-%m-%dT%H:%M:%S.%eZ %^%-7l%$ %v");
    return *logger;
}
spdlog::logger& json_logger() {
    static const auto logger = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), "%v");
    return *logger;
}

// Bare when it reads as one word; else quoted and escaped, so that nothing logged can forge a
// second line.
void append_word(std::string& out, std::string_view text) {
    const auto plain = [](char c) {
        return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '=';
    };
    for (const char c : text) {
        if (!plain(c)) return append_json_string(out, text, JsonEscape::required_only);
    }
    if (text.empty()) {
        out += "\"\"";
        return;
    }
    out += text;
}

std::string text_line(std::string_view event, std::initializer_list<LogField> fields) {
    std::string line;
    append_word(line, event);
    for (const LogField& field : fields) {
        line += ' ';
        append_word(line, field.key);
        line += '=';
        append_word(line, field.value);
    }
    return line;
}

std::string json_line(
    LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    std::string line;
    const auto member = [&line](std::string_view key, std::string_view value, bool quoted) {
        line += line.empty() ? '{' : ',';
        append_json_string(line, key, JsonEscape::required_only);
        line += ':';
        if (quoted) {
            append_json_string(line, value, JsonEscape::required_only);
        } else {
            line += value;
        }
    };
    member("time", to_rfc3339(system_now()), true);
    member("level", name_of(level), true);
    member("event", event, true);
    for (const LogField& field : fields)
        member(field.key, field.value, field.quoted);
    line += '}';
    return line;
}

}  // namespace

void start_logging(LogFormat format, LogLevel least) {
    chosen_format.store(format, std::memory_order_relaxed);
    chosen_least.store(least, std::memory_order_relaxed);
}

LogFormat log_format_for_stderr() {
    return ::isatty(STDERR_FILENO) == 1 ? LogFormat::text : LogFormat::json;
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < chosen_least.load(std::memory_order_relaxed)) return;
    switch (chosen_format.load(std::memory_order_relaxed)) {
    case LogFormat::text:
        text_logger().log(to_spdlog(level), "{}", text_line(event, fields));
        return;
    case LogFormat::json:
        json_logger().log(to_spdlog(level), "{}", json_line(level, event, fields));
        return;
    }
}

}  // namespace croupier::base
