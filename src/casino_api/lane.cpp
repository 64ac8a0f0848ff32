// SPDX-License-Identifier: Apache-2.0
#include "casino_api/lane.h"

namespace croupier::casino_api {

std::string_view to_text(Lane lane) {
    switch (lane) {
    case Lane::stake:
        return "stake";
    case Lane::owed:
        return "owed";
    case Lane::info:
        return "info";
    case Lane::closing:
        return "closing";
    case Lane::user:
        return "user";
    case Lane::balance:
        return "balance";
    }
    return "info";
}

}  // namespace croupier::casino_api
