// SPDX-License-Identifier: Apache-2.0
#include "domain/session.h"

namespace croupier::domain {

bool is_live(
    const Session& session, const Player* player, const SessionPolicy& policy, base::Instant now) {
    if (session.ended_at && *session.ended_at <= now) return false;
    if (now - session.created_at >= policy.longest) return false;
    if (now - session.last_call_at >= policy.idle) return false;
    if (player != nullptr && player->blocked_at && session.created_at <= *player->blocked_at)
        return false;
    return true;
}

}  // namespace croupier::domain
