// SPDX-License-Identifier: Apache-2.0
// Commit markers: each number of a chain commits once or never, and fate() says which.
#include "storage/contract.h"

namespace croupier::test {
namespace {

using usecases::Fate;
using usecases::StoreFault;

class SegmentTest : public Contract {
protected:
    Fault write_segment(std::uint32_t chain, std::uint64_t seq) {
        usecases::WriteSet writes;
        writes.segment = segment(chain, seq);
        return write(writes);
    }
    void expect_head(std::uint32_t chain, std::uint64_t seq, std::uint64_t hash_of) {
        const auto head = store_->chain_head(chain);
        ASSERT_TRUE(head.ok());
        EXPECT_EQ(head.value().seq, seq);
        EXPECT_EQ(head.value().hash, hash(hash_of));
    }
};

TEST_P(SegmentTest, AnEmptyChainHasNoHead) { expect_head(0, 0, 0); }

TEST_P(SegmentTest, TheHeadIsTheLastSegmentOfItsChain) {
    ASSERT_EQ(write_segment(0, 1), std::nullopt);
    ASSERT_EQ(write_segment(0, 2), std::nullopt);
    ASSERT_EQ(write_segment(7, 1), std::nullopt);
    expect_head(0, 2, 2);
    expect_head(7, 1, 1);
    expect_head(8, 0, 0);
    store_ = stand_->make_store();
    expect_head(0, 2, 2);
}

TEST_P(SegmentTest, ANumberCommitsOnce) {
    ASSERT_EQ(write_segment(0, 1), std::nullopt);
    EXPECT_EQ(write_segment(0, 1), StoreFault::poison);
    EXPECT_EQ(write_segment(1, 1), std::nullopt);
    expect_head(0, 1, 1);
}

TEST_P(SegmentTest, ASegmentHasANumberAndHashes) {
    EXPECT_EQ(write_segment(0, 0), StoreFault::poison);
    auto writes = batch();
    writes.segment.hash.clear();
    EXPECT_EQ(write(writes), StoreFault::poison);
}

TEST_P(SegmentTest, TheFateOfACommittedSegmentIsCommitted) {
    ASSERT_EQ(write_segment(3, 1), std::nullopt);
    EXPECT_EQ(store_->fate(3, 1).value(), Fate::committed);
    EXPECT_EQ(store_->fate(3, 1).value(), Fate::committed);
    expect_head(3, 1, 1);
}

TEST_P(SegmentTest, AFencedNumberNeverCommits) {
    ASSERT_EQ(write_segment(3, 1), std::nullopt);
    EXPECT_EQ(store_->fate(3, 2).value(), Fate::fenced);
    EXPECT_EQ(store_->fate(3, 2).value(), Fate::fenced);
    EXPECT_EQ(write_segment(3, 2), StoreFault::poison);
    store_ = stand_->make_store();
    EXPECT_EQ(write_segment(3, 2), StoreFault::poison);
    EXPECT_EQ(store_->fate(3, 2).value(), Fate::fenced);
}

TEST_P(SegmentTest, TheChainGoesOnOverAFencedNumber) {
    ASSERT_EQ(write_segment(0, 1), std::nullopt);
    ASSERT_EQ(store_->fate(0, 2).value(), Fate::fenced);
    expect_head(0, 2, 1);  // the number is used up, the hash is the one before it
    ASSERT_EQ(write_segment(0, 3), std::nullopt);
    expect_head(0, 3, 3);
    ASSERT_EQ(store_->fate(5, 1).value(), Fate::fenced);
    expect_head(5, 1, 0);
}

INSTANTIATE_TEST_SUITE_P(Stores, SegmentTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
