// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/recognise.h"

#include <gtest/gtest.h>

#include "tests/unit/gui/capture/captures.h"

namespace foothold::gui::capture {
namespace {

using trace::Actor;
using trace::Layer;
using trace::wire::GsmtapType;

constexpr std::uint16_t kRawIp = 101;

// TS 48.016 9.2.10 NS-UNITDATA, BVCI 2; TS 48.018 10.2.2 UL-UNITDATA, TLLI 78000001, QoS, cell, LLC PDU.
Bytes gb_uplink(ByteView llc) {
  Bytes out = octets(
      "00000002"
      "01"
      "78000001"
      "000000"
      "088800f11000010100010e");
  out.push_back(static_cast<std::uint8_t>(0x80U | llc.size()));
  out.insert(out.end(), llc.begin(), llc.end());
  return out;
}

TEST(Recognise, FindsAnAttachRequestOnGb) {
  const Bytes packet = udp_of(gb_uplink(attach_request_llc()), 23000);
  const Recognised found = recognise(kRawIp, packet);
  EXPECT_EQ(found.name, "gmm.attach_request");
  EXPECT_EQ(found.layer, Layer::gmm);
  EXPECT_EQ(found.from, Actor::m2me);
  EXPECT_EQ(found.to, Actor::sgsn);
  EXPECT_EQ(found.tlli, 0x78000001U);
  EXPECT_EQ(imsi_of(found), "001020000000001");
  const trace::Event event = to_event(found, kRawIp, packet);
  EXPECT_EQ(event.field("tlli"), "78000001");
  EXPECT_EQ(event.field("imsi"), "001020000000001");
}

TEST(Recognise, FindsGsmtapOfEachKind) {
  struct Case {
    GsmtapType type;
    Layer layer;
    std::string_view name;
  };
  for (const Case& one :
       {Case{GsmtapType::um, Layer::um, "um.block"}, Case{GsmtapType::sim, Layer::apdu, "apdu.exchange"},
        Case{GsmtapType::gb_llc, Layer::gmm, "gmm.attach_request"},
        Case{GsmtapType{0x7f}, Layer::lab, "gsmtap.message"}}) {
    const Bytes packet = udp_of(gsmtap_of(one.type, attach_request_llc()), 4729);
    const Recognised found = recognise(kRawIp, packet);
    EXPECT_EQ(found.layer, one.layer) << one.name;
    EXPECT_EQ(found.name, one.name);
  }
}

TEST(Recognise, FindsGsupAndItsImsi) {
  // TCP with 20 octets of header to port 4222; IPA, 0xee 0x05; send-auth-info request with IMSI 001020000000001.
  Bytes packet = octets(
      "45000037"
      "00000000"
      "40060000"
      "7f0000017f000001");
  const Bytes tcp = octets(
      "9c40107e"
      "00000000"
      "00000000"
      "5018ffff"
      "00000000");
  const Bytes ipa = octets(
      "000cee05"
      "08"
      "0108"
      "00010200000000f1");
  packet.insert(packet.end(), tcp.begin(), tcp.end());
  packet.insert(packet.end(), ipa.begin(), ipa.end());
  packet[3] = static_cast<std::uint8_t>(packet.size());
  const Recognised found = recognise(kRawIp, packet);
  EXPECT_EQ(found.name, "gsup.send_auth_info_request");
  EXPECT_EQ(found.from, Actor::sgsn);
  EXPECT_EQ(imsi_of(found), "001020000000001");
}

TEST(Recognise, LooksThroughEthernetAndLinuxCooked) {
  const Bytes ip = udp_of(gsmtap_of(GsmtapType::sim, octets("00a40000")), 4729);
  Bytes ethernet = octets("0000000000000000000000000800");
  Bytes cooked = octets("00000304000600000000000000000800");
  ethernet.insert(ethernet.end(), ip.begin(), ip.end());
  cooked.insert(cooked.end(), ip.begin(), ip.end());
  EXPECT_EQ(recognise(1, ethernet).layer, Layer::apdu);
  EXPECT_EQ(recognise(113, cooked).layer, Layer::apdu);
  EXPECT_EQ(recognise(147, ip).name, "wire.packet");  // a link type that nobody knows
}

TEST(Recognise, EveryTruncationIsHarmless) {
  for (const Bytes& packet : {udp_of(gb_uplink(attach_request_llc()), 23000),
                              udp_of(gsmtap_of(GsmtapType::gb_llc, attach_request_llc()), 4729)}) {
    for (std::size_t size = 0; size < packet.size(); ++size) {
      const Recognised found = recognise(kRawIp, ByteView(packet).first(size));
      imsi_of(found);
      EXPECT_FALSE(found.name.empty()) << size;
    }
  }
}

}  // namespace
}  // namespace foothold::gui::capture
