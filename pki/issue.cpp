// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/issue.h"

#include <utility>
#include <vector>

#include "pki/crypto.h"

namespace foothold::pki {
namespace {

constexpr std::size_t kSerialSize = 16;
constexpr std::size_t kMaxText = 64;  // ub-common-name and ub-organization-name, RFC 5280 A.1

struct Profile {
  std::vector<std::pair<int, std::string>> subject;     // NID and text, in order
  std::vector<std::pair<int, std::string>> extensions;  // NID and value as in x509v3_config(5)
};

Result<void> set_subject(X509* certificate, const Profile& profile) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  for (const auto& [nid, text] : profile.subject) {
    if (text.empty() || text.size() > kMaxText)
      return fail("a part of a subject has 1 to 64 characters", OBJ_nid2sn(nid));
    if (X509_NAME_add_entry_by_NID(subject, nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()), -1, 0) != 1)
      return openssl_failure("cannot set a part of the subject", OBJ_nid2sn(nid));
  }
  return {};
}

Result<void> set_serial(X509* certificate) {
  auto octets = random_bytes(kSerialSize);
  if (!octets) return tl::unexpected(octets.error());
  octets->front() = static_cast<std::uint8_t>((octets->front() & 0x7F) | 0x40);  // positive, and always 16 octets
  const BignumHandle number(BN_bin2bn(octets->data(), kSerialSize, nullptr));
  if (!number || !BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)))
    return openssl_failure("cannot set the serial number");
  return {};
}

Result<void> add_extensions(X509* certificate, X509* issuer, const Profile& profile) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& [nid, value] : profile.extensions) {
    using ExtensionHandle = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
    const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
      return openssl_failure("cannot add an extension", OBJ_nid2sn(nid));
  }
  return {};
}

// `issuer` null: self-signed.
Result<Certificate> issue(const PrivateKey& issuer_key, const Certificate* issuer, const PublicKey& key,
                          const Profile& profile, Validity validity) {
  const X509Handle certificate(X509_new());
  if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      !ASN1_TIME_set(X509_getm_notBefore(certificate.get()), validity.from.time_since_epoch().count()) ||
      !ASN1_TIME_set(X509_getm_notAfter(certificate.get()), validity.until.time_since_epoch().count()) ||
      X509_set_pubkey(certificate.get(), key.handle()) != 1)
    return openssl_failure("cannot fill in the certificate");
  if (auto done = set_serial(certificate.get()); !done) return tl::unexpected(done.error());
  if (auto done = set_subject(certificate.get(), profile); !done) return tl::unexpected(done.error());
  X509* authority = issuer ? issuer->handle() : certificate.get();
  if (X509_set_issuer_name(certificate.get(), X509_get_subject_name(authority)) != 1)
    return openssl_failure("cannot set the issuer");
  if (auto done = add_extensions(certificate.get(), authority, profile); !done) return tl::unexpected(done.error());
  if (X509_sign(certificate.get(), issuer_key.handle(), EVP_sha256()) <= 0)
    return openssl_failure("cannot sign the certificate");
  return Certificate::from_handle(certificate.get());
}

// RFC 5280 4.2.1.1, 4.2.1.2: both identifiers in every certificate that is not self-signed.
Profile leaf_profile(std::vector<std::pair<int, std::string>> subject, const char* key_usage,
                     const char* extended_key_usage) {
  Profile profile{std::move(subject),
                  {{NID_basic_constraints, "critical,CA:FALSE"},
                   {NID_subject_key_identifier, "hash"},
                   {NID_authority_key_identifier, "keyid:always"},
                   {NID_key_usage, std::string("critical,") + key_usage}}};
  if (extended_key_usage) profile.extensions.emplace_back(NID_ext_key_usage, extended_key_usage);
  return profile;
}

Result<Certificate> issue(const Authority& authority, const PublicKey& key, const Profile& profile, Validity validity) {
  return issue(authority.key, &authority.certificate, key, profile, validity);
}

bool only_address_characters(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
}

}  // namespace

Result<Authority> make_authority(const std::string& organization, const std::string& common_name, Validity validity) {
  auto key = PrivateKey::generate();
  if (!key) return tl::unexpected(key.error());
  const Profile profile{{{NID_organizationName, organization}, {NID_commonName, common_name}},
                        {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                         {NID_subject_key_identifier, "hash"},
                         {NID_key_usage, "critical,keyCertSign,cRLSign"}}};
  auto certificate = issue(*key, nullptr, key->public_key(), profile, validity);
  if (!certificate) return tl::unexpected(certificate.error());
  return Authority{std::move(*key), std::move(*certificate)};
}

Result<Certificate> issue_operator_tls(const Authority& authority, const PublicKey& key,
                                       const std::string& organization, const std::string& role,
                                       const std::string& ip_address, Validity validity) {
  // The value is parsed as configuration, where a comma would start another name.
  if (!only_address_characters(ip_address)) return fail("not an IP address", "subjectAltName");
  Profile profile = leaf_profile({{NID_organizationName, organization}, {NID_commonName, role}}, "digitalSignature",
                                 "serverAuth,clientAuth");
  profile.extensions.emplace_back(NID_subject_alt_name, "IP:" + ip_address);
  return issue(authority, key, profile, validity);
}

Result<Certificate> issue_sho_signer(const Authority& authority, const PublicKey& key, const std::string& sho_plmn,
                                     Validity validity) {
  return issue(
      authority, key,
      leaf_profile({{NID_organizationName, "SHO"}, {NID_commonName, sho_plmn}}, "digitalSignature", "emailProtection"),
      validity);
}

Result<Certificate> issue_pfc_sign(const Authority& authority, const PublicKey& key, const std::string& tre_identity,
                                   const std::string& pcid, Validity validity) {
  return issue(authority, key,
               leaf_profile({{NID_commonName, tre_identity}, {NID_userId, pcid}}, "digitalSignature", "clientAuth"),
               validity);
}

Result<Certificate> issue_pfc_enc(const Authority& authority, const PublicKey& key, const std::string& tre_identity,
                                  const std::string& pcid, Validity validity) {
  return issue(authority, key,
               leaf_profile({{NID_commonName, tre_identity}, {NID_userId, pcid}}, "keyAgreement", nullptr), validity);
}

}  // namespace foothold::pki
