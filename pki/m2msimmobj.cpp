// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/m2msimmobj.h"

#include <openssl/ec.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <utility>

namespace foothold::pki {
namespace {

tl::unexpected<Error> malformed(std::string what) {
  return openssl_failure(std::move(what), "malformed", install_sw::kMalformed);
}
tl::unexpected<Error> bad_signature(std::string what) {
  return openssl_failure(std::move(what), "signature", install_sw::kSignature);
}
tl::unexpected<Error> cannot_decrypt() {
  // One text for every reason: which step of decryption failed is nobody's business.
  ERR_clear_error();
  return fail("the object cannot be decrypted with this TRE's Platform Key", "decrypt", Error::kNoOffset,
              install_sw::kDecrypt);
}
tl::unexpected<Error> wrong_binding(std::string what) {
  return fail(std::move(what), "binding", Error::kNoOffset, install_sw::kBinding);
}

Result<Bytes> to_der(CMS_ContentInfo* cms) {
  std::uint8_t* out = nullptr;
  const int size = i2d_CMS_ContentInfo(cms, &out);
  if (size <= 0) return openssl_failure("cannot encode the CMS object");
  Bytes der(out, out + size);
  OPENSSL_free(out);
  return der;
}

// Null unless the octets are one CMS object of the given content type and nothing else.
CmsHandle parse_cms(ByteView der, int content_type) {
  const std::uint8_t* position = der.data();
  CmsHandle cms(der.empty() ? nullptr : d2i_CMS_ContentInfo(nullptr, &position, static_cast<long>(der.size())));
  if (!cms || position != der.data() + der.size() || OBJ_obj2nid(CMS_get0_type(cms.get())) != content_type)
    return nullptr;
  return cms;
}

Bytes memory_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return Bytes(data, data + std::max(size, 0L));
}

Result<Bytes> encrypt(const M2msimmobjContent& content, const Certificate& pfc_enc) {
  const auto octets = content.encode();
  if (!octets) return tl::unexpected(octets.error());
  const BioHandle input = open_bio(octets->reveal());
  const CmsHandle cms(CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL));
  if (!input || !cms) return openssl_failure("cannot make AuthEnvelopedData");
  CMS_RecipientInfo* recipient =
      CMS_add1_recipient_cert(cms.get(), pfc_enc.handle(), CMS_BINARY | CMS_PARTIAL | CMS_KEY_PARAM);
  // OpenSSL's default is the SHA-1 key derivation; RFC 5753 7.1.4 has dhSinglePass-stdDH-sha256kdf for SHA-256.
  EVP_PKEY_CTX* agreement = recipient ? CMS_RecipientInfo_get0_pkey_ctx(recipient) : nullptr;
  if (!agreement || EVP_PKEY_CTX_set_ecdh_kdf_md(agreement, EVP_sha256()) <= 0 ||
      CMS_final(cms.get(), input.get(), nullptr, CMS_BINARY) != 1)
    return openssl_failure("cannot encrypt for the PfC enc certificate");
  return to_der(cms.get());
}

struct Signed {
  Bytes content;
  Certificate signer;
};

int algorithm_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* name = nullptr;
  X509_ALGOR_get0(&name, nullptr, nullptr, algorithm);
  return OBJ_obj2nid(name);
}

Result<void> check_signer_info(CMS_ContentInfo* cms) {
  const STACK_OF(CMS_SignerInfo)* infos = CMS_get0_SignerInfos(cms);
  if (!infos || sk_CMS_SignerInfo_num(infos) != 1) return bad_signature("the object has not exactly one signer");
  CMS_SignerInfo* info = sk_CMS_SignerInfo_value(infos, 0);
  X509_ALGOR* digest = nullptr;
  X509_ALGOR* signature = nullptr;
  CMS_SignerInfo_get0_algs(info, nullptr, nullptr, &digest, &signature);
  if (algorithm_of(digest) != NID_sha256 || algorithm_of(signature) != NID_ecdsa_with_SHA256)
    return bad_signature("the signature is not ECDSA with SHA-256");
  // Content of a type other than id-data is signed by way of its attributes (RFC 5652 5.3).
  if (CMS_signed_get_attr_count(info) <= 0) return bad_signature("the signature covers no attributes");
  return {};
}

