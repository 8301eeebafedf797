// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "pki/crypto.h"

namespace foothold::tre_emu::vault {

// AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits: nonce || ciphertext || tag of 128 bits. `bound` is
// authenticated with it and has to be given again to unseal().
Result<Bytes> seal(const Secret<32>& key, ByteView plain, ByteView bound, const pki::RandomSource& random);

// An error if one bit of `sealed` or `bound` is not what was sealed; then nothing of the content is given.
Result<SecretBytes> unseal(const Secret<32>& key, ByteView sealed, ByteView bound);

}  // namespace foothold::tre_emu::vault
