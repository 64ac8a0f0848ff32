// SPDX-License-Identifier: Apache-2.0
#include "base/log_writer.h"

#include <pthread.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace croupier::base {

LogWriter::LogWriter(Parts parts) : parts_(std::move(parts)) {
    thread_ = std::thread([this] { work(); });
    pthread_setname_np(thread_.native_handle(), "log");
}

LogWriter::~LogWriter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void LogWriter::put(Line line) {
    {
        const std::lock_guard lock(mutex_);
        if (lines_.size() >= parts_.lines_max && !make_room(line.level)) return;
        lines_.push_back(std::move(line));
    }
    wake_.notify_one();
}

bool LogWriter::make_room(LogLevel level) {
    ++dropped_;
    const auto least = std::min_element(
        lines_.begin(), lines_.end(),
        [](const Line& a, const Line& b) { return a.level < b.level; });
    if (least == lines_.end() || least->level >= level) return false;
    lines_.erase(least);
    return true;
}

bool LogWriter::flush(Duration patience) {
    if (std::this_thread::get_id() == thread_.get_id()) return false;
    std::unique_lock lock(mutex_);
    return written_.wait_for(lock, patience, [this] { return lines_.empty() && !writing_; });
}

std::uint64_t LogWriter::dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

void LogWriter::work() {
    while (true) {
        std::optional<Line> line;
        std::uint64_t unreported = 0;
        {
            std::unique_lock lock(mutex_);
            writing_ = false;
            if (lines_.empty()) written_.notify_all();
            wake_.wait(lock, [this] { return ending_ || !lines_.empty(); });
            if (lines_.empty()) return;
            line = std::move(lines_.front());
            lines_.pop_front();
            unreported = dropped_ - std::exchange(reported_, dropped_);
            writing_ = true;
        }
        if (unreported > 0) parts_.write(parts_.report(unreported));
        parts_.write(*line);
    }
}

}  // namespace croupier::base
