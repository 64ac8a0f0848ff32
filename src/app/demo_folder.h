// SPDX-License-Identifier: Apache-2.0
// The folder of a demo's books and secrets: one demo works in it, and one that was made for a check
// alone goes when the check is over.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "base/file_lock.h"

namespace croupier::app {

class DemoFolder {
public:
    // Makes it when it is missing, for its owner alone; one that is there keeps its mode. Refused
    // while another demo works in it. The error is a sentence.
    static base::Result<DemoFolder, std::string> open(const std::filesystem::path& wanted);
    // A new one below the system's folder for such, removed at the end unless it is kept.
    static base::Result<DemoFolder, std::string> make_temporary();

    DemoFolder(DemoFolder&& other) noexcept
        : path_(std::move(other.path_)),
          lock_(std::move(other.lock_)),
          removed_at_end_(std::exchange(other.removed_at_end_, false)) {}
    DemoFolder& operator=(DemoFolder&&) = delete;
    ~DemoFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    void keep() { removed_at_end_ = false; }

private:
    DemoFolder(std::filesystem::path path, base::FileLock lock, bool removed_at_end)
        : path_(std::move(path)), lock_(std::move(lock)), removed_at_end_(removed_at_end) {}

    std::filesystem::path path_;
    base::FileLock lock_;
    bool removed_at_end_;
};

}  // namespace croupier::app
