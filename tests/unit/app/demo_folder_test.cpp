// SPDX-License-Identifier: Apache-2.0
#include "app/demo_folder.h"

#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace croupier::app {
namespace {

using std::filesystem::perms;

TEST(DemoFolder, a_new_one_is_its_owners_alone_and_an_old_one_keeps_its_mode) {
    const test::TempFolder folder;
    const auto made = folder.file("made");
    EXPECT_TRUE(DemoFolder::open(made).ok());
    EXPECT_EQ(std::filesystem::status(made).permissions(), perms::owner_all);
    const perms open_to_all = perms::owner_all | perms::group_read | perms::group_exec;
    std::filesystem::permissions(made, open_to_all);
    EXPECT_TRUE(DemoFolder::open(made).ok());
    EXPECT_EQ(std::filesystem::status(made).permissions(), open_to_all);
}

TEST(DemoFolder, one_demo_works_in_it) {
    const test::TempFolder folder;
    const auto first = DemoFolder::open(folder.file("data"));
    ASSERT_TRUE(first.ok());
    const auto second = DemoFolder::open(folder.file("data"));
    ASSERT_FALSE(second.ok());
    EXPECT_NE(second.error().find("another demo works in "), std::string::npos);
}

TEST(DemoFolder, a_temporary_one_goes_unless_it_is_kept) {
    std::filesystem::path gone, kept;
    {
        auto first = DemoFolder::make_temporary().value();
        auto second = DemoFolder::make_temporary().value();
        second.keep();
        gone = first.path();
        kept = second.path();
        EXPECT_TRUE(std::filesystem::exists(gone));
    }
    EXPECT_FALSE(std::filesystem::exists(gone));
    EXPECT_TRUE(std::filesystem::exists(kept));
    std::filesystem::remove_all(kept);
}

}  // namespace
}  // namespace croupier::app
