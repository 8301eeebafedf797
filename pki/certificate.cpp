// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>

#include "base/hex.h"

namespace foothold::pki {
namespace {

constexpr std::size_t kMaxListed = 16;

std::string subject_part(const X509* certificate, int nid) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int index = X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(subject), nid, -1);
  if (index < 0 || X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(subject), nid, index) >= 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
  if (size < 0) {
    ERR_clear_error();
    return {};
  }
  std::string part(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  // An embedded NUL makes other programs read another name than we do.
  return part.find('\0') == std::string::npos ? part : std::string();
}

std::chrono::sys_seconds time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts)));
}

Result<X509Handle> checked(X509Handle certificate) {
  if (!is_p256(X509_get0_pubkey(certificate.get()))) return fail("the certified key is not on P-256", "certificate");
  return certificate;
}

// Key usage and extended key usage that the purpose demands; the path itself is OpenSSL's to check.
struct Usage {
  std::uint32_t key_usage;
  std::uint32_t extended_key_usage;
  const char* words;
};

Usage usage_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::tls_server:
      return {KU_DIGITAL_SIGNATURE, XKU_SSL_SERVER, "TLS server"};
    case Purpose::tls_client:
      return {KU_DIGITAL_SIGNATURE, XKU_SSL_CLIENT, "TLS client"};
    case Purpose::cms_signer:
      return {KU_DIGITAL_SIGNATURE, XKU_SMIME, "signing"};
    case Purpose::key_agreement:
      break;
  }
  return {KU_KEY_AGREEMENT, 0, "key agreement"};
}

}  // namespace

Result<Certificate> Certificate::from_der(ByteView der) {
  if (der.empty() || der.size() > kMaxSize) return fail("a certificate has 1 to 8192 octets", "certificate");
  const std::uint8_t* position = der.data();
  X509Handle read(d2i_X509(nullptr, &position, static_cast<long>(der.size())));
  if (!read) return openssl_failure("not a certificate in DER", "certificate");
  if (position != der.data() + der.size())
    return fail("octets follow the certificate", "certificate", static_cast<std::size_t>(position - der.data()));
  auto good = checked(std::move(read));
  if (!good) return tl::unexpected(good.error());
  return Certificate(std::shared_ptr<X509>(std::move(*good)));
}

Result<std::vector<Certificate>> Certificate::list_from_pem(ByteView pem) {
  if (pem.size() > kMaxListed * 2 * kMaxSize) return fail("the PEM text is too long", "certificate");
  const BioHandle bio = open_bio(pem);
  if (!bio) return openssl_failure("cannot read the PEM text", "certificate");
  std::vector<Certificate> list;
  while (X509Handle read{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    if (list.size() == kMaxListed) return fail("more than 16 certificates in one file", "certificate");
    auto good = checked(std::move(read));
    if (!good) return tl::unexpected(good.error());
    list.push_back(Certificate(std::shared_ptr<X509>(std::move(*good))));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (list.empty() || !at_end) return openssl_failure("no certificate in PEM", "certificate");
  ERR_clear_error();
  return list;
}

Result<Certificate> Certificate::from_pem(ByteView pem) {
  auto list = list_from_pem(pem);
  if (!list) return tl::unexpected(list.error());
  if (list->size() != 1) return fail("one certificate is expected, several are there", "certificate");
  return list->front();
}

Result<Certificate> Certificate::from_handle(X509* handle) {
  if (!handle || X509_up_ref(handle) != 1) return fail("no certificate", "certificate");
  auto good = checked(X509Handle(handle));
  if (!good) return tl::unexpected(good.error());
  return Certificate(std::shared_ptr<X509>(std::move(*good)));
}

Bytes Certificate::to_der() const {
  std::uint8_t* out = nullptr;
  const int size = i2d_X509(certificate_.get(), &out);
  if (size <= 0) return {};
  Bytes der(out, out + size);
  OPENSSL_free(out);
  return der;
}

std::string Certificate::to_pem() const {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  char* text = nullptr;
  if (!bio || PEM_write_bio_X509(bio.get(), certificate_.get()) != 1) return {};
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string Certificate::common_name() const {
  return subject_part(certificate_.get(), NID_commonName);
}
std::string Certificate::organization() const {
  return subject_part(certificate_.get(), NID_organizationName);
}
std::string Certificate::user_id() const {
  return subject_part(certificate_.get(), NID_userId);
}

std::string Certificate::serial() const {
  const ASN1_INTEGER* number = X509_get0_serialNumber(certificate_.get());
  std::string text =
      to_hex(ByteView(ASN1_STRING_get0_data(number), static_cast<std::size_t>(ASN1_STRING_length(number))));
  const auto first = text.find_first_not_of('0');
  return first == std::string::npos ? "0" : text.substr(first);
}

PublicKey Certificate::public_key() const {
  EVP_PKEY* key = X509_get0_pubkey(certificate_.get());
  EVP_PKEY_up_ref(key);
  return PublicKey(std::shared_ptr<EVP_PKEY>(PkeyHandle(key)));
}

std::chrono::sys_seconds Certificate::not_before() const {
  return time_of(X509_get0_notBefore(certificate_.get()));
}
std::chrono::sys_seconds Certificate::not_after() const {
  return time_of(X509_get0_notAfter(certificate_.get()));
}

Result<void> verify_chain(const Certificate& leaf, std::span<const Certificate> anchors, Purpose purpose,
                          std::chrono::sys_seconds at) {
  const X509StoreHandle store(X509_STORE_new());
  const X509StoreContextHandle context(X509_STORE_CTX_new());
  if (!store || !context) return openssl_failure("cannot set up path validation", "certificate");
  for (const auto& anchor : anchors)
    if (X509_STORE_add_cert(store.get(), anchor.handle()) != 1)
      return openssl_failure("cannot take a trust anchor", "certificate");
  if (X509_STORE_CTX_init(context.get(), store.get(), leaf.handle(), nullptr) != 1)
    return openssl_failure("cannot set up path validation", "certificate");
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), at.time_since_epoch().count());
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
  if (X509_verify_cert(context.get()) != 1) {
    const int reason = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    return fail(
        std::string("the certificate does not chain to a trusted authority: ") + X509_verify_cert_error_string(reason),
        "certificate");
  }
  // What extensions are absent, X509_get_key_usage() reports as "everything allowed": here each must be there.
  const Usage usage = usage_of(purpose);
  const std::uint32_t flags = X509_get_extension_flags(leaf.handle());
  const bool key_usage = (flags & EXFLAG_KUSAGE) && (X509_get_key_usage(leaf.handle()) & usage.key_usage);
  const bool extended =
      usage.extended_key_usage == 0 ||
      ((flags & EXFLAG_XKUSAGE) && (X509_get_extended_key_usage(leaf.handle()) & usage.extended_key_usage));
  if ((flags & EXFLAG_CA) || !key_usage || !extended)
    return fail(std::string("the certificate is not one for ") + usage.words, "certificate");
  return {};
}

}  // namespace foothold::pki
