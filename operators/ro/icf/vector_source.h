// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "gsm/auth/quintet.h"
#include "operators/ro/icf/authentication_store.h"
#include "pki/crypto.h"

namespace foothold::operators::icf {

// Makes authentication vectors of stored credentials (TR 33.812 5.1.3.6.2 step 3). For any thread, if `random` is.
class VectorSource {
 public:
  VectorSource(AuthenticationStore& store, pki::RandomSource random) : store_(store), random_(std::move(random)) {}

  // Nothing if the PCID is not known here. Errors: the store, the random source.
  Result<std::optional<std::vector<gsm::auth::Quintet>>> make(const gsm::Imsi& pcid, std::size_t count);

 private:
  AuthenticationStore& store_;
  pki::RandomSource random_;
};

}  // namespace foothold::operators::icf
