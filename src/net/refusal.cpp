// SPDX-License-Identifier: Apache-2.0
#include "net/refusal.h"

#include <algorithm>

namespace croupier::net {

Response RefusalForms::operator()(int status, std::string_view path, std::string_view why) const {
    const auto form = std::find_if(forms_.begin(), forms_.end(), [path](const RefusalForm& known) {
        const std::string_view rest = path.substr(std::min(path.size(), known.prefix.size()));
        return path.starts_with(known.prefix) && (rest.empty() || rest.front() == '/');
    });
    if (form == forms_.end()) return plain_refusal(status, path, why);
    Response response = form->write(status);
    response.status = status;
    return response;
}

}  // namespace croupier::net
