// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/openssl_handles.h"

namespace foothold::pki {

// A P-256 public key. Cheap to copy.
class PublicKey {
 public:
  // SubjectPublicKeyInfo (RFC 5480), at most 1 KiB; any curve but P-256 is refused.
  static Result<PublicKey> from_der(ByteView der);
  // The affine coordinates, 32 octets each, as in a JWK (RFC 7518 6.2.1); off the curve is an error.
  static Result<PublicKey> from_coordinates(ByteView x, ByteView y);

  Bytes to_der() const;

  // ECDSA with SHA-256; `signature` in DER. False for a malformed signature, too.
  bool verify(ByteView message, ByteView signature) const;

  EVP_PKEY* handle() const { return key_.get(); }
  friend bool operator==(const PublicKey& a, const PublicKey& b);

 private:
  friend class PrivateKey;
  friend class Certificate;
  explicit PublicKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}
  std::shared_ptr<EVP_PKEY> key_;
};

// The two forms of a P-256 signature: DER (X.509, CMS, TLS) and r || s, 32 octets each (JOSE, RFC 7518 3.4).
Result<std::array<std::uint8_t, 64>> raw_signature(ByteView der);
Result<Bytes> der_signature(ByteView raw);

// Whether `key` is on P-256; what every loader here asks before it accepts one.
bool is_p256(const EVP_PKEY* key);

}  // namespace foothold::pki
