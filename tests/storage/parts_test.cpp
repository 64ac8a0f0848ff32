// SPDX-License-Identifier: Apache-2.0
// The parts that all stores share, and the faults of the one in memory.
#include <gtest/gtest.h>

#include "storage/cursor.h"
#include "storage/terms_json.h"
#include "storage/texts.h"
#include "support/gen.h"
#include "support/memory_store.h"

namespace croupier::test {
namespace {

using usecases::Fate;
using usecases::StoreFault;

TEST(TermsJsonTest, EveryTermGoesThereAndBack) {
    Generator gen(1);
    for (int round = 0; round < 50; ++round) {
        const auto casino = gen.casino_terms();
        domain::CasinoTerms casino_read;  // with what has columns
        casino_read.id = casino.id;
        casino_read.name = casino.name;
        casino_read.api_url = casino.api_url;
        casino_read.enabled = casino.enabled;
        ASSERT_TRUE(storage::read_terms(storage::terms_text(casino), casino_read));
        EXPECT_EQ(casino_read, casino) << storage::terms_text(casino);

        const auto provider = gen.provider_terms();
        domain::ProviderTerms provider_read;
        provider_read.id = provider.id;
        provider_read.name = provider.name;
        provider_read.api_url = provider.api_url;
        provider_read.enabled = provider.enabled;
        ASSERT_TRUE(storage::read_terms(storage::terms_text(provider), provider_read));
        EXPECT_EQ(provider_read, provider) << storage::terms_text(provider);
    }
}

TEST(TermsJsonTest, WhatIsMissingHasItsDefault) {
    domain::CasinoTerms casino;
    ASSERT_TRUE(storage::read_terms(R"({"bet_timeout_ms": 7, "of_a_later_version": 1})", casino));
    domain::CasinoTerms expected;
    expected.policy.bet_timeout = base::Duration(7);
    EXPECT_EQ(casino, expected);
}

TEST(TermsJsonTest, WhatIsOfTheWrongKindIsRefused) {
    for (const auto* const text :
         {"", "[]", "1", R"({"bet_timeout_ms": "7"})", R"({"bet_timeout_ms": 1.5})",
          R"({"currencies": ["XXX"]})", R"({"currencies": "EUR"})", R"({"booking": "later"})",
          R"({"sends_tax": 1})", R"({"stakes_in_flight_max": -1})",
          R"({"extra_codes": {"x": "internal"}})", R"({"extra_codes": {"1": "no such"}})"}) {
        domain::CasinoTerms casino;
        EXPECT_FALSE(storage::read_terms(text, casino)) << text;
    }
    for (const auto* const text :
         {R"({"max_win": 1})", R"({"max_win": {"minor": 1}})", R"({"launch_fields": [1]})"}) {
        domain::ProviderTerms provider;
        EXPECT_FALSE(storage::read_terms(text, provider)) << text;
    }
}

TEST(TextsTest, EveryWordIsReadBack) {
    using namespace storage;
    for (const auto mode : {domain::Mode::real, domain::Mode::demo}) {
        EXPECT_EQ(parse_mode(to_word(mode)), mode);
    }
    for (int state = 0; state <= static_cast<int>(domain::Closure::given_up); ++state) {
        const auto closure = static_cast<domain::Closure>(state);
        EXPECT_EQ(parse_closure(to_word(closure)), closure);
    }
    EXPECT_EQ(parse_mode(""), std::nullopt);
    EXPECT_EQ(parse_closure("Open"), std::nullopt);
    EXPECT_EQ(parse_booking("accept "), std::nullopt);
}

TEST(CursorTest, GoesThereAndBack) {
    Generator gen(2);
    const storage::TransactionCursor cursor{gen.instant(), domain::TransactionId(gen.uuid())};
    EXPECT_EQ(storage::parse_cursor(storage::to_text(cursor)), cursor);
    EXPECT_EQ(storage::parse_cursor(""), std::nullopt);
    EXPECT_EQ(storage::parse_cursor(storage::to_text(cursor) + "_"), std::nullopt);
}

class MemoryFaultsTest : public ::testing::Test {
protected:
    std::optional<StoreFault> write(std::uint64_t seq) {
        usecases::WriteSet writes;
        writes.segment.seq = seq;
        writes.segment.prev_hash = writes.segment.hash = std::string(64, 'a');
        auto loaded = store.load({.bet_blocks = {domain::Slot(0)}}, {0});
        if (!loaded.ok()) return loaded.error();
        const auto committed = store.commit(writes);
        return committed.ok() ? std::nullopt : std::optional(committed.error());
    }
    MemoryDisk disk;
    MemoryStore store{disk};
};

TEST_F(MemoryFaultsTest, FaultsBeforeTheActChangeNothing) {
    disk.fail_next(MemoryOperation::load, MemoryFault::busy);
    disk.fail_next(MemoryOperation::commit, MemoryFault::busy);
    disk.fail_next(MemoryOperation::commit, MemoryFault::down);
    disk.fail_next(MemoryOperation::chain_head, MemoryFault::down);
    disk.fail_next(MemoryOperation::fate, MemoryFault::down);
    EXPECT_EQ(write(1), StoreFault::busy);
    EXPECT_EQ(write(1), StoreFault::busy);
    EXPECT_EQ(write(1), StoreFault::down);
    EXPECT_FALSE(store.chain_head(0).ok());
    EXPECT_FALSE(store.fate(0, 9).ok());
    EXPECT_TRUE(disk.books().segments.empty());
    EXPECT_TRUE(disk.books().bet_blocks.empty());
    EXPECT_EQ(write(1), std::nullopt);
    EXPECT_EQ(disk.books().bet_blocks.at(domain::Slot(0)), 1U);
}

TEST_F(MemoryFaultsTest, AnUnknownCommitIsLostOrThere) {
    disk.fail_next(MemoryOperation::commit, MemoryFault::unknown_lost);
    disk.fail_next(MemoryOperation::commit, MemoryFault::unknown_committed);
    EXPECT_EQ(write(1), StoreFault::unknown);
    EXPECT_EQ(store.fate(0, 1).value(), Fate::fenced);
    EXPECT_EQ(write(2), StoreFault::unknown);
    EXPECT_EQ(store.fate(0, 2).value(), Fate::committed);
}

TEST_F(MemoryFaultsTest, FaultsCanBeDrawn) {
    int asked = 0;
    disk.draw_fault = [&](MemoryOperation operation) {
        ++asked;
        return operation == MemoryOperation::commit ? MemoryFault::down : MemoryFault::none;
    };
    EXPECT_EQ(write(1), StoreFault::down);
    EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace croupier::test
