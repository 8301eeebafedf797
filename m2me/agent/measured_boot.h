// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "m2me/tre_client/tre_client.h"
#include "trace/sink.h"

namespace foothold::m2me {

// A part of the machine whose content the platform's validation is about.
struct Component {
  std::string name;
  std::filesystem::path path;
};

// The first thing that the machine does: measures each component (SHA-256 of its content) into the TRE. This code is
// the root of trust for measurement; a real machine has it in ROM. Error: a component cannot be read, or the TRE
// refuses.
Result<void> measured_boot(const std::vector<Component>& components, TreClient& tre, const std::string& device,
                           trace::Sink& sink);

}  // namespace foothold::m2me
