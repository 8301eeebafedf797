// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/crypto.h"

#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <stdexcept>

#include "pki/openssl_handles.h"

namespace foothold::pki {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> digest(const EVP_MD* algorithm, ByteView message) {
  std::array<std::uint8_t, N> out{};
  unsigned size = 0;
  if (EVP_Digest(message.data(), message.size(), out.data(), &size, algorithm, nullptr) != 1 || size != N)
    throw std::runtime_error("OpenSSL cannot compute a digest");
  return out;
}

template <std::size_t N>
std::array<std::uint8_t, N> hmac(const char* algorithm, ByteView key, ByteView message) {
  std::array<std::uint8_t, N> out{};
  std::size_t size = 0;
  static constexpr std::uint8_t kEmpty = 0;  // OpenSSL takes a null key for "keep the one before"
  const std::uint8_t* octets = key.empty() ? &kEmpty : key.data();
  if (!EVP_Q_mac(nullptr, "HMAC", nullptr, algorithm, nullptr, octets, key.size(), message.data(), message.size(),
                 out.data(), N, &size) ||
      size != N)
    throw std::runtime_error("OpenSSL cannot compute an HMAC");
  return out;
}

}  // namespace

Sha1Digest sha1(ByteView message) {
  return digest<20>(EVP_sha1(), message);
}
Sha256Digest sha256(ByteView message) {
  return digest<32>(EVP_sha256(), message);
}
Sha1Digest hmac_sha1(ByteView key, ByteView message) {
  return hmac<20>("SHA1", key, message);
}
Sha256Digest hmac_sha256(ByteView key, ByteView message) {
  return hmac<32>("SHA256", key, message);
}

Result<SecretBytes> hkdf_sha256(ByteView key, ByteView salt, ByteView info, std::size_t size) {
  constexpr std::size_t kMaxSize = 255 * 32;  // RFC 5869 2.3
  if (size == 0 || size > kMaxSize) return fail("an HKDF output has 1 to 8160 octets", "size");
  using KdfHandle = std::unique_ptr<EVP_KDF, Free<EVP_KDF_free>>;
  using KdfContextHandle = std::unique_ptr<EVP_KDF_CTX, Free<EVP_KDF_CTX_free>>;
  const KdfHandle kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const KdfContextHandle context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
  if (!context) return openssl_failure("cannot set up HKDF");
  const auto octets = [](const char* name, ByteView value) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(value.data()), value.size());
  };
  char sha256_name[] = "SHA256";
  OSSL_PARAM parameters[5] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, sha256_name, 0),
                              octets(OSSL_KDF_PARAM_KEY, key), OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end(),
                              OSSL_PARAM_construct_end()};
  std::size_t count = 2;
  if (!salt.empty()) parameters[count++] = octets(OSSL_KDF_PARAM_SALT, salt);
  if (!info.empty()) parameters[count++] = octets(OSSL_KDF_PARAM_INFO, info);
  Bytes out(size);
  if (EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) != 1) return openssl_failure("HKDF failed");
  return SecretBytes(std::move(out));
}

Result<void> fill_random(std::span<std::uint8_t> out) {
  constexpr std::size_t kMaxSize = 1U << 20;
  if (out.size() > kMaxSize) return fail("more than 1 MiB of randomness asked for");
  if (!out.empty() && RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
    return openssl_failure("the random generator of this machine failed");
  return {};
}

Result<Bytes> random_bytes(std::size_t count) {
  Bytes out(count);
  if (auto filled = fill_random(out); !filled) return tl::unexpected(filled.error());
  return out;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace foothold::pki
