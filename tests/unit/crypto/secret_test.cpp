// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.h"

#include <set>

#include <gtest/gtest.h>

#include "base/log.h"
#include "base/text.h"

namespace croupier::crypto {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
    out << value;
};
static_assert(!Streamable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_constructible_v<base::LogField, std::string_view, Secret>);
static_assert(!std::equality_comparable<Secret>);

TEST(Secret, EqualsComparesTheWholeText) {
    const Secret secret("s3cret");
    EXPECT_TRUE(secret.equals("s3cret"));
    for (const char* other : {"", "s3cre", "s3crets", "S3cret", "s3creT"}) {
        EXPECT_FALSE(secret.equals(other)) << other;
    }
    EXPECT_TRUE(Secret().equals(""));
    EXPECT_TRUE(Secret().empty());
}

TEST(Secret, CopiesAndMovesLeaveTheRightOnesFull) {
    for (const std::string& text : {std::string("short"), std::string(100, 'x')}) {
        Secret first(text);
        const Secret copy = first;
        Secret moved = std::move(first);
        EXPECT_TRUE(copy.equals(text));
        EXPECT_TRUE(moved.equals(text));
        EXPECT_TRUE(first.empty()) << "moved-from is wiped";
        Secret assigned("something before");
        assigned = moved;
        EXPECT_TRUE(assigned.equals(text));
        assigned = std::move(moved);
        EXPECT_TRUE(assigned.equals(text));
        EXPECT_TRUE(moved.empty());
    }
}

TEST(Secret, SelfAssignmentKeepsIt) {
    Secret secret(std::string(50, 'k'));
    Secret& same = secret;
    secret = same;
    EXPECT_TRUE(secret.equals(std::string(50, 'k')));
    secret = std::move(same);
    EXPECT_TRUE(secret.equals(std::string(50, 'k')));
}

TEST(Secret, MadeOnesAre32BytesOfRandomness) {
    base::SeededRandom random(1);
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const Secret made = make_secret(random);
        EXPECT_EQ(made.reveal().size(), 43u);
        ASSERT_TRUE(base::from_base64url(made.reveal()));
        EXPECT_EQ(base::from_base64url(made.reveal())->size(), 32u);
        seen.insert(made.reveal());
    }
    EXPECT_EQ(seen.size(), 100u);
}

}  // namespace
}  // namespace croupier::crypto
