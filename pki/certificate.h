// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/openssl_handles.h"
#include "pki/public_key.h"

namespace foothold::pki {

// What a certificate is to be used for; decides which key usage and extended key usage verify_chain() demands.
enum class Purpose {
  tls_server,     // EKU serverAuth
  tls_client,     // EKU clientAuth and digitalSignature; also the PfC sign certificate
  cms_signer,     // digitalSignature and EKU emailProtection
  key_agreement,  // keyAgreement; the PfC enc certificate
};

// An X.509 certificate with a P-256 key. Immutable and cheap to copy.
class Certificate {
 public:
  static constexpr std::size_t kMaxSize = 8192;  // octets of DER; PEM may have twice as many

  // Trailing octets are refused, and so are keys on other curves.
  static Result<Certificate> from_der(ByteView der);
  static Result<Certificate> from_pem(ByteView pem);
  // All certificates of a PEM file's content, 1..16.
  static Result<std::vector<Certificate>> list_from_pem(ByteView pem);
  // Takes a reference of its own on `handle`, e.g. a TLS peer's certificate.
  static Result<Certificate> from_handle(X509* handle);

  Bytes to_der() const;
  std::string to_pem() const;

  // Parts of the subject; empty where absent, and where one occurs twice (then nobody can say which is meant).
  std::string common_name() const;
  std::string organization() const;
  std::string user_id() const;  // UID, 0.9.2342.19200300.100.1.1
  std::string serial() const;   // lower-case hex, no leading zeros
  PublicKey public_key() const;

  std::chrono::sys_seconds not_before() const;
  std::chrono::sys_seconds not_after() const;

  X509* handle() const { return certificate_.get(); }

 private:
  explicit Certificate(std::shared_ptr<X509> certificate) : certificate_(std::move(certificate)) {}
  std::shared_ptr<X509> certificate_;
};

// Path validation (RFC 5280 6) from `leaf` to one of `anchors`, for `purpose`, as of `at`. The error says why not.
Result<void> verify_chain(const Certificate& leaf, std::span<const Certificate> anchors, Purpose purpose,
                          std::chrono::sys_seconds at);

}  // namespace foothold::pki
