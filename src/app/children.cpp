// SPDX-License-Identifier: Apache-2.0
#include "app/children.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>

#include "base/check.h"
#include "base/log.h"

namespace croupier::app {

namespace {

constexpr std::chrono::milliseconds look_every{100};
constexpr int looks_before_kill = 100;

// What exec takes, made before the fork: after it nothing may allocate.
class Arguments {
public:
    explicit Arguments(std::vector<std::string> arguments) : texts_(std::move(arguments)) {
        texts_.insert(texts_.begin(), "croupier");
        pointers_.reserve(texts_.size() + 1);
        for (std::string& text : texts_)
            pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }
    [[nodiscard]] char* const* argv() const { return pointers_.data(); }

private:
    std::vector<std::string> texts_;
    std::vector<char*> pointers_;
};

// Between fork and exec only calls that are safe in a copy of a program with threads.
[[noreturn]] void become(char* const* argv, const char* log, pid_t parent) {
    // The parent may be killed in a way that lets it clean up nothing: then its children go too.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(1);
    const int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(out >= 0 ? out : nothing, STDOUT_FILENO);
    dup2(out >= 0 ? out : nothing, STDERR_FILENO);
    execv("/proc/self/exe", argv);
    _exit(127);
}

}  // namespace

void Children::start(
    std::string name, std::vector<std::string> arguments, std::filesystem::path log) {
    const std::lock_guard lock(mutex_);
    Child& child = children_[std::move(name)];
    child.arguments = std::move(arguments);
    child.log = std::move(log);
    launch(child);
    if (!watcher_.joinable()) watcher_ = std::thread([this] { watch(); });
}

void Children::launch(Child& child) {
    Arguments own(child.arguments);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    CROUPIER_CHECK(pid >= 0);
    if (pid == 0) become(own.argv(), child.log.c_str(), parent);
    child.pid = pid;
}

void Children::watch() {
    while (true) {
        std::this_thread::sleep_for(look_every);
        const std::lock_guard lock(mutex_);
        if (ending_) return;
        restart_dead();
    }
}

void Children::restart_dead() {
    bool changed = false;
    for (auto& [name, child] : children_) {
        int status = 0;
        if (waitpid(child.pid, &status, WNOHANG) != child.pid) continue;
        base::log_warning(
            "a process ended and is started again",
            {{"name", name}, {"pid", child.pid}, {"status", status}});
        launch(child);
        ++restarts_;
        changed = true;
    }
    if (!changed || !started_) return;
    std::map<std::string, pid_t> present;
    for (const auto& [name, child] : children_)
        present[name] = child.pid;
    started_(present);
}

std::map<std::string, pid_t> Children::pids() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, pid_t> present;
    for (const auto& [name, child] : children_)
        present[name] = child.pid;
    return present;
}

std::uint64_t Children::restarts() const {
    const std::lock_guard lock(mutex_);
    return restarts_;
}

void Children::stop() {
    {
        const std::lock_guard lock(mutex_);
        if (ending_) return;
        ending_ = true;
        for (const auto& [name, child] : children_)
            kill(child.pid, SIGTERM);
    }
    if (watcher_.joinable()) watcher_.join();
    for (auto& [name, child] : children_) {
        int looks = 0;
        while (waitpid(child.pid, nullptr, WNOHANG) == 0) {
            if (++looks == looks_before_kill) kill(child.pid, SIGKILL);
            std::this_thread::sleep_for(look_every);
        }
    }
}

Children::~Children() { stop(); }

base::Result<std::string, std::string> run_self(const std::vector<std::string>& arguments) {
    int ends[2];
    if (pipe(ends) != 0) return base::fail(std::string("no pipe"));
    Arguments own(arguments);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv("/proc/self/exe", own.argv());
        _exit(127);
    }
    close(ends[1]);
    std::string output;
    char buffer[4096];
    while (true) {
        const ssize_t got = read(ends[0], buffer, sizeof buffer);
        if (got <= 0) break;
        output.append(buffer, static_cast<std::size_t>(got));
    }
    close(ends[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return base::fail("croupier " + arguments.front() + " failed: " + output);
    }
    return output;
}

}  // namespace croupier::app
