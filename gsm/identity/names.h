// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "gsm/identity/imsi.h"
#include "gsm/identity/plmn.h"

namespace foothold::gsm {

// "ims.mncNNN.mccMMM.3gppnetwork.org", always three MNC digits (TS 23.003 13.2).
std::string home_network_domain(const Plmn& plmn);

// The private identity made from an IMSI (or PCID) of `plmn`: "<IMSI>@ims.mncNNN.mccMMM.3gppnetwork.org"
// (TS 23.003 13.3).
std::string impi_from_imsi(const Imsi& imsi, const Plmn& plmn);

// Where that network's Bootstrapping Server Function is found: "bsf.mncNNN.mccMMM.pub.3gppnetwork.org"
// (TS 23.003 16.2).
std::string bsf_name(const Plmn& plmn);

}  // namespace foothold::gsm
