// SPDX-License-Identifier: Apache-2.0
// A file that one process at a time may hold, for as long as it lives: the system gives it back
// however the process ends.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace croupier::base {

class FileLock {
public:
    enum class Fault { held, unusable };  // by another; the file cannot be made or locked
    // Makes the file when it is missing, mode 0600, and leaves it where it is. Never waits.
    static Result<FileLock, Fault> take(const std::filesystem::path& file);
    // "PATH.lock" beside the books at PATH. The error is a sentence: `who` works on them.
    static Result<FileLock, std::string> beside(
        const std::filesystem::path& books, std::string_view who);

    FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

private:
    explicit FileLock(int file) : file_(file) {}
    int file_;
};

}  // namespace croupier::base
