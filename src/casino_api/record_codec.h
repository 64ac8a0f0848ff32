// SPDX-License-Identifier: Apache-2.0
// payments/info's answer: what a casino has booked of one bet (contract section 1.4).
#pragma once

#include "casino_api/codec.h"

namespace croupier::casino_api {

// The list, or why there is none that can be trusted whole. One unreadable entry spoils it, and so
// does one of another bet: what is not listed counts as not booked, so money goes out twice where a
// list is read that is none. Null, [], {} and a Value that is not there are empty lists; text, a
// number, an object with members, or a list under a name that we do not know is no list. 900104 is
// an empty list.
base::Reading<domain::CasinoRecord> read_record(
    const Answer& answer, domain::BetId bet, domain::Currency currency);

}  // namespace croupier::casino_api
