// SPDX-License-Identifier: Apache-2.0
#include "app/demo_folder.h"

#include <cstdlib>
#include <system_error>

namespace croupier::app {

namespace {

using base::FileLock;

base::Result<FileLock, std::string> take_lock(const std::filesystem::path& folder) {
    auto lock = FileLock::take(folder / "demo.lock");
    if (lock.ok()) return std::move(lock).value();
    if (lock.error() == FileLock::Fault::held) {
        return base::fail("another demo works in " + folder.string() + ": give another --data");
    }
    return base::fail("cannot write below " + folder.string());
}

}  // namespace

base::Result<DemoFolder, std::string> DemoFolder::open(const std::filesystem::path& wanted) {
    std::error_code error;
    std::filesystem::path folder = std::filesystem::absolute(wanted, error);
    const bool made = std::filesystem::create_directories(folder, error);
    if (!error && made) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    if (error)
        return base::fail("cannot make the folder " + folder.string() + ": " + error.message());
    CROUPIER_TRY(auto lock, take_lock(folder));
    return DemoFolder(std::move(folder), std::move(lock), false);
}

base::Result<DemoFolder, std::string> DemoFolder::make_temporary() {
    std::error_code error;
    const std::filesystem::path above = std::filesystem::temp_directory_path(error);
    std::string name = (above / "croupier-check-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr) {
        return base::fail("cannot make a folder below " + above.string());
    }
    CROUPIER_TRY(auto lock, take_lock(name));
    return DemoFolder(name, std::move(lock), true);
}

DemoFolder::~DemoFolder() {
    if (!removed_at_end_) return;
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace croupier::app
