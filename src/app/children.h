// SPDX-License-Identifier: Apache-2.0
// Child processes of this program: started, watched, started again when they die, ended with the
// parent.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace croupier::app {

class Children {
public:
    // Called with the present process ids after every start.
    using Started = std::function<void(const std::map<std::string, pid_t>&)>;
    explicit Children(Started started) : started_(std::move(started)) {}
    ~Children();  // SIGTERM, then SIGKILL for who has not ended within 10 s
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;

    // Runs this program with these arguments in a process group of its own (a Ctrl-C is ours
    // alone), its standard error appended to the log file. A child that dies is started again until
    // stop(); one that did not live for a second, a second later.
    void start(std::string name, std::vector<std::string> arguments, std::filesystem::path log);
    void stop();
    [[nodiscard]] std::map<std::string, pid_t> pids() const;
    [[nodiscard]] std::uint64_t restarts() const;

private:
    struct Child {
        std::vector<std::string> arguments;
        std::filesystem::path log;
        std::optional<pid_t> pid{};  // of the process that runs
        std::chrono::steady_clock::time_point started{};
    };
    void launch(Child& child);
    void watch();
    void restart_dead();
    [[nodiscard]] std::map<std::string, pid_t> present() const;

    Started started_;
    mutable std::mutex mutex_;
    std::map<std::string, Child> children_;
    std::thread watcher_;
    bool ending_ = false;
    std::uint64_t restarts_ = 0;
};

}  // namespace croupier::app
