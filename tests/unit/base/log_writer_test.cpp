// SPDX-License-Identifier: Apache-2.0
#include "base/log_writer.h"

#include <gtest/gtest.h>

#include <future>
#include <mutex>

#include "base/log_throttle.h"

namespace croupier::base {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

// Writes only while the gate is open, as into a pipe that somebody may or may not read.
class LogWriterTest : public testing::Test {
protected:
    ~LogWriterTest() override { open(); }
    void put(LogLevel level, std::string text) {
        writer.put({level, LogFormat::text, {}, std::move(text)});
    }
    void open() {
        if (!opened) gate.set_value();
        opened = true;
    }
    // Until the thread stands in the write of this line, so that it no longer counts.
    void block() {
        put(LogLevel::info, "first");
        begun.get_future().wait();
    }
    Lines written() {
        const std::lock_guard lock(mutex);
        return lines;
    }

    std::mutex mutex;
    Lines lines;
    std::promise<void> gate;
    std::promise<void> begun;
    bool opened = false;
    std::once_flag once;
    std::shared_future<void> open_gate{gate.get_future()};
    LogWriter writer{
        {[this](const LogWriter::Line& line) {
             std::call_once(once, [this] { begun.set_value(); });
             open_gate.wait();
             const std::lock_guard lock(mutex);
             lines.push_back(line.text);
         },
         [](std::uint64_t count) {
             return LogWriter::Line{
                 LogLevel::error, LogFormat::text, {}, "dropped " + std::to_string(count)};
         },
         4}};
};

TEST_F(LogWriterTest, WritesInOrder) {
    open();
    for (const char* text : {"a", "b", "c"})
        put(LogLevel::info, text);
    EXPECT_TRUE(writer.flush(30s));
    EXPECT_EQ(written(), (Lines{"a", "b", "c"}));
}

TEST_F(LogWriterTest, NobodyWaitsForAReaderThatIsStuck) {
    block();
    for (int i = 0; i < 10; ++i)
        put(LogLevel::info, std::to_string(i));
    EXPECT_EQ(writer.dropped(), 6U);
    EXPECT_FALSE(writer.flush(1ms));
    open();
    EXPECT_TRUE(writer.flush(30s));
    EXPECT_EQ(written(), (Lines{"first", "dropped 6", "0", "1", "2", "3"}));
}

TEST_F(LogWriterTest, WhatMattersLeastGoesFirst) {
    block();
    put(LogLevel::warning, "warning");
    put(LogLevel::info, "info 1");
    put(LogLevel::error, "alarm 1");
    put(LogLevel::info, "info 2");
    put(LogLevel::error, "alarm 2");      // for info 1
    put(LogLevel::warning, "warning 2");  // for info 2
    put(LogLevel::info, "info 3");        // nothing is lower
    put(LogLevel::error, "alarm 3");      // for the first warning
    open();
    EXPECT_TRUE(writer.flush(30s));
    EXPECT_EQ(
        written(), (Lines{"first", "dropped 4", "alarm 1", "alarm 2", "warning 2", "alarm 3"}));
}

TEST(LogThrottle, HoldsBackAndSaysHowMany) {
    LogThrottle throttle({2, 10s});
    const Instant start{1'000'000};
    EXPECT_EQ(throttle.admit(start), 0U);
    EXPECT_EQ(throttle.admit(start + 1s), 0U);
    EXPECT_EQ(throttle.admit(start + 2s), std::nullopt);
    EXPECT_EQ(throttle.admit(start + 9'999ms), std::nullopt);
    EXPECT_EQ(throttle.admit(start + 10s), 2U);
    EXPECT_EQ(throttle.admit(start + 10s), 0U);
    EXPECT_EQ(throttle.admit(start + 11s), std::nullopt);
    EXPECT_EQ(throttle.admit(start - 60s), 1U);  // the clock was set back
}

}  // namespace
}  // namespace croupier::base
