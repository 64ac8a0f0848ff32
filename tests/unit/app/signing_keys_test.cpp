// SPDX-License-Identifier: Apache-2.0
#include "app/signing_keys.h"

#include <gtest/gtest.h>

#include "storage/open.h"
#include "support/temp_folder.h"

namespace croupier::app {
namespace {

using crypto::SigningAlgorithm;
using usecases::KeyRow;
using usecases::KeyState;

constexpr base::Duration day{24 * 3600'000LL};

class SigningKeys : public ::testing::Test {
protected:
    SigningKeys() {
        const auto source =
            storage::open_store("sqlite:" + folder_.file("hub.sqlite").string()).value();
        source.migrate(now_).value();
        store_ = source.make_directory().value();
        usecases::CasinoRow casino;
        casino.terms.id = domain::CasinoId(7001);
        casino.terms.signing = "EdDSA";
        store_->add_casino(casino).value();
        ensure();
    }
    KeyWork work() { return {*store_, master_key_, random_, now_}; }
    bool ensure() { return ensure_keys(work(), store_->read().value()).value(); }
    // Of EdDSA, oldest first.
    std::vector<KeyRow> keys(KeyState state) {
        std::vector<KeyRow> found;
        const auto rows = store_->read().value();
        for (const KeyRow& row : rows.keys) {
            if (row.algorithm == SigningAlgorithm::eddsa && row.state == state)
                found.push_back(row);
        }
        return found;
    }
    auto rotate() { return rotate_keys(work(), SigningAlgorithm::eddsa, 30 * day); }

    base::Instant now_{1'800'000'000'000};
    test::TempFolder folder_;
    crypto::MasterKey master_key_ = crypto::MasterKey::for_tests();
    base::SystemRandom random_;
    std::unique_ptr<usecases::DirectoryStore> store_;
};

TEST_F(SigningKeys, a_second_look_finds_nothing_to_do) { EXPECT_FALSE(ensure()); }

TEST_F(SigningKeys, a_next_key_signs_after_thirty_days_and_not_before) {
    now_ = now_ + 30 * day - base::Duration(1);
    const auto early = rotate();
    ASSERT_FALSE(early.ok());
    EXPECT_EQ(early.error().fault, RotationFault::too_young);
    now_ = now_ + base::Duration(1);
    ASSERT_TRUE(rotate().ok());
    EXPECT_EQ(keys(KeyState::active).at(0).activated_at, now_);
    EXPECT_EQ(keys(KeyState::retired).at(0).retired_at, now_);
    EXPECT_EQ(keys(KeyState::next).at(0).created_at, now_);
}

TEST_F(SigningKeys, one_algorithm_rotates_alone) {
    now_ = now_ + 31 * day;
    ASSERT_TRUE(rotate().ok());
    const auto rows = store_->read().value();
    for (const KeyRow& row : rows.keys) {
        const bool is_other = row.algorithm == SigningAlgorithm::rs256;
        EXPECT_FALSE(is_other && row.state == KeyState::retired) << row.kid;
    }
}

// A rotation that ended before the former key was retired.
TEST_F(SigningKeys, of_two_active_keys_the_older_is_retired) {
    now_ = now_ + day;
    KeyRow next = keys(KeyState::next).at(0);
    next.state = KeyState::active;
    next.activated_at = now_;
    store_->set_key(next).value();
    ASSERT_EQ(keys(KeyState::active).size(), 2U);
    EXPECT_TRUE(ensure());
    ASSERT_EQ(keys(KeyState::active).size(), 1U);
    EXPECT_EQ(keys(KeyState::active)[0].kid, next.kid);
    EXPECT_EQ(keys(KeyState::next).size(), 1U);
}

// A rotation that ended after it had made the new next key.
TEST_F(SigningKeys, of_two_next_keys_the_older_becomes_active_and_no_third_is_made) {
    const std::string older = keys(KeyState::next).at(0).kid;
    now_ = now_ + 31 * day;
    const auto made = crypto::SigningKey::generate(SigningAlgorithm::eddsa);
    KeyRow second;
    second.kid = made.kid();
    second.algorithm = SigningAlgorithm::eddsa;
    second.state = KeyState::next;
    second.private_pem_sealed =
        master_key_.seal(made.private_pem(), seal_context(made.kid()), random_);
    second.created_at = now_;
    store_->add_key(second).value();
    const auto rotation = rotate();
    ASSERT_TRUE(rotation.ok());
    EXPECT_EQ(rotation.value().active_kid, older);
    EXPECT_EQ(rotation.value().next_kid, second.kid);
    EXPECT_EQ(keys(KeyState::next).size(), 1U);
}

TEST_F(SigningKeys, a_key_moved_to_another_row_does_not_open) {
    auto rows = store_->read().value();
    ASSERT_TRUE(open_directory(rows, master_key_).ok());
    std::swap(rows.keys.at(0).private_pem_sealed, rows.keys.at(1).private_pem_sealed);
    const auto opened = open_directory(rows, master_key_);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().find("signing key " + rows.keys[0].kid), std::string::npos);
}

}  // namespace
}  // namespace croupier::app
