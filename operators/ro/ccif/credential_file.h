// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "operators/ro/credential/temporary_credential.h"

namespace foothold::operators::ccif {

// What personalisation wrote for the RO: one credential, or a list of at most 100000.
Result<std::vector<TemporaryCredential>> read_credentials(std::string_view text);
Result<std::vector<TemporaryCredential>> read_credential_file(const std::filesystem::path& file);

}  // namespace foothold::operators::ccif
