// SPDX-License-Identifier: Apache-2.0
// What is known of each casino's lists: one verdict a casino, the last one written.
#include "storage/contract.h"

namespace croupier::test {
namespace {

using usecases::ListVerdict;

class ListTest : public Contract {
protected:
    void keep(const std::vector<ListVerdict>& verdicts) {
        auto writes = batch();
        writes.list_verdicts = verdicts;
        ASSERT_EQ(write(writes), std::nullopt);
    }
    std::vector<ListVerdict> known() { return stand_->make_reader()->list_verdicts().value(); }

    ListVerdict unasked_{
        .casino = domain::CasinoId(9), .bet = domain::BetId(1), .believed = false, .judged_at = {}};
    ListVerdict believed_{
        .casino = domain::CasinoId(7),
        .bet = domain::BetId((1ULL << 53U) - 1),
        .believed = true,
        .judged_at = some_time};
};

TEST_P(ListTest, EachCasinoHasOne) {
    EXPECT_TRUE(known().empty());
    keep({unasked_, believed_});
    EXPECT_EQ(known(), (std::vector{believed_, unasked_}));
}

TEST_P(ListTest, TheLastOneStands) {
    keep({believed_, unasked_});
    ListVerdict failed = believed_;
    failed.bet = domain::BetId(5);
    failed.believed = false;
    failed.judged_at = some_time + base::Duration(1);
    keep({failed});
    EXPECT_EQ(known(), (std::vector{failed, unasked_}));
}

TEST_P(ListTest, ARolledBackBatchLeavesNone) {
    auto writes = batch();
    writes.list_verdicts = {believed_};
    writes.segment.seq = 0;  // refused
    EXPECT_EQ(write(writes), usecases::StoreFault::poison);
    EXPECT_TRUE(known().empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, ListTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
