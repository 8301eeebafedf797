// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "gsm/identity/plmn.h"
#include "trace/event.h"

namespace foothold::operators::vno {

// An operator whose subscribers this network serves: an RO's ICF for its PCIDs (TR 33.812 5.1.3.6.2 step 2), a home
// operator's HLR for its IMSIs.
struct Upstream {
  gsm::Plmn plmn;
  std::string name;    // for people
  trace::Actor actor;  // icf or hlr
};

}  // namespace foothold::operators::vno
