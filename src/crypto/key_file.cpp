// SPDX-License-Identifier: Apache-2.0
#include "crypto/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstring>

#include <openssl/crypto.h>

#include "base/id.h"
#include "base/text.h"

namespace croupier::crypto {

namespace {

namespace fs = std::filesystem;

class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (is_open()) ::close(descriptor_);
    }
    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

SealError system_error(SealFault fault, const fs::path& file) {
    return {fault, file.string() + ": " + std::strerror(errno)};
}

bool write_all(const File& file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file.get(), text.data(), text.size());
        if (count < 0 && errno != EINTR) return false;
        if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool write_durably(const fs::path& file, std::string_view text) {
    const File made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    return made.is_open() && write_all(made, text) && ::fsync(made.get()) == 0;
}

bool sync_folder_of(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.is_open() && ::fsync(opened.get()) == 0;
}

// A link never replaces what is there, and what it names is complete already.
bool publish(const fs::path& draft, const fs::path& file) {
    return (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST) && sync_folder_of(file);
}

Secret new_key_text(base::Random& random) {
    std::array<std::uint8_t, key_file_bytes> key{};
    random.fill(std::as_writable_bytes(std::span(key)));
    Secret text(base::to_hex(key) + '\n');
    OPENSSL_cleanse(key.data(), key.size());
    return text;
}

}  // namespace

base::Result<Secret, SealError> read_key_file(const fs::path& file) {
    const File opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!opened.is_open() || ::fstat(opened.get(), &status) != 0) {
        return base::fail(system_error(SealFault::bad_key_file, file));
    }
    if (!S_ISREG(status.st_mode)) {
        return base::fail(SealError{SealFault::bad_key_file, file.string() + ": not a file"});
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return base::fail(SealError{
            SealFault::unsafe_permissions,
            file.string() + ": others than its owner may open it; chmod 600 it"});
    }
    std::array<char, 2 * key_file_bytes + 2> text{};
    const ssize_t count = ::read(opened.get(), text.data(), text.size());
    if (count < 0) return base::fail(system_error(SealFault::bad_key_file, file));
    auto key = base::from_hex(base::trim({text.data(), static_cast<std::size_t>(count)}));
    OPENSSL_cleanse(text.data(), text.size());
    Secret secret(key ? std::move(*key) : std::string());
    if (secret.reveal().size() != key_file_bytes) {
        return base::fail(
            SealError{SealFault::bad_key_file, file.string() + ": not 64 hex digits"});
    }
    return secret;
}

base::Result<void, SealError> create_key_file(const fs::path& file, base::Random& random) {
    const Secret text = new_key_text(random);
    const fs::path draft = file.string() + "." + to_text(base::make_uuid4(random)) + ".new";
    const bool done = write_durably(draft, text.reveal()) && publish(draft, file);
    const SealError error = system_error(SealFault::cannot_create, file);
    ::unlink(draft.c_str());
    if (!done) return base::fail(error);
    return {};
}

}  // namespace croupier::crypto
