// SPDX-License-Identifier: Apache-2.0
// Sealed texts, and the master key's file (a folder of its own below the temporary one).
#include "crypto/sealed.h"

#include <unistd.h>
#include <fstream>

#include <gtest/gtest.h>

#include "base/text.h"

namespace croupier::crypto {
namespace {

namespace fs = std::filesystem;

class Sealed : public testing::Test {
protected:
    base::SeededRandom random_{1};
    MasterKey key_ = MasterKey::for_tests();

    std::optional<std::string> opened(std::string_view sealed, std::string_view context) const {
        const auto plain = key_.open(sealed, context);
        return plain.ok() ? std::optional(plain.value().reveal()) : std::nullopt;
    }
};

TEST_F(Sealed, RoundTripOfAnyLength) {
    for (const std::size_t size : {0u, 1u, 16u, 43u, 4000u}) {
        const std::string plain(size, '\xfe');
        const std::string sealed = key_.seal(Secret(plain), "provider/1", random_);
        EXPECT_EQ(sealed.substr(0, 3), "v1.");
        EXPECT_EQ(opened(sealed, "provider/1"), plain);
    }
}

TEST_F(Sealed, SameTextSealsDifferentlyEachTime) {
    EXPECT_NE(key_.seal(Secret("x"), "c", random_), key_.seal(Secret("x"), "c", random_));
}

TEST_F(Sealed, AnotherOwnersContextDoesNotOpen) {
    const std::string sealed = key_.seal(Secret("text"), "provider/1", random_);
    for (const char* context : {"provider/2", "provider/", "", "provider/11"}) {
        const auto plain = key_.open(sealed, context);
        ASSERT_FALSE(plain.ok()) << context;
        EXPECT_EQ(plain.error().fault, SealFault::damaged);
    }
}

TEST_F(Sealed, AnyChangedCharacterOrCutDoesNotOpen) {
    const std::string sealed = key_.seal(Secret("a secret text"), "c", random_);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        ASSERT_EQ(opened(changed, "c"), std::nullopt) << "changed at " << i;
        ASSERT_EQ(opened(sealed.substr(0, i), "c"), std::nullopt) << "cut at " << i;
    }
    for (const char* text : {"", "v1.", "v2.AAAA", "v1.AAAA", "v1.!"}) {
        EXPECT_EQ(opened(text, "c"), std::nullopt) << text;
    }
}

class KeyFile : public Sealed {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() /
                  ("croupier-key-" + std::to_string(::getpid()) + "-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        file_ = folder_ / "master.key";
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(std::string_view text, fs::perms mode = fs::perms::owner_read) {
        std::ofstream(file_) << text;
        fs::permissions(file_, mode);
    }
    std::optional<SealFault> load_fault() const {
        const auto key = MasterKey::load(file_);
        return key.ok() ? std::nullopt : std::optional(key.error().fault);
    }

    fs::path folder_;
    fs::path file_;
};

TEST_F(KeyFile, MadeOnceReadForEver) {
    const auto made = MasterKey::load_or_create(file_, random_);
    ASSERT_TRUE(made.ok()) << made.error().detail;
    EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto again = MasterKey::load_or_create(file_, random_);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().fingerprint(), made.value().fingerprint());
    const std::string sealed = made.value().seal(Secret("x"), "c", random_);
    EXPECT_TRUE(again.value().open(sealed, "c").ok());
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "no draft is left behind";
}

TEST_F(KeyFile, TwoFilesTwoKeys) {
    const auto one = MasterKey::load_or_create(file_, random_);
    const auto two = MasterKey::load_or_create(folder_ / "other.key", random_);
    ASSERT_TRUE(one.ok() && two.ok());
    EXPECT_NE(one.value().fingerprint(), two.value().fingerprint());
    EXPECT_FALSE(two.value().open(one.value().seal(Secret("x"), "c", random_), "c").ok());
}

TEST_F(KeyFile, ReadableByOthersIsRefused) {
    const std::string key(64, 'a');
    for (const fs::perms open_to :
         {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write,
          fs::perms::others_exec}) {
        write(key, fs::perms::owner_read | fs::perms::owner_write | open_to);
        EXPECT_EQ(load_fault(), SealFault::unsafe_permissions);
        const auto made = MasterKey::load_or_create(file_, random_);
        ASSERT_FALSE(made.ok());
        EXPECT_EQ(made.error().fault, SealFault::unsafe_permissions);
        EXPECT_EQ(made.error().detail.find(key), std::string::npos) << "no key in a message";
    }
}

TEST_F(KeyFile, DamagedIsRefusedAndNeverReplaced) {
    const auto mode = fs::perms::owner_read | fs::perms::owner_write;
    const std::string texts[] = {
        "",
        "\n",
        std::string(63, 'a'),
        std::string(62, 'a'),
        std::string(66, 'a'),
        std::string(64, 'g'),
        std::string(4000, 'a')};
    for (const std::string& text : texts) {
        write(text, mode);
        EXPECT_EQ(load_fault(), SealFault::bad_key_file) << text;
        EXPECT_FALSE(MasterKey::load_or_create(file_, random_).ok()) << text;
        EXPECT_EQ(fs::file_size(file_), text.size());
    }
}

TEST_F(KeyFile, MissingFileOrFolder) {
    EXPECT_EQ(load_fault(), SealFault::bad_key_file);
    const auto made = MasterKey::load_or_create(folder_ / "no" / "master.key", random_);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().fault, SealFault::cannot_create);
    file_ = folder_;
    EXPECT_EQ(load_fault(), SealFault::bad_key_file) << "a folder is no key file";
}

TEST_F(KeyFile, FingerprintIsShortAndNotTheKey) {
    EXPECT_EQ(MasterKey::for_tests().fingerprint().size(), 8u);
    EXPECT_EQ(MasterKey::for_tests().fingerprint(), MasterKey::for_tests().fingerprint());
}

}  // namespace
}  // namespace croupier::crypto
