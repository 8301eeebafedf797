// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/personalise/personalise.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/attest/measurement_registers.h"

namespace foothold::tre_emu::personalise {
namespace {

using nlohmann::json;

Result<Personalisation> make(const Order& order) {
  const auto& pki = TestPki::get();
  return personalise(order, pki.platform, pki.operators.certificate, kNow, pki::fill_random);
}

TEST(Personalise, GivesTheRoTheCredential) {
  const auto made = make(test_order()).value();
  const auto half = json::parse(made.ro_half.reveal().begin(), made.ro_half.reveal().end());
  EXPECT_EQ(half["pcid"], kPcid);
  EXPECT_EQ(half["k"], kK);
  EXPECT_EQ(half["opc"], kOpc);
  EXPECT_EQ(half["amf"], "0000");
  EXPECT_EQ(half["sqn"], "ff9bb4d0b5e7");
  EXPECT_EQ(half["algorithm"], "milenage");
}

TEST(Personalise, GivesThePvaPlatformCredentialAndReferences) {
  auto order = test_order();
  order.components = {{"firmware", pki::sha256(hex("aa"))}, {"agent", pki::sha256(hex("bb"))}};
  const auto made = make(order).value();
  const auto half = json::parse(made.pva_half);
  EXPECT_EQ(half["pcid"], kPcid);
  EXPECT_EQ(half["tre_identity"], kTreIdentity);
  EXPECT_EQ(from_base64(half["pfc_sign"].get<std::string>()).value(), made.state.pfc_sign);
  EXPECT_EQ(from_base64(half["pfc_enc"].get<std::string>()).value(), made.state.pfc_enc);
  ASSERT_EQ(half["components"].size(), 2U);
  EXPECT_EQ(half["components"][0]["name"], "firmware");
  attest::MeasurementRegisters registers;
  const auto reached = registers.extend("firmware", pki::sha256(hex("aa"))).value();
  EXPECT_EQ(half["components"][0]["register"], to_hex(reached));
  EXPECT_EQ(made.pva_half.find(kK), std::string::npos);
}

TEST(Personalise, MakesAPlatformCredentialOfTwoKeys) {
  const auto made = make(test_order()).value();
  const auto& pki = TestPki::get();
  const auto sign = pki::Certificate::from_der(made.state.pfc_sign).value();
  const auto enc = pki::Certificate::from_der(made.state.pfc_enc).value();
  for (const auto& certificate : {sign, enc}) {
    EXPECT_EQ(certificate.common_name(), kTreIdentity);
    EXPECT_EQ(certificate.user_id(), kPcid);
  }
  const std::vector anchors{pki.platform.certificate};
  EXPECT_TRUE(pki::verify_chain(sign, anchors, pki::Purpose::tls_client, kNow));
  EXPECT_TRUE(pki::verify_chain(enc, anchors, pki::Purpose::key_agreement, kNow));
  EXPECT_FALSE(sign.public_key() == enc.public_key());
  EXPECT_TRUE(pki::PrivateKey::from_der(made.state.sign_key.reveal())->public_key() == sign.public_key());
  EXPECT_TRUE(pki::PrivateKey::from_der(made.state.enc_key.reveal())->public_key() == enc.public_key());
}

TEST(Personalise, MakesKeysOfItsOwnForEachDevice) {
  auto order = test_order();
  order.k.reset();
  order.opc.reset();
  const auto first = make(order).value();
  const auto second = make(order).value();
  const auto& first_key = std::get<gsm::auth::MilenageKey>(first.state.pcid.algorithm);
  const auto& second_key = std::get<gsm::auth::MilenageKey>(second.state.pcid.algorithm);
  EXPECT_FALSE(first_key.k == second_key.k);
  EXPECT_FALSE(first_key.opc == second_key.opc);
  EXPECT_FALSE(first.fuse.root_key == second.fuse.root_key);
}

TEST(Personalise, StartsBothSidesAtTheSameSequenceNumber) {
  auto order = test_order();
  order.sqn = gsm::auth::Sqn(1048576);
  const auto window = make(order)->state.pcid.sqn;
  EXPECT_FALSE(window.is_fresh(gsm::auth::Sqn(1048576)));
  EXPECT_TRUE(window.is_fresh(gsm::auth::next_sqn(order.sqn).value()));
  EXPECT_FALSE(window.is_fresh(gsm::auth::Sqn(0x21)));
}

TEST(Personalise, MakesAnIccidWithItsCheckDigit) {
  const auto iccid = make(test_order())->state.pcid.iccid;
  EXPECT_EQ(iccid, "8900102000000000109");  // Luhn: 8 + 9 (of 18) + 1 + 2 + 1 = 21, so 9
}

TEST(Personalise, RefusesWhatIsOutOfRange) {
  const auto refuses = [](auto change) {
    auto order = test_order();
    change(order);
    return !make(order).has_value();
  };
  EXPECT_TRUE(refuses([](Order& order) { order.pcid = "12345"; }));
  EXPECT_TRUE(refuses([](Order& order) { order.pcid = "00102000000000A"; }));
  EXPECT_TRUE(refuses([](Order& order) { order.mnc_digits = 4; }));
  EXPECT_TRUE(refuses([](Order& order) { order.tre_identity = ""; }));
  EXPECT_TRUE(refuses([](Order& order) { order.tre_identity = std::string(65, 'T'); }));
  EXPECT_TRUE(refuses([](Order& order) { order.tre_identity = "TRE\n1"; }));
  EXPECT_TRUE(refuses([](Order& order) { order.apn = ""; }));
  EXPECT_TRUE(refuses([](Order& order) { order.drf_name = ""; }));
  EXPECT_TRUE(refuses([](Order& order) { order.components = {{"a", {}}, {"a", {}}}; }));
  EXPECT_TRUE(refuses([](Order& order) { order.components = {{"", {}}}; }));
}

}  // namespace
}  // namespace foothold::tre_emu::personalise
