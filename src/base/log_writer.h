// SPDX-License-Identifier: Apache-2.0
// Takes lines from threads that must not wait and writes them on a thread of its own: standard
// error may be a pipe that nobody reads. What does not fit is dropped, what matters least first,
// and a line says how much.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/log.h"

namespace croupier::base {

class LogWriter {
public:
    static constexpr std::size_t lines_max_default = 8'192;
    struct Line {
        LogLevel level;
        LogFormat format;
        Instant at;
        std::string text;
    };
    struct Parts {
        std::function<void(const Line&)> write;             // may block
        std::function<Line(std::uint64_t dropped)> report;  // what says that lines were dropped
        std::size_t lines_max = lines_max_default;
    };

    explicit LogWriter(Parts parts);
    // Writes what waits, however long that takes.
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    // Thread-safe; never waits for a write. When the queue is full the oldest line of the lowest
    // level goes, if that is lower than this one's; else this one.
    void put(Line line);
    // Thread-safe. False when something still waits after that time. On the writing thread itself,
    // false at once.
    bool flush(Duration patience);
    [[nodiscard]] std::uint64_t dropped() const;  // since the start

private:
    void work();
    bool make_room(LogLevel level);

    const Parts parts_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable written_;
    std::deque<Line> lines_;
    std::uint64_t dropped_ = 0;
    std::uint64_t reported_ = 0;
    bool writing_ = false;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace croupier::base
