// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace foothold::e2e {

constexpr const char* kPersonalisedPcid = "001020000000001";

// The command line that makes a TRE in `folder`/state for PCID and authorities of a test: it finds ca.pem and ca.key in
// `folder`, and leaves ro.json and pva.json there.
std::vector<std::string> personalise_command(const std::filesystem::path& folder);

}  // namespace foothold::e2e
