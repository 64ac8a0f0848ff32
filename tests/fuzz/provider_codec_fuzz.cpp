// SPDX-License-Identifier: Apache-2.0
// Bodies of providers: whatever is read as a command has a betId of the contract, amounts that are
// digits, and says the same when written and read again; what is refused is refused with code 6.
#include "provider_api/codec.h"

#include "base/json.h"
#include "base/text.h"
#include "fuzz/fuzz.h"

using croupier::base::Json;
using croupier::fuzz::must;
using namespace croupier::provider_api;

namespace {

CallFrame frame() { return {{}, {}, {}, "evidence"}; }

void check_amount(const std::string& text) {
    must(!text.empty(), "an amount of a well formed call has digits");
    must(
        text.find_first_not_of("0123456789.") == std::string::npos,
        "an amount has no sign, no exponent and no space");
}

void check_refusal(const Verdict& verdict) {
    must(verdict.code == ResponseCode::invalid_request, "a bad body is an invalid request");
    must(verdict.status == 200 || verdict == unreadable, "and nothing but no JSON is a 400");
}

// The one form that a call can be written in, from what was understood of it.
std::string rewritten(const croupier::usecases::PlaceBet& command) {
    Json body = Json::object()
                    .set("betId", Json::string(command.bet.value()))
                    .set("gameRoundId", Json::string(command.round.value()))
                    .set("betAmount", Json::string(command.stake));
    if (command.instant) body.set("winAmount", Json::string(command.win));
    return croupier::base::to_canonical_text(body);
}

void check_stake(std::string_view body, StakeKind kind) {
    const auto command = read_stake(body, kind, frame());
    if (!command.ok()) return check_refusal(command.error());
    must(croupier::base::is_wire_id(command.value().bet.value()), "a betId is a wire id");
    must(command.value().evidence == "evidence", "the evidence is kept");
    if (!command.value().well_formed) return;
    check_amount(command.value().stake);
    if (command.value().instant) check_amount(command.value().win);
    const auto again = read_stake(rewritten(command.value()), kind, frame());
    must(
        again.ok() && again.value().well_formed &&
            rewritten(again.value()) == rewritten(command.value()),
        "written and read again: the same stake");
}

void check_payout(std::string_view body) {
    const auto command = read_payout(body, frame());
    if (!command.ok()) return check_refusal(command.error());
    check_amount(command.value().win);
    must(croupier::base::is_wire_id(command.value().bet.value()), "a betId is a wire id");
    must(croupier::base::is_wire_id(command.value().round.value()), "a round is a wire id");
    must(read_refund(body, frame()).ok(), "what names a payout names its bet");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view body = croupier::fuzz::as_text(bytes, size);
    check_stake(body, StakeKind::pay_in);
    check_stake(body, StakeKind::pay_in_out);
    check_payout(body);
    return 0;
}
