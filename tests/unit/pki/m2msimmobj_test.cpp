// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/m2msimmobj.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "tests/unit/pki/test_pki.h"

namespace foothold::pki {
namespace {

using test::kNow;
using test::sample_content;
using test::World;

const M2msimmobjReceiver kReceiver{"001020000000001", "TRE-000001", kNow};

TEST(M2msimmobjContent, IsTheListOfTheContract) {
  // 81 version 1; 82 "T-1"; 83 PCID; 84 "TRE-000001"; 85 "00103"; 86 "MCIM-1"; 87 1800086400; 88 IMSI; 89 ICCID;
  // 8A 1; 8B K; 8C OPc; 8D "internet" (docs/interfaces.md section 4, by hand).
  const std::string golden =
      "810101"
      "8203542d31"
      "830f303031303230303030303030303031"
      "840a5452452d303030303031"
      "85053030313033"
      "86064d43494d2d31"
      "8708000000006b4b2380"
      "880f303031303330303030303030303037"
      "891338393030313033303030303030303030303738"
      "8a0101"
      "8b10000102030405060708090a0b0c0d0e0f"
      "8c10f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
      "8d08696e7465726e6574";
  const auto encoded = sample_content().encode();
  ASSERT_TRUE(encoded);
  EXPECT_EQ(to_hex(encoded->reveal()), golden);
  const auto decoded = M2msimmobjContent::decode(from_hex(golden).value());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->imsi, "001030000000007");
  EXPECT_EQ(decoded->expiry, kNow + std::chrono::hours(24));
  EXPECT_TRUE(decoded->opc == sample_content().opc);
  EXPECT_EQ(to_hex(decoded->encode()->reveal()), golden);
}

TEST(M2msimmobjContent, RefusesEveryTruncation) {
  const auto encoded = sample_content().encode().value();
  for (std::size_t size = 0; size < encoded.size(); ++size)
    EXPECT_FALSE(M2msimmobjContent::decode(encoded.reveal().first(size))) << size;
}

TEST(M2msimmobjContent, NamesTheElementAtFault) {
  const auto encoded = sample_content().encode().value();
  Bytes octets(encoded.reveal().begin(), encoded.reveal().end());
  octets[2] = 2;  // version
  auto decoded = M2msimmobjContent::decode(octets);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().field, "version");
  EXPECT_EQ(decoded.error().offset, 2U);
  octets[2] = 1;
  octets[10] = 'x';  // first digit of the PCID
  decoded = M2msimmobjContent::decode(octets);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().field, "pcid");
}

TEST(M2msimmobjContent, RefusesUnknownElementsAndTrailingOctets) {
  const auto encoded = sample_content().encode().value();
  Bytes octets(encoded.reveal().begin(), encoded.reveal().end());
  octets.insert(octets.end(), {0x8E, 0x01, 0x00});
  EXPECT_FALSE(M2msimmobjContent::decode(octets));
  Bytes swapped(encoded.reveal().begin(), encoded.reveal().end());
  swapped[0] = 0x9F;
  EXPECT_FALSE(M2msimmobjContent::decode(swapped));
}

TEST(M2msimmobjContent, WillNotEncodeWhatItWouldNotDecode) {
  auto content = sample_content();
  content.apn = std::string(101, 'a');
  EXPECT_EQ(content.encode().error().field, "apn");
  content = sample_content();
  content.imsi = "12a456";
  EXPECT_EQ(content.encode().error().field, "imsi");
  content = sample_content();
  content.transaction.clear();
  EXPECT_EQ(content.encode().error().field, "transaction");
}

TEST(M2msimmobj, OpensWhatWasSealedForTheTre) {
  const World world;
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, world.sho_signer, world.sho_key);
  ASSERT_TRUE(sealed) << to_string(sealed.error());
  EXPECT_LT(sealed->size(), kMaxM2msimmobjSize);
  const auto opened = open_m2msimmobj(*sealed, world.enc_key, world.pfc_enc, world.operators.certificate, kReceiver);
  ASSERT_TRUE(opened) << to_string(opened.error());
  EXPECT_EQ(opened->mcim, "MCIM-1");
  EXPECT_TRUE(opened->k == sample_content().k);
}

TEST(M2msimmobj, OpensWithoutAClock) {
  const World world;
  auto content = sample_content();
  content.expiry = kNow - std::chrono::hours(1);
  const auto sealed = seal_m2msimmobj(content, world.pfc_enc, world.sho_signer, world.sho_key).value();
  auto receiver = kReceiver;
  const auto late = open_m2msimmobj(sealed, world.enc_key, world.pfc_enc, world.operators.certificate, receiver);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().answer, install_sw::kReplay);
  receiver.now.reset();
  EXPECT_TRUE(open_m2msimmobj(sealed, world.enc_key, world.pfc_enc, world.operators.certificate, receiver));
}

