// SPDX-License-Identifier: Apache-2.0
#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace croupier::base {

Result<FileLock, FileLock::Fault> FileLock::take(const std::filesystem::path& file) {
    FileLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.file_ < 0) return fail(Fault::unusable);
    if (::flock(lock.file_, LOCK_EX | LOCK_NB) == 0) return lock;
    return fail(errno == EWOULDBLOCK ? Fault::held : Fault::unusable);
}

Result<FileLock, std::string> FileLock::beside(
    const std::filesystem::path& books, std::string_view who) {
    const std::string name = books.string() + ".lock";
    auto lock = take(name);
    if (lock.ok()) return std::move(lock).value();
    if (lock.error() == Fault::unusable) return fail(name + ": cannot be made");
    return fail(std::string(who) + " works on " + books.string());
}

FileLock::~FileLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace croupier::base
