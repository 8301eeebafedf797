// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/tls.h"

namespace foothold::pki {
namespace {

Result<void> configure(SSL_CTX& context, const TlsIdentity* identity, const std::vector<Certificate>& anchors) {
  SSL_CTX_set_options(&context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  if (SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version(&context, TLS1_3_VERSION) != 1 ||
      SSL_CTX_set1_groups_list(&context, "P-256:X25519") != 1)
    return openssl_failure("cannot restrict TLS to version 1.3");
  if (identity &&
      SSL_CTX_use_cert_and_key(&context, identity->certificate.handle(), identity->key.handle(), nullptr, 1) != 1)
    return openssl_failure("certificate and key do not belong together", "certificate");
  const X509StoreHandle store(X509_STORE_new());
  if (!store) return openssl_failure("cannot set up TLS");
  for (const auto& anchor : anchors)
    if (X509_STORE_add_cert(store.get(), anchor.handle()) != 1)
      return openssl_failure("cannot take a trust anchor", "trust");
  SSL_CTX_set1_cert_store(&context, store.get());
  return {};
}

}  // namespace

Result<void> configure_tls_server(SSL_CTX& context, const TlsIdentity& identity,
                                  const std::vector<Certificate>& anchors, ClientCertificate client) {
  if (client == ClientCertificate::required && anchors.empty())
    return fail("nobody could be believed: no authority is given", "trust");
  if (auto done = configure(context, &identity, anchors); !done) return done;
  SSL_CTX_set_num_tickets(&context, 0);
  SSL_CTX_set_verify(
      &context,
      client == ClientCertificate::required ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE,
      nullptr);
  return {};
}

Result<void> configure_tls_client(SSL_CTX& context, const TlsIdentity* identity,
                                  const std::vector<Certificate>& anchors) {
  if (anchors.empty()) return fail("nobody could be believed: no authority is given", "trust");
  if (auto done = configure(context, identity, anchors); !done) return done;
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER, nullptr);
  return {};
}

}  // namespace foothold::pki
