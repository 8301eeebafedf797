// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/llc_ms.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "captured_frames.h"

namespace foothold::gsm::llc {
namespace {

constexpr Tlli kOld{captured::kOldTlli}, kNew{captured::kNewTlli};

CipherContext gea3() {
  CipherContext context;
  context.algorithm = Gea::gea3;
  const auto kc = *from_hex(captured::kKc);
  context.key = Secret<8>(std::span(kc).first<8>());
  return context;
}

template <class Wanted>
std::vector<Wanted> all(const Effects& effects) {
  std::vector<Wanted> found;
  for (const auto& effect : effects) {
    if (const auto* it = std::get_if<Wanted>(&effect)) found.push_back(*it);
  }
  return found;
}

std::string discard_reason(const Effects& effects) {
  for (const auto& event : all<trace::Event>(effects)) {
    if (event.kind == trace::Kind::discarded) return event.field("reason");
  }
  return {};
}

struct LlcMsTest : testing::Test {
  LlcMsTest() { llc.assign_tlli(std::nullopt, kOld); }

  Effects receive(Tlli tlli, ByteView pdu) {
    Effects effects;
    llc.on_pdu(tlli, pdu, effects);
    return effects;
  }
  Effects send(Sapi sapi, ByteView sdu, bool may_cipher) {
    Effects effects;
    llc.unitdata_request(sapi, sdu, may_cipher, effects);
    return effects;
  }

  LlcMs llc;
};

// The whole attach of the capture, both directions, octet for octet.
TEST_F(LlcMsTest, CapturedAttachWithGea3) {
  const auto request = *from_hex(captured::kAttachRequest);
  const auto sent = all<SendPdu>(send(Sapi::gmm, ByteView(request).subspan(3, request.size() - 6), false));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].tlli, kOld);
  EXPECT_EQ(to_hex(sent[0].pdu), captured::kAttachRequest);

  ASSERT_EQ(all<UnitdataIndication>(receive(kOld, *from_hex(captured::kIdentityRequest))).size(), 1U);
  ASSERT_EQ(all<UnitdataIndication>(receive(kOld, *from_hex(captured::kAuthenticationRequest))).size(), 1U);
  send(Sapi::gmm, Bytes{0x08, 0x16}, false);
  send(Sapi::gmm, Bytes{0x08, 0x13}, false);
  llc.set_ciphering(gea3());

  const auto effects = receive(kOld, *from_hex(captured::kCipheredAttachAccept));
  const auto accept = all<UnitdataIndication>(effects);
  ASSERT_EQ(accept.size(), 1U) << discard_reason(effects);
  EXPECT_TRUE(accept[0].ciphered);
  EXPECT_EQ(to_hex(ByteView(accept[0].sdu).first(2)), "0802");  // GMM, Attach Accept

  // What the trace shows is a whole frame in the clear.
  const auto shown = all<trace::Event>(effects).at(0);
  const auto clear = decode_frame(shown.bytes, Sender::sgsn);
  ASSERT_TRUE(clear);
  EXPECT_FALSE(std::get<UiControl>(clear->control).ciphered);
  EXPECT_TRUE(fcs_is_right(shown.bytes, *clear));
  EXPECT_EQ(Bytes(clear->information.begin(), clear->information.end()), accept[0].sdu);

  llc.assign_tlli(kOld, kNew);
  const auto complete = all<SendPdu>(send(Sapi::gmm, Bytes{0x08, 0x03}, true));
  ASSERT_EQ(complete.size(), 1U);
  EXPECT_EQ(complete[0].tlli, kNew);
  EXPECT_EQ(to_hex(complete[0].pdu), captured::kCipheredAttachComplete);
}

TEST_F(LlcMsTest, AnswersTheXidOfOsmoSgsnAndTakesItsN201) {
  const auto effects = receive(kOld, *from_hex(captured::kXid));
  const auto sent = all<SendPdu>(effects);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(to_hex(sent[0].pdu), captured::kXid);
  EXPECT_EQ(llc.n201_u(Sapi::ll3), 500);
  ASSERT_EQ(all<N201Indication>(effects).size(), 1U);
}

TEST_F(LlcMsTest, XidResetZeroesTheCountersAndSetsTheIov) {
  for (int i = 0; i < 3; ++i) send(Sapi::gmm, Bytes{0x08}, false);
  const auto effects =
      receive(kOld, encode_u(Sender::sgsn, true, Sapi::gmm, {UCommand::xid, true}, *from_hex("84100000000530")));
  EXPECT_EQ(all<ResetIndication>(effects).size(), 1U);
  llc.set_ciphering(gea3());
  const auto pdu = all<SendPdu>(send(Sapi::gmm, Bytes{0x08, 0x03}, true)).at(0).pdu;
  EXPECT_EQ(std::get<UiControl>(decode_frame(pdu, Sender::mobile)->control).nu, 0);
  auto expected = encode_ui(Sender::mobile, true, Sapi::gmm, {0, true, true}, Bytes{0x08, 0x03});
  apply_cipher(std::span(expected).subspan(3), gea3(), 5, Sapi::gmm, 0, Sender::mobile);
  EXPECT_EQ(pdu, expected);
}

