// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "gsm/auth/milenage.h"
#include "gsm/identity/imsi.h"

namespace foothold::operators {

// What authenticates a machine before it has a home operator (TR 33.812 5.1.3.6.2, step 3 and note): the RO's half of
// what personalisation put into the TRE.
struct TemporaryCredential {
  gsm::Imsi pcid;
  gsm::auth::MilenageKey key;
  gsm::auth::Amf amf{};
  gsm::auth::Sqn sqn;  // the last one used; vectors go on from it
};

// {pcid, k, opc, amf, sqn, algorithm}: hex, algorithm "milenage" or 1 (docs/interfaces.md sections 6 and 7). Errors
// name the member, and never quote a key.
Result<TemporaryCredential> credential_from_json(const nlohmann::json& json);
nlohmann::json to_json(const TemporaryCredential& credential);

}  // namespace foothold::operators
