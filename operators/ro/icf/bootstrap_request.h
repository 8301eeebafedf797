// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "operators/ro/icf/bootstrapping.h"
#include "operators/service/json_client.h"

namespace foothold::operators::icf {

// Step 8: asks the DRF at `drf` ("https://10.23.1.3:443") to bootstrap, and says in the trace how that ended. Blocks.
void request_bootstrap(JsonClient& client, const std::string& drf, const Bootstrapped& bootstrapped,
                       trace::Sink& events);

}  // namespace foothold::operators::icf
