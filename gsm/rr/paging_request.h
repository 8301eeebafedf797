// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/result.h"
#include "gsm/identity/mobile_identity.h"

namespace foothold::gsm::rr {

// Whom a PAGING REQUEST TYPE 1, 2 or 3 names (TS 44.018 9.1.22 to 9.1.24): none to four identities. A TMSI is given as
// Ptmsi: the rest octets may say whose it is (packet page indication), but osmo-pcu leaves that open, and a mobile
// without circuit-switched service has but one.
// `block` is a CCCH block of one of the three types.
Result<std::vector<MobileIdentity>> decode_paging_request(ByteView block);

}  // namespace foothold::gsm::rr
