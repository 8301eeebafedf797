// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/seal.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::vault {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

pki::RandomSource fixed_nonce(std::string_view nonce) {
  return [octets = hex(nonce)](std::span<std::uint8_t> out) -> Result<void> {
    if (out.size() != octets.size()) return fail("another size than a nonce's");
    std::ranges::copy(octets, out.begin());
    return {};
  };
}

// The GCM specification (McGrew and Viega), test case 16: AES-256, 96-bit IV, additional data.
TEST(Seal, MatchesTheGcmTestCase16) {
  const Secret<32> key(ByteView(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")).first<32>());
  const auto plain = hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657"
      "ba637b39");
  const auto bound = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto sealed = seal(key, plain, bound, fixed_nonce("cafebabefacedbaddecaf888"));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(
      to_hex(*sealed),
      "cafebabefacedbaddecaf888"
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0"
      "abcc9f662"
      "76fc6ece0f4e1768cddf8853bb2d551b");
  const auto opened = unseal(key, *sealed, bound);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(std::ranges::equal(opened->reveal(), plain));

  for (std::size_t at = 0; at < sealed->size(); ++at) {
    auto changed = *sealed;
    changed[at] ^= 1;
    EXPECT_FALSE(unseal(key, changed, bound)) << at;
    EXPECT_FALSE(unseal(key, ByteView(*sealed).first(at), bound)) << at;
  }
  EXPECT_FALSE(unseal(key, *sealed, hex("00")));
  EXPECT_FALSE(unseal(Secret<32>(), *sealed, bound));
}

}  // namespace
}  // namespace foothold::tre_emu::vault