TEST_F(LlcMsTest, BothTllisAreTakenWhileAChangeIsUnderWay) {
  llc.assign_tlli(kOld, kNew);
  EXPECT_EQ(all<UnitdataIndication>(receive(kOld, *from_hex(captured::kIdentityRequest))).size(), 1U);
  llc.assign_tlli(kNew, kNew);
  EXPECT_EQ(discard_reason(receive(kOld, *from_hex(captured::kAuthenticationRequest))), "the TLLI is not ours");
}

TEST_F(LlcMsTest, ANewLinkStartsFromZero) {
  send(Sapi::gmm, Bytes{0x08}, false);
  llc.assign_tlli(std::nullopt, kNew);
  const auto pdu = all<SendPdu>(send(Sapi::gmm, Bytes{0x08}, false)).at(0).pdu;
  EXPECT_EQ(std::get<UiControl>(decode_frame(pdu, Sender::mobile)->control).nu, 0);
}

TEST_F(LlcMsTest, WithoutATlliNothingGoesOut) {
  llc.assign_tlli(kOld, std::nullopt);
  const auto effects = send(Sapi::gmm, Bytes{0x08}, false);
  EXPECT_TRUE(all<SendPdu>(effects).empty());
  EXPECT_FALSE(discard_reason(effects).empty());
}

TEST_F(LlcMsTest, AnSduLongerThanN201IsRefused) {
  EXPECT_FALSE(discard_reason(send(Sapi::ll3, Bytes(501), false)).empty());
  EXPECT_EQ(all<SendPdu>(send(Sapi::ll3, Bytes(500), false)).size(), 1U);
}

TEST_F(LlcMsTest, DiscardsWhatIsDamagedCipheredTooEarlyOrDoubled) {
  auto bad = *from_hex(captured::kIdentityRequest);
  bad[4] ^= 1;
  EXPECT_EQ(discard_reason(receive(kOld, bad)), "the FCS is wrong");
  EXPECT_EQ(discard_reason(receive(kOld, *from_hex(captured::kCipheredAttachAccept))),
            "ciphered, but no key is agreed");
  // The damaged frame did not use up its number.
  EXPECT_EQ(all<UnitdataIndication>(receive(kOld, *from_hex(captured::kIdentityRequest))).size(), 1U);
  EXPECT_EQ(discard_reason(receive(kOld, *from_hex(captured::kIdentityRequest))), "N(U) 0 was received before");
}

// osmo-sgsn after a second ATTACH COMPLETE: from zero again, and no XID says so.
TEST_F(LlcMsTest, FollowsAnSgsnThatCountsAnew) {
  llc.set_ciphering(gea3());
  const auto frame = [&](std::uint32_t count, std::uint8_t content) {
    const auto nu = static_cast<std::uint16_t>(count % 512);
    auto pdu = encode_ui(Sender::sgsn, true, Sapi::ll3, {nu, true, true}, Bytes{content, 0x11});
    apply_cipher(std::span(pdu).subspan(3), gea3(), 0, Sapi::ll3, count, Sender::sgsn);
    return pdu;
  };
  for (const std::uint32_t last : {3U, 100U, 700U}) {
    SCOPED_TRACE(last);
    llc.assign_tlli(std::nullopt, kNew);
    for (std::uint32_t count = 0; count <= last; ++count) {
      ASSERT_EQ(all<UnitdataIndication>(receive(kNew, frame(count, 1))).size(), 1U) << count;
    }
    for (std::uint32_t count = 0; count < 5; ++count) {
      EXPECT_EQ(all<UnitdataIndication>(receive(kNew, frame(count, 2))).size(), 1U) << count;
      EXPECT_TRUE(all<UnitdataIndication>(receive(kNew, frame(count, 2))).empty()) << count;
    }
  }
}

// Which answers in the clear to a TLLI that we have left.
TEST_F(LlcMsTest, DoesNotFollowAnSgsnWithoutTheKey) {
  llc.set_ciphering(gea3());
  const auto clear = [](std::uint8_t content) {
    return encode_ui(Sender::sgsn, true, Sapi::gmm, {0, false, true}, Bytes{0x08, content});
  };
  EXPECT_EQ(all<UnitdataIndication>(receive(kOld, clear(1))).size(), 1U);
  EXPECT_EQ(discard_reason(receive(kOld, clear(2))), "N(U) 0 was received before");
}

TEST_F(LlcMsTest, RefusesAcknowledgedModeWithDm) {
  const auto effects = receive(kOld, encode_u(Sender::sgsn, true, Sapi::ll3, {UCommand::sabm, true}, {}));
  const auto sent = all<SendPdu>(effects);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(std::get<UControl>(decode_frame(sent[0].pdu, Sender::mobile)->control), (UControl{UCommand::dm, true}));
}

TEST_F(LlcMsTest, IgnoresDummyUiFramesSilently) {
  const auto dummy = *from_hex("43c0012b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b");
  EXPECT_TRUE(receive(kOld, dummy).empty());
}

}  // namespace
}  // namespace foothold::gsm::llc
