// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <unistd.h>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/clock.h"
#include "base/json_write.h"
#include "base/log_writer.h"

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

// Both exist from the first use on and never change or end: no lock of ours is needed, and the
// thread that writes may be at it until the process is gone.
spdlog::logger& text_logger() {
    // The sink leaves the colours (%^ to %$) out when standard error is no terminal.
    static auto* const logger = std::make_unique<std::shared_ptr<spdlog::logger>>(
                                    make_logger(
                                        std::make_shared<spdlog::sinks::stderr_color_sink_mt>(),
                                        "%Y-%m-%dT%H:%M:%S.%eZ %^%-7l%$ %v"))
                                    .release();
    return **logger;
}
spdlog::logger& json_logger() {
    static auto* const logger =
        std::make_unique<std::shared_ptr<spdlog::logger>>(
            make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), "%v"))
            .release();
    return **logger;
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
    LogLevel level, Instant at, std::string_view event, std::initializer_list<LogField> fields) {
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
    member("time", to_rfc3339(at), true);
    member("level", name_of(level), true);
    member("event", event, true);
    for (const LogField& field : fields)
        member(field.key, field.value, field.quoted);
    line += '}';
    return line;
}

LogWriter::Line make_line(
    LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const LogFormat format = chosen_format.load(std::memory_order_relaxed);
    const Instant at = system_now();
    return {
        level, format, at,
        format == LogFormat::text ? text_line(event, fields) : json_line(level, at, event, fields)};
}

void write_line(const LogWriter::Line& line) {
    spdlog::logger& logger = line.format == LogFormat::text ? text_logger() : json_logger();
    const spdlog::log_clock::time_point at{std::chrono::milliseconds(line.at.unix_ms)};
    logger.log(at, spdlog::source_loc{}, to_spdlog(line.level), spdlog::string_view_t(line.text));
}

LogWriter::Line dropped_line(std::uint64_t count) {
    return make_line(LogLevel::error, "log_lines_dropped", {{"count", count}});
}

// Never destroyed: what ends late may still log, and a pipe that nobody reads must not hold up the
// end.
std::atomic<LogWriter*> writer{nullptr};
std::terminate_handler terminate_before = nullptr;

}  // namespace

void log_in_background() {
    static const bool once = [] {
        writer = std::make_unique<LogWriter>(LogWriter::Parts{write_line, dropped_line}).release();
        std::atexit([] { flush_log(); });
        terminate_before = std::set_terminate([] {
            flush_log();
            if (terminate_before != nullptr) terminate_before();
            std::abort();
        });
        return true;
    }();
    static_cast<void>(once);
}

bool flush_log(Duration patience) {
    LogWriter* const thread = writer.load();
    return thread == nullptr || thread->flush(patience);
}

std::uint64_t log_lines_dropped() {
    const LogWriter* const thread = writer.load();
    return thread == nullptr ? 0 : thread->dropped();
}

void start_logging(LogFormat format, LogLevel least) {
    chosen_format.store(format, std::memory_order_relaxed);
    chosen_least.store(least, std::memory_order_relaxed);
}

LogFormat log_format_for_stderr() {
    return ::isatty(STDERR_FILENO) == 1 ? LogFormat::text : LogFormat::json;
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < chosen_least.load(std::memory_order_relaxed)) return;
    LogWriter::Line line = make_line(level, event, fields);
    LogWriter* const thread = writer.load(std::memory_order_acquire);
    if (thread == nullptr) return write_line(line);
    thread->put(std::move(line));
}

}  // namespace croupier::base
