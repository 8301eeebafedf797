// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/result.h"
#include "pki/certificate.h"
#include "pki/openssl_handles.h"
#include "pki/private_key.h"

namespace foothold::pki {

// Who one end of a TLS 1.3 connection is and whom it believes.
struct TlsIdentity {
  Certificate certificate;
  PrivateKey key;
};

enum class ClientCertificate {
  required,  // the handshake fails without one that chains to an anchor with EKU clientAuth
  none,      // Ub: the device is authenticated by AKA
};

// Set up a context that its owner (an HTTP library) has made: TLS 1.3 only, no tickets, no compression, ECDHE groups
// P-256 and X25519, certificate, key and anchors. `anchors` may be empty only where no peer certificate is asked for.
Result<void> configure_tls_server(SSL_CTX& context, const TlsIdentity& identity,
                                  const std::vector<Certificate>& anchors, ClientCertificate client);
// The server's certificate is always verified; whether it names the address dialled is the connection's to check.
Result<void> configure_tls_client(SSL_CTX& context, const TlsIdentity* identity,
                                  const std::vector<Certificate>& anchors);

}  // namespace foothold::pki
