// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/openssl_handles.h"

namespace foothold::m2me {

// Signs the whole to-be-signed content with ECDSA P-256 and SHA-256; -> the signature in DER.
using TlsSigner = std::function<Result<Bytes>(ByteView to_be_signed)>;

// An OpenSSL library context of our own with two providers: OpenSSL's default one, and ours, whose only keys are P-256
// keys that it does not have. Such a key has a public part and a TlsSigner; OpenSSL hands it the content to sign, not a
// digest of it, so the TRE can see that it is a TLS 1.3 CertificateVerify and nothing else (RFC 8446 4.4.3).
class TreKeyLibrary {
 public:
  static Result<std::shared_ptr<TreKeyLibrary>> create();
  ~TreKeyLibrary();
  TreKeyLibrary(const TreKeyLibrary&) = delete;
  TreKeyLibrary& operator=(const TreKeyLibrary&) = delete;

  OSSL_LIB_CTX* context() const { return context_; }

  // The private key that belongs to `certificate`, whose work `signer` does. `signer` must outlive the key.
  Result<pki::PkeyHandle> key_for(X509& certificate, const TlsSigner& signer);
  // A certificate that lives in this library context; at most 8 KiB.
  Result<pki::X509Handle> certificate_from_der(ByteView der);

 private:
  TreKeyLibrary() = default;

  OSSL_LIB_CTX* context_ = nullptr;
  OSSL_PROVIDER* default_provider_ = nullptr;
  OSSL_PROVIDER* tre_provider_ = nullptr;
};

}  // namespace foothold::m2me
