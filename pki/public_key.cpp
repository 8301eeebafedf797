// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/public_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <string_view>

namespace foothold::pki {
namespace {

constexpr std::size_t kMaxPublicKeySize = 1024;
constexpr std::size_t kCoordinateSize = 32;

using EcdsaSignatureHandle = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

}  // namespace

bool is_p256(const EVP_PKEY* key) {
  char group[32] = {};
  std::size_t size = 0;
  const bool known = key && EVP_PKEY_is_a(key, "EC") == 1 &&
                     EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
                     std::string_view(group, size) == "prime256v1";
  if (!known) ERR_clear_error();
  return known;
}

Result<PublicKey> PublicKey::from_der(ByteView der) {
  if (der.empty() || der.size() > kMaxPublicKeySize) return fail("a public key has 1 to 1024 octets", "public key");
  const std::uint8_t* position = der.data();
  PkeyHandle key(d2i_PUBKEY(nullptr, &position, static_cast<long>(der.size())));
  if (!key) return openssl_failure("not a public key in DER", "public key");
  if (position != der.data() + der.size())
    return fail("octets follow the public key", "public key", static_cast<std::size_t>(position - der.data()));
  if (!is_p256(key.get())) return fail("the key is not on P-256", "public key");
  return PublicKey(std::shared_ptr<EVP_PKEY>(std::move(key)));
}

Result<PublicKey> PublicKey::from_coordinates(ByteView x, ByteView y) {
  if (x.size() != kCoordinateSize || y.size() != kCoordinateSize)
    return fail("a coordinate of a P-256 point has 32 octets", "public key");
  Bytes point{0x04};  // uncompressed (SEC 1 2.3.3)
  point.insert(point.end(), x.begin(), x.end());
  point.insert(point.end(), y.begin(), y.end());
  char group[] = "prime256v1";
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
                             OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
                             OSSL_PARAM_construct_end()};
  const PkeyContextHandle context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* raw = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    return openssl_failure("not a point of P-256", "public key");
  return PublicKey(std::shared_ptr<EVP_PKEY>(PkeyHandle(raw)));
}

Bytes PublicKey::to_der() const {
  std::uint8_t* out = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &out);
  if (size <= 0) return {};
  Bytes der(out, out + size);
  OPENSSL_free(out);
  return der;
}

bool PublicKey::verify(ByteView message, ByteView signature) const {
  const MdContextHandle context(EVP_MD_CTX_new());
  const bool good =
      context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

bool operator==(const PublicKey& a, const PublicKey& b) {
  return EVP_PKEY_eq(a.handle(), b.handle()) == 1;
}

Result<std::array<std::uint8_t, 64>> raw_signature(ByteView der) {
  const std::uint8_t* position = der.data();
  const EcdsaSignatureHandle signature(der.empty() ? nullptr
                                                   : d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(der.size())));
  if (!signature || position != der.data() + der.size()) return openssl_failure("not an ECDSA signature", "signature");
  std::array<std::uint8_t, 64> out{};
  if (BN_is_negative(ECDSA_SIG_get0_r(signature.get())) || BN_is_negative(ECDSA_SIG_get0_s(signature.get())) ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out.data(), 32) != 32 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out.data() + 32, 32) != 32)
    return openssl_failure("the signature is not a P-256 one", "signature");
  return out;
}

Result<Bytes> der_signature(ByteView raw) {
  if (raw.size() != 64) return fail("a P-256 signature has 64 octets", "signature");
  BignumHandle r(BN_bin2bn(raw.data(), 32, nullptr));
  BignumHandle s(BN_bin2bn(raw.data() + 32, 32, nullptr));
  const EcdsaSignatureHandle signature(ECDSA_SIG_new());
  if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
    return openssl_failure("cannot hold the signature", "signature");
  static_cast<void>(r.release());  // owned by `signature` now
  static_cast<void>(s.release());
  std::uint8_t* out = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &out);
  if (size <= 0) return openssl_failure("cannot encode the signature", "signature");
  Bytes der(out, out + size);
  OPENSSL_free(out);
  return der;
}

}  // namespace foothold::pki
