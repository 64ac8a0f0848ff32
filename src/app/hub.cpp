// SPDX-License-Identifier: Apache-2.0
#include "app/hub.h"

#include "app/cli.h"
#include "base/log.h"

namespace croupier::app {

int run_hub(const Config& config) {
    base::log_error("hub_not_wired", {{"public_url", config.public_url}});
    return static_cast<int>(ExitCode::failed);
}

}  // namespace croupier::app
