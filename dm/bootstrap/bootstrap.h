// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "dm/tree/management_tree.h"

namespace foothold::dm {

// What the DRF tells a device in step 10 (TR 33.812 5.1.3.6.2).
struct Bootstrap {
  std::string dpf;           // URL of the DPF's DM server, e.g. https://10.23.1.4/dm
  std::string sho;           // address of the SHO, as text
  std::string mcim_context;  // context of the MCIM application provisioning
  std::string app_context;   // context of the M2M application provisioning
  friend bool operator==(const Bootstrap&, const Bootstrap&) = default;
};

// The document, DM profile (OMA-TS-DM_Bootstrap: a DM message of Adds), WBXML. Error: a field is not portable
// text (dm/syncml/portable_text.h) or too long.
Result<Bytes> build_bootstrap(const Bootstrap& bootstrap);

// Refuses a document with any command but Add, or an Add outside ./DMAcc/dpf and ./M2M/Discovery, or without a DPF.
Result<Bootstrap> parse_bootstrap(ByteView document);

// Puts a parsed (and authenticated) bootstrap into the tree; a second bootstrap replaces the first.
// Error: a node refused; the answer is the DM status.
Result<void> apply_bootstrap(const Bootstrap& bootstrap, ManagementTree& tree);

}  // namespace foothold::dm
