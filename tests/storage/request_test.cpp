// SPDX-License-Identifier: Apache-2.0
// Requests of providers that were let in: known to every later process until their time is over.
#include "storage/contract.h"

namespace croupier::test {
namespace {

using usecases::SeenRequest;

class RequestTest : public Contract {
protected:
    SeenRequest request(std::uint8_t id, base::Instant until) {
        SeenRequest request{
            .provider = provider_, .id = gen_.uuid().bytes, .content = {}, .until = until};
        request.id[0] = id;
        request.content.fill(id);
        return request;
    }
    void keep(const std::vector<SeenRequest>& requests) {
        auto writes = batch();
        writes.requests = requests;
        ASSERT_EQ(write(writes), std::nullopt);
    }
    std::vector<SeenRequest> known(base::Instant now) {
        return stand_->make_reader()->seen_requests(now).value();
    }

    static constexpr base::Duration minute{60'000};
    domain::ProviderId provider_{gen_.uuid()};
};

TEST_P(RequestTest, AreKnownUntilTheirTimeIsOver) {
    const auto late = request(1, some_time + 2 * minute);
    const auto soon = request(2, some_time + minute);
    keep({late, soon});
    EXPECT_EQ(known(some_time), (std::vector{soon, late}));
    EXPECT_EQ(known(some_time + minute), std::vector{late});
    EXPECT_TRUE(known(some_time + 2 * minute).empty());
}

TEST_P(RequestTest, OneThatIsThereStaysAsItIs) {
    const auto first = request(1, some_time + minute);
    keep({first});
    auto again = first;
    again.content.fill(9);
    again.until = some_time + 2 * minute;
    auto of_another = first;
    of_another.provider = domain::ProviderId(gen_.uuid());
    of_another.until = some_time + 3 * minute;
    keep({again, of_another});
    EXPECT_EQ(known(some_time), (std::vector{first, of_another}));
}

TEST_P(RequestTest, ARolledBackBatchLeavesNone) {
    auto writes = batch();
    writes.requests = {request(1, some_time + minute)};
    writes.segment.seq = 0;  // refused
    EXPECT_EQ(write(writes), usecases::StoreFault::poison);
    EXPECT_TRUE(known(some_time).empty());
}

TEST_P(RequestTest, MaintenanceForgetsOnlyWhatIsOver) {
    const auto late = request(1, some_time + 2 * minute);
    keep({request(2, some_time + minute), late});
    store_->maintain(some_time + minute);
    EXPECT_EQ(known({}), std::vector{late});
    store_->maintain(some_time + 2 * minute);
    EXPECT_TRUE(known({}).empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, RequestTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
