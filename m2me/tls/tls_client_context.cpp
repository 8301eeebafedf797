// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/tls_client_context.h"

#include <utility>

namespace foothold::m2me {

Result<std::shared_ptr<TlsClientContext>> TlsClientContext::create_common(ByteView operators_ca) {
  std::shared_ptr<TlsClientContext> tls(new TlsClientContext);
  auto library = TreKeyLibrary::create();
  if (!library) return tl::unexpected(library.error());
  tls->library_ = std::move(*library);
  tls->context_.reset(SSL_CTX_new_ex(tls->library_->context(), nullptr, TLS_client_method()));
  SSL_CTX* context = tls->context_.get();
  if (context == nullptr || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1) {
    return pki::openssl_failure("cannot set up TLS 1.3");
  }
  auto anchor = tls->library_->certificate_from_der(operators_ca);
  if (!anchor) {
    anchor.error().field = "Operators CA";
    return tl::unexpected(anchor.error());
  }
  if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), anchor->get()) != 1) {
    return pki::openssl_failure("cannot trust the Operators CA", "Operators CA");
  }
  // OpenSSL's own purpose check asks for serverAuth; the address is set for each connection.
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  // A resumed session would do without the TRE's signature.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  return tls;
}

Result<std::shared_ptr<TlsClientContext>> TlsClientContext::create(ByteView operators_ca) {
  return create_common(operators_ca);
}

Result<std::shared_ptr<TlsClientContext>> TlsClientContext::create(ByteView operators_ca, ByteView certificate,
                                                                   TlsSigner signer) {
  auto made = create_common(operators_ca);
  if (!made) return made;
  TlsClientContext& tls = **made;
  tls.signer_ = [&tls, signer = std::move(signer)](ByteView to_be_signed) {
    auto signature = signer(to_be_signed);
    if (!signature) {
      const std::scoped_lock lock(tls.mutex_);
      tls.signer_error_ = signature.error();
    }
    return signature;
  };
  auto own = tls.library_->certificate_from_der(certificate);
  if (!own) return tl::unexpected(own.error());
  auto key = tls.library_->key_for(**own, tls.signer_);
  if (!key) return tl::unexpected(key.error());
  if (SSL_CTX_use_certificate(tls.context_.get(), own->get()) != 1 ||
      SSL_CTX_use_PrivateKey(tls.context_.get(), key->get()) != 1) {
    return pki::openssl_failure("cannot use the key in the TRE", "certificate");
  }
  return made;
}

std::optional<Error> TlsClientContext::take_signer_error() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(signer_error_, std::nullopt);
}

}  // namespace foothold::m2me
