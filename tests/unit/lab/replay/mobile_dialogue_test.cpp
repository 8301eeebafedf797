// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/mobile_dialogue.h"

#include <gtest/gtest.h>

#include "gsm/gmm/messages/status.h"
#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/ns_pdu.h"
#include "tests/unit/lab/replay/packets.h"
#include "tests/unit/lab/replay/sample_dialogue.h"

namespace foothold::lab::replay {
namespace {

using namespace gsm;
namespace gb = rf_bridge::gb;
using Kind = DialogueMessage::Kind;

const CellIdentity kCell{*RoutingArea::parse("001-01-1-1"), 7};

// Feeds datagrams of Gb as somebody else captured them.
struct GbCapture {
  void uplink(std::uint32_t tlli, Bytes llc_pdu) {
    gb::UlUnitdata up;
    up.tlli = tlli;
    up.cell = kCell;
    up.llc_pdu = std::move(llc_pdu);
    take(up, 23001, 2157);
  }
  void downlink(std::uint32_t tlli, Bytes llc_pdu, std::optional<Bytes> imsi = std::nullopt) {
    gb::DlUnitdata down;
    down.tlli = tlli;
    down.imsi = std::move(imsi);
    down.llc_pdu = std::move(llc_pdu);
    take(down, 2157, 23001);
  }
  void take(const gb::BssgpPdu& pdu, std::uint16_t from, std::uint16_t to) {
    const auto packet = ip_datagram(gb::encode_ns(gb::NsUnitdata{0, 2, gb::encode_bssgp(pdu)}), from, to);
    reader.take({++number, 101, packet, std::nullopt});
  }

  DialogueReader reader;
  std::size_t number = 0;
};

Bytes frame(bool uplink, ByteView sdu, bool ciphered = false, llc::Sapi sapi = llc::Sapi::gmm) {
  return llc::encode_ui(uplink ? llc::Sender::mobile : llc::Sender::sgsn, true, sapi, {0, ciphered, true}, sdu);
}

TEST(DialogueReader, FollowsAMobileFromItsImsiToItsPtmsi) {
  GbCapture capture;
  capture.uplink(0x78000001, frame(true, gmm::encode(attach_request())));
  capture.downlink(0x78000001, frame(false, gmm::encode(attach_accept(kCapturedPtmsi))));
  capture.uplink(Tlli::local(Ptmsi{kCapturedPtmsi}).value, frame(true, gmm::encode(gmm::AttachComplete{})));
  capture.uplink(0x78000009, frame(true, gmm::encode(gmm::GmmStatus{})));  // another one
  const auto& all = capture.reader.dialogues();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].imsi, "001020000000001");
  EXPECT_EQ(all[0].messages.size(), 3U);
  EXPECT_TRUE(all[0].attaches());
  EXPECT_EQ(all[1].imsi, "");
  EXPECT_FALSE(all[1].attaches());
  EXPECT_EQ(capture.reader.cell(), kCell);
}

TEST(DialogueReader, FollowsAMobileByTheImsiInADownlinkUnitdata) {
  GbCapture capture;
  capture.uplink(0x78000001, frame(true, gmm::encode(attach_request())));
  // Ciphered, as everything with the new TLLI is: the BSSGP header tells.
  auto ciphered = frame(false, gmm::encode(attach_accept(kCapturedPtmsi)), true);
  ciphered[6] ^= 0x55;
  capture.downlink(0xc1234567, ciphered, encode_mobile_identity(*Imsi::parse("001020000000001")));
  const auto& all = capture.reader.dialogues();
  ASSERT_EQ(all.size(), 1U);
  ASSERT_EQ(all[0].messages.size(), 2U);
  EXPECT_EQ(all[0].messages[1].kind, Kind::unreadable);
  EXPECT_EQ(all[0].messages[1].packet, 2U);
}

TEST(DialogueReader, AnIdentityResponseNamesAMobile) {
  GbCapture capture;
  capture.uplink(0x78000001, frame(true, gmm::encode(gmm::GmmStatus{})));
  capture.uplink(0x78000001, frame(true, gmm::encode(gmm::IdentityResponse{*Imsi::parse("001020000000001")})));
  ASSERT_EQ(capture.reader.dialogues().size(), 1U);
  EXPECT_EQ(capture.reader.dialogues()[0].imsi, "001020000000001");
}

TEST(DialogueReader, TellsKindsOfFrames) {
  GbCapture capture;
  capture.uplink(1, frame(true, Bytes{1, 2, 3}, false, llc::Sapi::ll3));
  capture.uplink(1, frame(true, Bytes{1, 2, 3}, false, llc::Sapi::sms));
  capture.uplink(1, llc::encode_u(llc::Sender::mobile, false, llc::Sapi::ll3, {llc::UCommand::xid, true}, Bytes{4}));
  capture.uplink(1, Bytes{0xff});
  const auto& messages = capture.reader.dialogues().at(0).messages;
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[0].kind, Kind::user_data);
  EXPECT_TRUE(messages[0].information.empty());
  EXPECT_EQ(messages[1].kind, Kind::other);
  EXPECT_EQ(messages[2].kind, Kind::xid);
  EXPECT_FALSE(messages[2].command);
  EXPECT_TRUE(messages[2].poll_final);
  EXPECT_EQ(messages[3].kind, Kind::other);
}

TEST(DialogueReader, TakesGsmtapForOneMobile) {
  DialogueReader reader;
  const auto request = gsmtap_message(wire::GsmtapType::gb_llc, true, frame(true, gmm::encode(attach_request())));
  const auto accept =
      gsmtap_message(wire::GsmtapType::gb_llc, false, frame(false, gmm::encode(attach_accept(kCapturedPtmsi))));
  reader.take({1, 101, ip_datagram(request, 40000, 4729), std::nullopt});
  reader.take({2, 217, accept, std::nullopt});
  ASSERT_EQ(reader.dialogues().size(), 1U);
  EXPECT_EQ(reader.dialogues()[0].messages.size(), 2U);
  EXPECT_EQ(reader.dialogues()[0].imsi, "001020000000001");
}

TEST(DialogueReader, PrefersWhatOurProgramsHaveInTheClear) {
  GbCapture capture;
  auto ciphered = frame(true, gmm::encode(attach_request()), true);
  ciphered[6] ^= 1;
  capture.uplink(0x78000001, ciphered);
  trace::Event event;
  event.layer = trace::Layer::llc;
  event.kind = trace::Kind::sent;
  event.name = "llc.ui";
  event.payload = trace::Payload::llc;
  event.uplink = true;
  event.fields = {{"tlli", "78000001"}};
  const auto clear = gsmtap_message(wire::GsmtapType::gb_llc, true, frame(true, gmm::encode(attach_request()), true));
  const auto packet = ip_datagram(clear, 4729, 4729);
  capture.reader.take({9, 101, packet, event});
  event.payload = trace::Payload::none;  // user data, of which the trace has the size alone
  capture.reader.take({10, 101, packet, event});
  const auto& all = capture.reader.dialogues();
  ASSERT_EQ(all.size(), 1U);
  ASSERT_EQ(all[0].messages.size(), 2U);
  EXPECT_EQ(all[0].messages[0].kind, Kind::layer3);
  EXPECT_EQ(all[0].messages[1].kind, Kind::user_data);
  EXPECT_EQ(all[0].imsi, "001020000000001");
}

}  // namespace
}  // namespace foothold::lab::replay