TEST(M2msimmobj, CarriesNoKeyInTheClear) {
  const World world;
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, world.sho_signer, world.sho_key).value();
  const auto k = sample_content().k;
  EXPECT_EQ(std::search(sealed.begin(), sealed.end(), k.reveal().begin(), k.reveal().end()), sealed.end());
  // AES-256-GCM 2.16.840.1.101.3.4.1.46 and dhSinglePass-stdDH-sha256kdf 1.3.132.1.11.1 are what it names.
  const auto names = [&](const char* hex) {
    const auto oid = from_hex(hex).value();
    return std::search(sealed.begin(), sealed.end(), oid.begin(), oid.end()) != sealed.end();
  };
  EXPECT_TRUE(names("060960864801650304012e"));
  EXPECT_TRUE(names("06062b8104010b01"));
}

void expect_refused(const World& world, ByteView object, int answer, const char* stage,
                    const M2msimmobjReceiver& receiver = kReceiver) {
  const auto opened = open_m2msimmobj(object, world.enc_key, world.pfc_enc, world.operators.certificate, receiver);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().answer, answer) << to_string(opened.error());
  EXPECT_EQ(opened.error().field, stage);
}

TEST(M2msimmobj, RefusesAnotherSignatureAuthority) {
  const World world;
  const World other;
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, other.sho_signer, other.sho_key).value();
  expect_refused(world, sealed, install_sw::kSignature, "signature");
}

TEST(M2msimmobj, RefusesASignerThatMaySignNoObjects) {
  const World world;
  const auto tls =
      issue_operator_tls(world.operators, world.sho_key.public_key(), "SHO", "00103", "10.23.2.1", test::kYear).value();
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, tls, world.sho_key).value();
  expect_refused(world, sealed, install_sw::kSignature, "signature");
}

TEST(M2msimmobj, RefusesAnotherShosObject) {
  const World world;
  const auto key = PrivateKey::generate().value();
  const auto other = issue_sho_signer(world.operators, key.public_key(), "00104", test::kYear).value();
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, other, key).value();
  expect_refused(world, sealed, install_sw::kSignature, "signature");
}

TEST(M2msimmobj, RefusesAnotherTresObject) {
  const World world;
  const auto key = PrivateKey::generate().value();
  const auto other = issue_pfc_enc(world.platform, key.public_key(), "TRE-000002", "001020000000002", test::kYear);
  const auto sealed = seal_m2msimmobj(sample_content(), other.value(), world.sho_signer, world.sho_key).value();
  expect_refused(world, sealed, install_sw::kDecrypt, "decrypt");
}

TEST(M2msimmobj, RefusesAnotherPcidOrTreIdentity) {
  const World world;
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, world.sho_signer, world.sho_key).value();
  auto receiver = kReceiver;
  receiver.pcid = "001020000000002";
  expect_refused(world, sealed, install_sw::kBinding, "binding", receiver);
  receiver = kReceiver;
  receiver.tre_identity = "TRE-000002";
  expect_refused(world, sealed, install_sw::kBinding, "binding", receiver);
}

TEST(M2msimmobj, RefusesEveryTruncationAndEveryChangedOctet) {
  const World world;
  const auto sealed = seal_m2msimmobj(sample_content(), world.pfc_enc, world.sho_signer, world.sho_key).value();
  for (std::size_t size = 0; size < sealed.size(); size += 7)
    EXPECT_FALSE(open_m2msimmobj(ByteView(sealed).first(size), world.enc_key, world.pfc_enc,
                                 world.operators.certificate, kReceiver));
  std::size_t opened = 0;
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] = static_cast<std::uint8_t>(changed[i] ^ 0x01);
    const auto result = open_m2msimmobj(changed, world.enc_key, world.pfc_enc, world.operators.certificate, kReceiver);
    if (!result) continue;
    ++opened;  // the two version numbers of CMS, which no signature covers
    EXPECT_EQ(to_hex(result->encode()->reveal()), to_hex(sample_content().encode()->reveal()));
  }
  EXPECT_LE(opened, 2U);
}

TEST(M2msimmobj, MapsStatusWordsToDmResults) {
  const int words[] = {0x9000, 0x6A80, 0x6988, 0x9862, 0x6A88, 0x6A89, 0x6985, 0x6983, 0x6A84, 0x6581};
  for (int result = 0; result < 10; ++result) EXPECT_EQ(dm_result(words[result]), result);
  EXPECT_EQ(dm_result(0x6F00), 9);
}

}  // namespace
}  // namespace foothold::pki
