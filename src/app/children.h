// SPDX-License-Identifier: Apache-2.0
// Child processes of this program: started, watched, started again when they die, ended with the
// parent.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"

namespace croupier::app {

class Children {
public:
    // Called with the present process ids after every start.
    using Started = std::function<void(const std::map<std::string, pid_t>&)>;
    explicit Children(Started started) : started_(std::move(started)) {}
    ~Children();  // SIGTERM, then SIGKILL for who has not ended within 10 s
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;

    // Runs this program with these arguments, its standard error appended to the log file. A child
    // that dies is started again after a moment, until stop().
    void start(std::string name, std::vector<std::string> arguments, std::filesystem::path log);
    void stop();
    [[nodiscard]] std::map<std::string, pid_t> pids() const;
    [[nodiscard]] std::uint64_t restarts() const;

private:
    struct Child {
        std::vector<std::string> arguments;
        std::filesystem::path log;
        pid_t pid = 0;
    };
    void launch(Child& child);
    void watch();
    void restart_dead();

    Started started_;
    mutable std::mutex mutex_;
    std::map<std::string, Child> children_;
    std::thread watcher_;
    bool ending_ = false;
    std::uint64_t restarts_ = 0;
};

// Runs this program with these arguments and answers what it printed.
base::Result<std::string, std::string> run_self(const std::vector<std::string>& arguments);

}  // namespace croupier::app
