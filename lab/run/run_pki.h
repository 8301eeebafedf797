// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "pki/issue.h"

namespace foothold::lab {

// The certificates and keys of one run (docs/interfaces.md section 2), fresh in each, as PEM files in one folder:
// operators-ca.pem, platform-ca.pem, platform-ca.key, sho-signer.pem, sho-signer.key, and <role>.pem, <role>.key in
// lower case for each of plan::kHttpsServices. The Operators CA's key is not kept: nothing is issued by it later.
Result<void> make_run_pki(const std::filesystem::path& folder, std::chrono::sys_seconds now);

// One certificate with its key, <name>.pem and <name>.key, as make_run_pki() wrote them.
Result<pki::Authority> load_pair(const std::filesystem::path& folder, const std::string& name);

}  // namespace foothold::lab
