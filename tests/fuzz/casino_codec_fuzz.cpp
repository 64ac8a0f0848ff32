// SPDX-License-Identifier: Apache-2.0
// Answers from casinos: whatever they say, only 200 books, and a list of transactions is taken
// whole or not at all.
#include "casino_api/record_codec.h"

#include "base/json.h"
#include "base/text.h"
#include "fuzz/fuzz.h"

namespace api = croupier::casino_api;
namespace base = croupier::base;
namespace domain = croupier::domain;
using croupier::fuzz::must;

namespace {

constexpr std::int64_t success = 200;

domain::CasinoTerms terms() {
    domain::CasinoTerms made;
    made.id = domain::CasinoId(7);
    made.currencies = {*domain::Currency::from_code("EUR")};
    return made;
}

void check_make(const api::Answer& answer, const domain::CasinoTerms& casino) {
    const auto read = api::read_make_answer(answer, casino, casino.currencies.front());
    if (!read.ok()) return;
    const domain::CasinoAnswer& make = read.value();
    const bool taken = make.verdict == domain::Verdict::done;
    must(taken == (answer.error_code == success), "200 and only 200 books");
    const std::string& booking = make.partner_transaction.value();
    must(booking.empty() || base::is_wire_id(booking), "a booking's id is an id");
}

void check_record(const api::Answer& answer, const domain::CasinoTerms& casino) {
    const auto record = api::read_record(answer, domain::BetId(4711), casino.currencies.front());
    if (!record.ok()) return;
    const base::Json* list = answer.value.find_ignoring_case("Transactions");
    const bool given = list != nullptr && list->is(base::Json::Kind::array);
    const std::size_t said = given ? list->elements().size() : 0;
    must(record.value().transactions.size() == said, "a list is taken whole, and nothing else");
    for (const auto& listed : record.value().transactions) {
        must(!listed.amount.is_negative(), "what moves is not negative");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto answer = api::read_answer(croupier::fuzz::as_text(bytes, size));
    if (!answer.ok()) return 0;
    const domain::CasinoTerms casino = terms();
    check_make(answer.value(), casino);
    check_record(answer.value(), casino);
    const auto user = api::read_user(answer.value(), casino, croupier::crypto::Secret("old"));
    must(!user.ok() || answer.value().error_code == success, "only 200 names a player");
    must(!user.ok() || base::is_wire_id(user.value().partner_user.value()), "a player has an id");
    return 0;
}
