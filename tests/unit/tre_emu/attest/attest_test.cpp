// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/attest/evidence.h"
#include "tre_emu/attest/measurement_registers.h"
#include "tre_emu/attest/tls_signature.h"

namespace foothold::tre_emu::attest {
namespace {

// SHA-256 of 64 zero octets.
constexpr const char* kZerosExtendedByZeros = "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b";

TEST(MeasurementRegisters, StartFromZeroAndNeverGoBack) {
  MeasurementRegisters registers;
  EXPECT_EQ(to_hex(registers.extend("firmware", {}).value()), kZerosExtendedByZeros);
  const auto second = registers.extend("firmware", {}).value();
  EXPECT_NE(to_hex(second), kZerosExtendedByZeros);
  EXPECT_EQ(to_hex(registers.extend("agent", {}).value()), kZerosExtendedByZeros);
  ASSERT_EQ(registers.components().size(), 2U);
  EXPECT_EQ(registers.components()[0].name, "firmware");
  EXPECT_EQ(registers.components()[0].register_value, second);
}

TEST(MeasurementRegisters, RefuseOnceClosed) {
  MeasurementRegisters registers;
  registers.close();
  const auto refused = registers.extend("firmware", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().answer, 0x6985);
  EXPECT_TRUE(registers.components().empty());
}

TEST(MeasurementRegisters, RefuseNamesAndNumbersOutOfRange) {
  MeasurementRegisters registers;
  for (const auto& name :
       {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\n"), std::string(1, '\0')}) {
    EXPECT_EQ(registers.extend(name, {}).error().answer, 0x6A80);
  }
  for (std::size_t i = 0; i < pki::EatClaims::kMaxComponents; ++i) {
    ASSERT_TRUE(registers.extend(std::string(64 - i, 'a'), {}));
  }
  EXPECT_EQ(registers.extend("one-more", {}).error().answer, 0x6A84);
  EXPECT_TRUE(registers.extend(std::string(64, 'a'), {}));
}

TEST(Evidence, HasNonceIdentitiesAndRegisters) {
  const TestDevice device;
  MeasurementRegisters registers;
  ASSERT_TRUE(registers.extend("firmware", {}));
  const auto nonce = hex("000102030405060708090a0b0c0d0e0f");
  const auto token = make_evidence(device.tre->vault(), registers, nonce);
  ASSERT_TRUE(token);
  const auto& state = device.tre->vault().state();
  const auto pfc_sign = pki::Certificate::from_der(state.pfc_sign).value();
  const auto claims = pki::verify_eat(*token, pfc_sign.public_key());
  ASSERT_TRUE(claims) << to_string(claims.error());
  EXPECT_EQ(claims->nonce, nonce);
  EXPECT_EQ(claims->tre_identity, kTreIdentity);
  EXPECT_EQ(claims->pcid, kPcid);
  EXPECT_EQ(claims->components, registers.components());
  const auto pfc_enc = pki::Certificate::from_der(state.pfc_enc).value();
  EXPECT_FALSE(pki::verify_eat(*token, pfc_enc.public_key()));
}

Bytes certificate_verify(std::size_t hash) {
  Bytes content(64, 0x20);
  const std::string_view context = "TLS 1.3, client CertificateVerify";
  content.insert(content.end(), context.begin(), context.end());
  content.push_back(0);
  content.resize(content.size() + hash, 0x5A);
  return content;
}

TEST(TlsSignature, IsForClientCertificateVerifyAlone) {
  EXPECT_TRUE(is_client_certificate_verify(certificate_verify(32)));
  EXPECT_TRUE(is_client_certificate_verify(certificate_verify(48)));
  for (const std::size_t hash : {0U, 20U, 31U, 33U, 47U, 49U, 64U}) {
    EXPECT_FALSE(is_client_certificate_verify(certificate_verify(hash))) << hash;
  }
  const auto right = certificate_verify(32);
  for (std::size_t at = 0; at < 64 + 33 + 1; ++at) {
    auto changed = right;
    changed[at] ^= 0x01;
    EXPECT_FALSE(is_client_certificate_verify(changed)) << at;
  }
  for (std::size_t size = 0; size < right.size(); ++size) {
    EXPECT_FALSE(is_client_certificate_verify(ByteView(right).first(size))) << size;
  }
  auto server = certificate_verify(32);  // what a server would sign
  std::ranges::copy(std::string_view("TLS 1.3, server"), server.begin() + 64);
  EXPECT_FALSE(is_client_certificate_verify(server));
}

}  // namespace
}  // namespace foothold::tre_emu::attest
