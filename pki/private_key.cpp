// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/private_key.h"

#include <openssl/decoder.h>
#include <openssl/encoder.h>

namespace foothold::pki {
namespace {

constexpr std::size_t kMaxPrivateKeySize = 4096;

Result<PkeyHandle> decode(ByteView octets, const char* format) {
  if (octets.empty() || octets.size() > kMaxPrivateKeySize)
    return fail("a private key file has 1 to 4096 octets", "private key");
  using DecoderHandle = std::unique_ptr<OSSL_DECODER_CTX, Free<OSSL_DECODER_CTX_free>>;
  EVP_PKEY* raw = nullptr;
  const DecoderHandle decoder(
      OSSL_DECODER_CTX_new_for_pkey(&raw, format, nullptr, "EC", EVP_PKEY_KEYPAIR, nullptr, nullptr));
  const std::uint8_t* position = octets.data();
  std::size_t left = octets.size();
  const bool read = decoder && OSSL_DECODER_from_data(decoder.get(), &position, &left) == 1;
  PkeyHandle key(raw);
  if (!read || !key)
    return openssl_failure(std::string("not an unencrypted EC private key in ") + format, "private key");
  if (!is_p256(key.get())) return fail("the key is not on P-256", "private key");
  return key;
}

SecretBytes encode(EVP_PKEY* key, const char* format) {
  using EncoderHandle = std::unique_ptr<OSSL_ENCODER_CTX, Free<OSSL_ENCODER_CTX_free>>;
  const EncoderHandle encoder(OSSL_ENCODER_CTX_new_for_pkey(key, EVP_PKEY_KEYPAIR, format, "PrivateKeyInfo", nullptr));
  unsigned char* out = nullptr;
  std::size_t size = 0;
  if (!encoder || OSSL_ENCODER_to_data(encoder.get(), &out, &size) != 1) return {};
  SecretBytes octets{ByteView(out, size)};
  OPENSSL_clear_free(out, size);
  return octets;
}

}  // namespace

Result<PrivateKey> PrivateKey::generate() {
  PkeyHandle key(EVP_EC_gen("P-256"));
  if (!key) return openssl_failure("cannot make a P-256 key");
  return PrivateKey(std::shared_ptr<EVP_PKEY>(std::move(key)));
}

Result<PrivateKey> PrivateKey::from_der(ByteView der) {
  auto key = decode(der, "DER");
  if (!key) return tl::unexpected(key.error());
  return PrivateKey(std::shared_ptr<EVP_PKEY>(std::move(*key)));
}

Result<PrivateKey> PrivateKey::from_pem(ByteView pem) {
  auto key = decode(pem, "PEM");
  if (!key) return tl::unexpected(key.error());
  return PrivateKey(std::shared_ptr<EVP_PKEY>(std::move(*key)));
}

SecretBytes PrivateKey::to_der() const {
  return encode(key_.get(), "DER");
}
SecretBytes PrivateKey::to_pem() const {
  return encode(key_.get(), "PEM");
}

Result<Bytes> PrivateKey::sign(ByteView message) const {
  const MdContextHandle context(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) != 1)
    return openssl_failure("cannot sign");
  Bytes signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1)
    return openssl_failure("cannot sign");
  signature.resize(size);
  return signature;
}

SignFunction PrivateKey::signer() const {
  return [key = *this](ByteView message) { return key.sign(message); };
}

}  // namespace foothold::pki
