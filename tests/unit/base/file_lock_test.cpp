// SPDX-License-Identifier: Apache-2.0
#include "base/file_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace croupier::base {
namespace {

TEST(FileLock, one_holder_at_a_time_and_free_again_afterwards) {
    std::string folder = (std::filesystem::temp_directory_path() / "file-lock-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::filesystem::path books = std::filesystem::path(folder) / "books";
    {
        const auto first = FileLock::beside(books, "another hub");
        ASSERT_TRUE(first.ok());
        const auto second = FileLock::beside(books, "another hub");
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error(), "another hub works on " + books.string());
    }
    EXPECT_TRUE(FileLock::beside(books, "another hub").ok());
    const auto rights = std::filesystem::status(books.string() + ".lock").permissions();
    EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove_all(folder);
    EXPECT_EQ(FileLock::take(books).error(), FileLock::Fault::unusable);
}

}  // namespace
}  // namespace croupier::base
