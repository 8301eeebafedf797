// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "m2me/tls/tre_key.h"
#include "pki/openssl_handles.h"

namespace foothold::m2me {

// What the device's TLS connections have in common: TLS 1.3 only, servers verified against the Operators CA, and, if
// there is one, the device's own certificate with its key in the TRE.
class TlsClientContext {
 public:
  // For Ub, where AKA authenticates the device. `operators_ca`: DER.
  static Result<std::shared_ptr<TlsClientContext>> create(ByteView operators_ca);
  // `certificate`: the PfC sign certificate, DER. `signer` may be called from any thread that connects.
  static Result<std::shared_ptr<TlsClientContext>> create(ByteView operators_ca, ByteView certificate,
                                                          TlsSigner signer);

  SSL_CTX* handle() const { return context_.get(); }
  // Why the TRE refused the latest signature, if it did: OpenSSL only knows that it failed. Clears it.
  std::optional<Error> take_signer_error();

 private:
  TlsClientContext() = default;
  static Result<std::shared_ptr<TlsClientContext>> create_common(ByteView operators_ca);

  std::shared_ptr<TreKeyLibrary> library_;  // outlives all that follows
  TlsSigner signer_;
  pki::SslContextHandle context_;
  std::mutex mutex_;
  std::optional<Error> signer_error_;
};

}  // namespace foothold::m2me
