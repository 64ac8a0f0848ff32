// SPDX-License-Identifier: Apache-2.0
// Structured logging: an event name and fields. Text for a terminal, one JSON object a line
// otherwise. Thread-safe. Secrets have no conversion to a field (crypto/secret.h), so they cannot
// be logged by accident.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace croupier::base {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };

struct LogField {
    LogField(std::string_view k, std::string_view v) : key(k), value(v), quoted(true) {}
    LogField(std::string_view k, const char* v) : key(k), value(v), quoted(true) {}
    LogField(std::string_view k, const std::string& v) : key(k), value(v), quoted(true) {}
    LogField(std::string_view k, bool v) : key(k), value(v ? "true" : "false"), quoted(false) {}
    template <std::integral N>
    LogField(std::string_view k, N v) : key(k), value(std::to_string(v)), quoted(false) {}

    std::string_view key;
    std::string value;
    bool quoted;
};

// Call once at the start of a program; before it, logs go to standard error as text from level
// info.
void start_logging(LogFormat format, LogLevel least);
// From now on lines are written by a thread of their own (base/log_writer.h), so that no caller
// waits for whoever reads standard error. What waits at the end of the process, orderly or by
// std::terminate and failed checks, is given log_patience to leave. Once; a repeat does nothing.
void log_in_background();
inline constexpr Duration log_patience{1000};
// False when not all could be written in that time.
bool flush_log(Duration patience = log_patience);
// Since the start, because the queue was full.
std::uint64_t log_lines_dropped();
// Text when standard error is a terminal, else JSON.
LogFormat log_format_for_stderr();

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});
inline void log_debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::debug, event, fields);
}
inline void log_info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::info, event, fields);
}
inline void log_warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::warning, event, fields);
}
inline void log_error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::error, event, fields);
}

}  // namespace croupier::base
