// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/crypto.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "pki/file_digest.h"
#include "tests/temporary_folder.h"
#include "tests/unit/pki/test_pki.h"

namespace foothold::pki {
namespace {

using test::octets;

TEST(Crypto, HashesAsFips180) {
  EXPECT_EQ(to_hex(sha1(octets("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha256(octets("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Crypto, HashesWhatAFileHolds) {
  const foothold::test::TemporaryFolder folder;
  EXPECT_EQ(sha256_of_file(folder.write("empty", "")).value(), sha256({}));
  for (const std::size_t size : {3U, 1U << 20U, (1U << 20U) + 1U, 5000000U}) {
    const std::string content(size, 'a');
    EXPECT_EQ(sha256_of_file(folder.write("some", content)).value(), sha256(octets(content))) << size;
  }
  const auto none = sha256_of_file(folder.file("none"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().what, "cannot be opened: No such file or directory");
  EXPECT_EQ(none.error().field, folder.file("none"));
  EXPECT_EQ(sha256_of_file(folder.path()).error().what, "is not a regular file");
}

TEST(Crypto, HmacAsRfc2202AndRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha1(Bytes(20, 0x0b), octets("Hi There"))), "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(to_hex(hmac_sha1(octets("Jefe"), octets("what do ya want for nothing?"))),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(20, 0x0b), octets("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(131, 0xaa), octets("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, HmacTakesAnEmptyKey) {
  EXPECT_EQ(to_hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Crypto, HkdfAsRfc5869) {
  // A.1 and A.3.
  EXPECT_EQ(to_hex(hkdf_sha256(Bytes(22, 0x0b), from_hex("000102030405060708090a0b0c").value(),
                               from_hex("f0f1f2f3f4f5f6f7f8f9").value(), 42)
                       ->reveal()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(to_hex(hkdf_sha256(Bytes(22, 0x0b), {}, {}, 42)->reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  EXPECT_FALSE(hkdf_sha256(Bytes(22, 0x0b), {}, {}, 0));
  EXPECT_FALSE(hkdf_sha256(Bytes(22, 0x0b), {}, {}, 8161));
}

TEST(Crypto, ComparesSizeAndContent) {
  EXPECT_TRUE(equal_in_constant_time({}, {}));
  EXPECT_TRUE(equal_in_constant_time(octets("ab"), octets("ab")));
  EXPECT_FALSE(equal_in_constant_time(octets("ab"), octets("aa")));
  EXPECT_FALSE(equal_in_constant_time(octets("ab"), octets("abc")));
}

TEST(Crypto, RandomnessDiffers) {
  const auto a = random_bytes(32);
  const auto b = random_bytes(32);
  ASSERT_TRUE(a && b);
  EXPECT_NE(*a, *b);
}

}  // namespace
}  // namespace foothold::pki