Result<Signed> verify(ByteView der, const Certificate& operators_ca, std::optional<std::chrono::sys_seconds> now) {
  if (der.size() > kMaxM2msimmobjSize) return malformed("the object is larger than 16384 octets");
  const CmsHandle cms = parse_cms(der, NID_pkcs7_signed);
  if (!cms) return malformed("not CMS SignedData");
  if (OBJ_obj2nid(CMS_get0_eContentType(cms.get())) != NID_id_smime_ct_authEnvelopedData)
    return malformed("what is signed is not AuthEnvelopedData");
  if (auto good = check_signer_info(cms.get()); !good) return tl::unexpected(good.error());
  const BioHandle output(BIO_new(BIO_s_mem()));
  // The path is checked below, by the same rules as everywhere.
  if (!output ||
      CMS_verify(cms.get(), nullptr, nullptr, nullptr, output.get(), CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1)
    return bad_signature("the signature is wrong");
  using SignersHandle = std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * list) { sk_X509_free(list); })>;
  const SignersHandle signers(CMS_get0_signers(cms.get()));
  if (!signers || sk_X509_num(signers.get()) != 1) return bad_signature("the signer's certificate is missing");
  auto signer = Certificate::from_handle(sk_X509_value(signers.get(), 0));
  if (!signer) return bad_signature(signer.error().what);
  const auto at = now.value_or(std::max(signer->not_before(), operators_ca.not_before()));
  if (auto good = verify_chain(*signer, std::span(&operators_ca, 1), Purpose::cms_signer, at); !good)
    return bad_signature("the signer: " + good.error().what);
  return Signed{memory_of(output.get()), std::move(*signer)};
}

Result<SecretBytes> decrypt(ByteView der, const PrivateKey& enc_key, const Certificate& pfc_enc) {
  const CmsHandle cms = parse_cms(der, NID_id_smime_ct_authEnvelopedData);
  if (!cms) return malformed("what is signed is not AuthEnvelopedData");
  const BioHandle output(BIO_new(BIO_s_mem()));  // wipes its buffer when freed
  if (!output || CMS_decrypt(cms.get(), enc_key.handle(), pfc_enc.handle(), nullptr, output.get(), CMS_BINARY) != 1)
    return cannot_decrypt();
  return SecretBytes(memory_of(output.get()));
}

Result<void> check_binding(const M2msimmobjContent& content, const Certificate& signer,
                           const M2msimmobjReceiver& receiver) {
  if (signer.common_name() != content.sho_plmn)
    return fail("the signer is not the SHO that the object names", "signature", Error::kNoOffset,
                install_sw::kSignature);
  if (content.imsi.compare(0, content.sho_plmn.size(), content.sho_plmn) != 0)
    return fail("the IMSI is not one of the SHO's", "signature", Error::kNoOffset, install_sw::kSignature);
  if (content.pcid != receiver.pcid) return wrong_binding("the object was made for another PCID");
  if (content.tre_identity != receiver.tre_identity) return wrong_binding("the object was made for another TRE");
  if (receiver.now && content.expiry < *receiver.now)
    return fail("the object has expired", "expiry", Error::kNoOffset, install_sw::kReplay);
  return {};
}

}  // namespace

int dm_result(int status_word) {
  if (status_word == 0x9000) return 0;
  static constexpr std::array kOrder = {install_sw::kMalformed, install_sw::kDecrypt, install_sw::kSignature,
                                        install_sw::kBinding,   install_sw::kReplay,  install_sw::kPolicy,
                                        install_sw::kLocked,    install_sw::kNoSpace};
  const auto found = std::find(kOrder.begin(), kOrder.end(), status_word);
  return static_cast<int>(found - kOrder.begin()) + 1;  // not found: 9, internal
}

Result<Bytes> seal_m2msimmobj(const M2msimmobjContent& content, const Certificate& pfc_enc,
                              const Certificate& sho_signer, const PrivateKey& sho_key) {
  const auto encrypted = encrypt(content, pfc_enc);
  if (!encrypted) return tl::unexpected(encrypted.error());
  const BioHandle input = open_bio(*encrypted);
  const unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP;
  const CmsHandle cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags));
  if (!input || !cms || CMS_set1_eContentType(cms.get(), OBJ_nid2obj(NID_id_smime_ct_authEnvelopedData)) != 1 ||
      !CMS_add1_signer(cms.get(), sho_signer.handle(), sho_key.handle(), EVP_sha256(), flags) ||
      CMS_final(cms.get(), input.get(), nullptr, CMS_BINARY) != 1)
    return openssl_failure("cannot sign the object as the SHO");
  return to_der(cms.get());
}

Result<M2msimmobjContent> open_m2msimmobj(ByteView der, const PrivateKey& enc_key, const Certificate& pfc_enc,
                                          const Certificate& operators_ca, const M2msimmobjReceiver& receiver) {
  const auto signed_part = verify(der, operators_ca, receiver.now);
  if (!signed_part) return tl::unexpected(signed_part.error());
  const auto octets = decrypt(signed_part->content, enc_key, pfc_enc);
  if (!octets) return tl::unexpected(octets.error());
  auto content = M2msimmobjContent::decode(octets->reveal());
  if (!content) return fail(to_string(content.error()), "malformed", content.error().offset, install_sw::kMalformed);
  if (auto good = check_binding(*content, signed_part->signer, receiver); !good) return tl::unexpected(good.error());
  return content;
}

}  // namespace foothold::pki
