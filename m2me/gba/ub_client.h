// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "m2me/gba/ub_exchange.h"
#include "m2me/tls/https_client.h"

namespace foothold::m2me {

using GbaUsim = std::function<Result<GbaAuthentication>(const Rand& rand, const Autn& autn)>;

// Runs the Ub procedure over `client`, whose context has no client certificate. Blocks; `realm` is the BSF's name
// (TS 23.003 16.2), `path` that of the discovery address.
Result<Bootstrapping> bootstrap_over_ub(HttpsClient& client, const std::string& path, const std::string& impi,
                                        const std::string& realm, const GbaUsim& usim);

}  // namespace foothold::m2me
