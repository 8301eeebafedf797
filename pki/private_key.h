// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "pki/openssl_handles.h"
#include "pki/public_key.h"

namespace foothold::pki {

// Signs a message with a P-256 key that may live elsewhere (in the TRE): ECDSA with SHA-256, DER.
using SignFunction = std::function<Result<Bytes>(ByteView message)>;

// A P-256 key pair. Cheap to copy: the key itself is shared and immutable.
class PrivateKey {
 public:
  static Result<PrivateKey> generate();
  // PKCS#8 or SEC1, unencrypted, at most 4 KiB; any curve but P-256 is refused.
  static Result<PrivateKey> from_der(ByteView der);
  static Result<PrivateKey> from_pem(ByteView pem);

  // PKCS#8.
  SecretBytes to_der() const;
  SecretBytes to_pem() const;

  PublicKey public_key() const { return PublicKey(key_); }

  // ECDSA with SHA-256 over `message` (FIPS 186-4), DER.
  Result<Bytes> sign(ByteView message) const;
  // The same as a function that keeps the key alive.
  SignFunction signer() const;

  EVP_PKEY* handle() const { return key_.get(); }

 private:
  explicit PrivateKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace foothold::pki
