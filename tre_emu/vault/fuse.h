// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace foothold::tre_emu::vault {

// Models what a real TRE has burnt into its hardware (TR 33.812 5.1.2.2): a root key that no interface gives away, and
// the identities. Here it is a file, so that its secrecy is that of the file: see docs/tre-apdu.md.
struct Fuse {
  Secret<32> root_key;
  std::string tre_identity;  // 1..64 characters
  std::string pcid;          // 6..15 digits
};

SecretBytes encode_fuse(const Fuse& fuse);
Result<Fuse> decode_fuse(ByteView octets);

}  // namespace foothold::tre_emu::vault
