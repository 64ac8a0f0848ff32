// SPDX-License-Identifier: Apache-2.0
// Whoever holds an AuthenticProvider has been checked: the four headers of contract section 3 were
// there, the signature fits the body as sent, and the timestamp is near our time. A disabled
// provider is still authentic: money owed flows on, and stakes are refused by the use case.
#pragma once

#include <string>

#include "domain/error.h"
#include "net/http.h"
#include "provider_api/replay_window.h"
#include "usecases/directory.h"

namespace croupier::provider_api {

class AuthenticProvider {
public:
    [[nodiscard]] const domain::ProviderTerms& terms() const { return entry_->terms; }
    [[nodiscard]] domain::ProviderId id() const { return entry_->terms.id; }
    [[nodiscard]] const RequestId& request_id() const { return request_id_; }
    // The signed header values and the signature: with the body, all that a later check needs.
    [[nodiscard]] const std::string& proof() const { return proof_; }

private:
    friend domain::Outcome<AuthenticProvider> authenticate(
        const net::Request& request, const usecases::DirectoryPtr& directory, base::Instant now);
    AuthenticProvider() = default;

    usecases::DirectoryPtr directory_;  // keeps entry_ alive
    const usecases::ProviderEntry* entry_ = nullptr;
    RequestId request_id_{};
    std::string proof_;
};

// Every error is `unauthorized`; its detail, for the log, says why. Remembers nothing: a request id
// is used up only by ReplayWindow::admit, so nobody without the secret can burn ids.
domain::Outcome<AuthenticProvider> authenticate(
    const net::Request& request, const usecases::DirectoryPtr& directory, base::Instant now);

}  // namespace croupier::provider_api
