// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>

#include "base/result.h"
#include "pki/crypto.h"

namespace foothold::pki {

// SHA-256 of what a regular file holds, of any size; read in parts. The error names the file.
Result<Sha256Digest> sha256_of_file(const std::filesystem::path& file);

}  // namespace foothold::pki
