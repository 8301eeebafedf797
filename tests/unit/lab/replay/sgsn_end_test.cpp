// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/sgsn_end.h"

#include <gtest/gtest.h>

#include <deque>

#include "rf_bridge/gb/bss.h"

namespace foothold::lab::replay {
namespace {

namespace gb = rf_bridge::gb;

// A BSS and this end, datagrams carried until there are none.
struct Link {
  void take(gb::Bss::Effects effects) {
    for (auto& effect : effects) {
      if (auto* const datagram = std::get_if<gb::SendDatagram>(&effect)) uplink.push_back(datagram->octets);
      if (auto* const delivered = std::get_if<gb::LlcDelivered>(&effect)) delivered_to_mobile.push_back(*delivered);
    }
    while (!uplink.empty()) {
      const auto octets = std::move(uplink.front());
      uplink.pop_front();
      for (auto& effect : sgsn.on_datagram(octets)) {
        if (auto* const answer = std::get_if<SgsnEnd::SendDatagram>(&effect)) take(bss.on_datagram(answer->octets));
        if (auto* const up = std::get_if<SgsnEnd::LlcFromMobile>(&effect)) from_mobile.push_back(*up);
      }
    }
  }
  static gb::CellSettings cell() {
    gb::CellSettings settings;
    settings.bvci = 7;
    settings.cell = {*gsm::RoutingArea::parse("001-01-1-1"), 1};
    return settings;
  }

  SgsnEnd sgsn;
  gb::Bss bss{{}, cell()};
  std::deque<Bytes> uplink;
  std::vector<gb::LlcDelivered> delivered_to_mobile;
  std::vector<SgsnEnd::LlcFromMobile> from_mobile;
};

TEST(SgsnEnd, BringsACellUp) {
  Link link;
  link.take(link.bss.start());
  EXPECT_TRUE(link.bss.cell_is_available());
}

TEST(SgsnEnd, CarriesLlcPdusBothWays) {
  Link link;
  link.take(link.bss.start());
  link.take(link.bss.send_llc_pdu(gsm::Tlli{0x78000001}, Bytes{1, 2, 3}));
  ASSERT_EQ(link.from_mobile.size(), 1U);
  EXPECT_EQ(link.from_mobile[0].tlli, gsm::Tlli{0x78000001});
  EXPECT_EQ(link.from_mobile[0].pdu, (Bytes{1, 2, 3}));
  link.take(link.bss.on_datagram(link.sgsn.carry(gsm::Tlli{0x78000001}, Bytes{4, 5})));
  ASSERT_EQ(link.delivered_to_mobile.size(), 1U);
  EXPECT_EQ(link.delivered_to_mobile[0].pdu, (Bytes{4, 5}));
}

TEST(SgsnEnd, AnswersATestOfTheLink) {
  SgsnEnd sgsn;
  const auto effects = sgsn.on_datagram(gb::encode_ns(gb::NsAlive{}));
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_EQ(std::get<SgsnEnd::SendDatagram>(effects[0]).octets, gb::encode_ns(gb::NsAliveAck{}));
}

TEST(SgsnEnd, SaysNothingToWhatItDoesNotUnderstand) {
  SgsnEnd sgsn;
  EXPECT_TRUE(sgsn.on_datagram(Bytes{}).empty());
  EXPECT_TRUE(sgsn.on_datagram(Bytes{0xff, 1, 2}).empty());
  EXPECT_TRUE(sgsn.on_datagram(gb::encode_ns(gb::NsUnitdata{0, 7, Bytes{0x01, 0x02}})).empty());
}

}  // namespace
}  // namespace foothold::lab::replay
