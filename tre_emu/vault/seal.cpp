// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/seal.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "pki/openssl_handles.h"

namespace foothold::tre_emu::vault {

namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, pki::Free<EVP_CIPHER_CTX_free>>;

constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
constexpr std::size_t kMaxSize = 1 << 24;  // so that sizes fit OpenSSL's int

}  // namespace

Result<Bytes> seal(const Secret<32>& key, ByteView plain, ByteView bound, const pki::RandomSource& random) {
  if (plain.size() > kMaxSize || bound.size() > kMaxSize) return fail("too large to seal");
  Bytes out(kNonce + plain.size() + kTag);
  if (auto filled = random(std::span(out).first(kNonce)); !filled) return tl::unexpected(filled.error());
  std::uint8_t* const cipher = out.data() + kNonce;
  const CipherContext context(EVP_CIPHER_CTX_new());
  int count = 0;
  if (!context ||
      EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.reveal().data(), out.data(), nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &count, bound.data(), static_cast<int>(bound.size())) != 1 ||
      EVP_EncryptUpdate(context.get(), cipher, &count, plain.data(), static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), cipher + plain.size(), &count) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag, cipher + plain.size()) != 1) {
    return pki::openssl_failure("cannot seal");
  }
  return out;
}

Result<SecretBytes> unseal(const Secret<32>& key, ByteView sealed, ByteView bound) {
  if (sealed.size() < kNonce + kTag || sealed.size() > kMaxSize || bound.size() > kMaxSize) {
    return fail("not of a size that was sealed");
  }
  const auto cipher = sealed.subspan(kNonce, sealed.size() - kNonce - kTag);
  std::array<std::uint8_t, kTag> tag{};
  std::ranges::copy(sealed.last(kTag), tag.begin());
  Bytes plain(cipher.size());
  const CipherContext context(EVP_CIPHER_CTX_new());
  int count = 0;
  const bool right =
      context &&
      EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.reveal().data(), sealed.data(), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &count, bound.data(), static_cast<int>(bound.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), plain.data(), &count, cipher.data(), static_cast<int>(cipher.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), plain.data() + plain.size(), &count) == 1;
  SecretBytes content(std::move(plain));  // wipes itself also where the tag is wrong
  if (!right) return fail("the seal is broken");
  return content;
}

}  // namespace foothold::tre_emu::vault
