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
constexpr std::chrono::seconds between_starts{1};  // of a process that cannot live

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
    // The parent's handlers would swallow a signal that comes before the exec.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // The parent may be killed in a way that lets it clean up nothing: then its children go too.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(1);
    setpgid(0, 0);
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
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    const pid_t pid = fork();
    if (pid == 0) become(own.argv(), child.log.c_str(), parent);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    CROUPIER_CHECK(pid >= 0);
    child.pid = pid;
    child.started = std::chrono::steady_clock::now();
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
    const auto now = std::chrono::steady_clock::now();
    for (auto& [name, child] : children_) {
        int status = 0;
        if (child.pid && waitpid(*child.pid, &status, WNOHANG) == *child.pid) {
            base::log_warning(
                "a process ended and is started again",
                {{"name", name}, {"pid", *child.pid}, {"status", status}});
            child.pid.reset();
        }
        if (child.pid || now - child.started < between_starts) continue;
        launch(child);
        ++restarts_;
        changed = true;
    }
    if (changed && started_) started_(present());
}

std::map<std::string, pid_t> Children::pids() const {
    const std::lock_guard lock(mutex_);
    return present();
}

std::map<std::string, pid_t> Children::present() const {
    std::map<std::string, pid_t> pids;
    for (const auto& [name, child] : children_) {
        if (child.pid) pids[name] = *child.pid;
    }
    return pids;
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
        for (const auto& [name, pid] : present())
            kill(pid, SIGTERM);
    }
    if (watcher_.joinable()) watcher_.join();
    for (const auto& [name, pid] : present()) {
        int looks = 0;
        while (waitpid(pid, nullptr, WNOHANG) == 0) {
            if (++looks == looks_before_kill) kill(pid, SIGKILL);
            std::this_thread::sleep_for(look_every);
        }
    }
}

Children::~Children() { stop(); }

}  // namespace croupier::app
