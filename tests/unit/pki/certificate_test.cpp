// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/certificate.h"

#include <gtest/gtest.h>

#include "tests/unit/pki/test_pki.h"

namespace foothold::pki {
namespace {

using test::kNow;
using test::kYear;
using test::octets;
using test::World;

TEST(PrivateKey, LoadsWhatItStored) {
  const auto key = PrivateKey::generate().value();
  const auto from_der = PrivateKey::from_der(key.to_der().reveal());
  const auto from_pem = PrivateKey::from_pem(key.to_pem().reveal());
  ASSERT_TRUE(from_der && from_pem);
  EXPECT_TRUE(from_der->public_key() == key.public_key());
  EXPECT_TRUE(from_pem->public_key() == key.public_key());
  EXPECT_FALSE(PrivateKey::generate()->public_key() == key.public_key());
}

TEST(PrivateKey, RefusesTruncationsAndRubbish) {
  const auto der = PrivateKey::generate()->to_der();
  for (std::size_t size = 0; size < der.size(); ++size) EXPECT_FALSE(PrivateKey::from_der(der.reveal().first(size)));
  EXPECT_FALSE(PrivateKey::from_pem(octets("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")));
  EXPECT_FALSE(PrivateKey::from_der(Bytes(5000, 0x30)));
}

TEST(PrivateKey, RefusesOtherCurves) {
  const PkeyHandle other(EVP_EC_gen("P-384"));
  std::uint8_t* out = nullptr;
  const int size = i2d_PrivateKey(other.get(), &out);
  ASSERT_GT(size, 0);
  EXPECT_FALSE(PrivateKey::from_der(ByteView(out, static_cast<std::size_t>(size))));
  OPENSSL_free(out);
}

TEST(PublicKey, VerifiesItsOwnSignatureOnly) {
  const auto key = PrivateKey::generate().value();
  const auto signature = key.sign(octets("message")).value();
  EXPECT_TRUE(key.public_key().verify(octets("message"), signature));
  EXPECT_FALSE(key.public_key().verify(octets("massage"), signature));
  EXPECT_FALSE(key.public_key().verify(octets("message"), {}));
  EXPECT_FALSE(PrivateKey::generate()->public_key().verify(octets("message"), signature));
}

TEST(Signature, GoesBothWaysBetweenDerAndRaw) {
  const auto key = PrivateKey::generate().value();
  for (int i = 0; i < 50; ++i) {  // leading zeros come by chance
    const auto der = key.sign(octets(std::to_string(i))).value();
    EXPECT_EQ(der_signature(raw_signature(der).value()).value(), der);
  }
  EXPECT_FALSE(der_signature(Bytes(63, 1)));
  EXPECT_FALSE(raw_signature({}));
  EXPECT_FALSE(raw_signature(Bytes(70, 0x30)));
}

TEST(Certificate, TellsItsSubject) {
  const World world;
  EXPECT_EQ(world.pfc_sign.common_name(), "TRE-000001");
  EXPECT_EQ(world.pfc_sign.user_id(), "001020000000001");
  EXPECT_EQ(world.pfc_sign.organization(), "");
  EXPECT_EQ(world.sho_signer.organization(), "SHO");
  EXPECT_EQ(world.sho_signer.common_name(), "00103");
  EXPECT_EQ(world.pfc_sign.not_before(), kYear.from);
  EXPECT_EQ(world.pfc_sign.not_after(), kYear.until);
  EXPECT_EQ(world.pfc_sign.serial().size(), 32U);
  EXPECT_NE(world.pfc_sign.serial(), world.pfc_enc.serial());
  EXPECT_TRUE(world.pfc_sign.public_key() == world.sign_key.public_key());
}

TEST(Certificate, LoadsWhatItStored) {
  const World world;
  EXPECT_EQ(Certificate::from_der(world.pfc_enc.to_der())->to_der(), world.pfc_enc.to_der());
  EXPECT_EQ(Certificate::from_pem(octets(world.pfc_enc.to_pem()))->to_der(), world.pfc_enc.to_der());
  const auto list = Certificate::list_from_pem(octets(world.pfc_enc.to_pem() + world.pfc_sign.to_pem()));
  ASSERT_TRUE(list);
  EXPECT_EQ(list->size(), 2U);
}

TEST(Certificate, RefusesTruncationsAndTrailingOctets) {
  const World world;
  auto der = world.pfc_enc.to_der();
  for (std::size_t size = 0; size < der.size(); ++size) EXPECT_FALSE(Certificate::from_der(ByteView(der).first(size)));
  der.push_back(0);
  EXPECT_FALSE(Certificate::from_der(der));
  EXPECT_FALSE(Certificate::from_pem(octets("")));
}

TEST(VerifyChain, TakesEachCertificateForItsOwnPurposeOnly) {
  const World world;
  const auto tls =
      issue_operator_tls(world.operators, world.sho_key.public_key(), "RO", "DRF", "10.23.1.3", kYear).value();
  const std::vector<Certificate> anchors = {world.operators.certificate, world.platform.certificate};
  const auto good = [&](const Certificate& leaf, Purpose purpose) {
    return verify_chain(leaf, anchors, purpose, kNow).has_value();
  };
  EXPECT_TRUE(good(tls, Purpose::tls_server));
  EXPECT_TRUE(good(tls, Purpose::tls_client));
  EXPECT_FALSE(good(tls, Purpose::cms_signer));
  EXPECT_FALSE(good(tls, Purpose::key_agreement));
  EXPECT_TRUE(good(world.sho_signer, Purpose::cms_signer));
  EXPECT_FALSE(good(world.sho_signer, Purpose::tls_server));
  EXPECT_TRUE(good(world.pfc_sign, Purpose::tls_client));
  EXPECT_FALSE(good(world.pfc_sign, Purpose::tls_server));
  EXPECT_FALSE(good(world.pfc_sign, Purpose::key_agreement));
  EXPECT_TRUE(good(world.pfc_enc, Purpose::key_agreement));
  EXPECT_FALSE(good(world.pfc_enc, Purpose::tls_client));
  EXPECT_FALSE(good(world.platform.certificate, Purpose::tls_client));
}

TEST(VerifyChain, WantsTheRightAuthorityAndTime) {
  const World world;
  const std::vector<Certificate> platform = {world.platform.certificate};
  const std::vector<Certificate> operators = {world.operators.certificate};
  EXPECT_TRUE(verify_chain(world.pfc_sign, platform, Purpose::tls_client, kNow));
  EXPECT_FALSE(verify_chain(world.pfc_sign, operators, Purpose::tls_client, kNow));
  EXPECT_FALSE(verify_chain(world.pfc_sign, {}, Purpose::tls_client, kNow));
  EXPECT_FALSE(verify_chain(world.pfc_sign, platform, Purpose::tls_client, kYear.from - std::chrono::seconds(1)));
  EXPECT_FALSE(verify_chain(world.pfc_sign, platform, Purpose::tls_client, kYear.until + std::chrono::seconds(1)));
}

TEST(VerifyChain, WantsNoAuthorityInBetween) {
  // A device's certificate that was issued by another device's key.
  const World world;
  const Authority pretender{world.sign_key, world.pfc_sign};
  const auto forged =
      issue_pfc_sign(pretender, world.enc_key.public_key(), "TRE-000002", "001020000000002", kYear).value();
  const std::vector<Certificate> anchors = {world.platform.certificate, world.pfc_sign};
  EXPECT_FALSE(verify_chain(forged, anchors, Purpose::tls_client, kNow));
}

TEST(Issue, RefusesTextsOutOfRange) {
  const World world;
  const auto key = world.sho_key.public_key();
  EXPECT_FALSE(issue_sho_signer(world.operators, key, "", kYear));
  EXPECT_FALSE(issue_sho_signer(world.operators, key, std::string(65, '1'), kYear));
  EXPECT_FALSE(issue_operator_tls(world.operators, key, "RO", "DRF", "10.0.0.1,DNS:evil", kYear));
}

}  // namespace
}  // namespace foothold::pki
