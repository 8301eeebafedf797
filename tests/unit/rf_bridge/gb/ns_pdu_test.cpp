// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Golden octets: NS between a BSS and osmo-sgsn 1.9.0 (`accept-ipaccess`), as captured on UDP.
#include "rf_bridge/gb/ns_pdu.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::rf_bridge::gb {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

struct Golden {
  const char* octets;
  NsPdu pdu;
  const char* name;
};

const Golden kGolden[] = {
    // NS_RESET, cause O&M intervention, NS-VCI 101, NSEI 101
    {"02 008101 01820065 04820065", NsReset{NsCause::om_intervention, 101, 101}, "reset"},
    {"03 01820065 04820065", NsResetAck{101, 101}, "reset_ack"},
    {"0a", NsAlive{}, "alive"},
    {"0b", NsAliveAck{}, "alive_ack"},
    {"06", NsUnblock{}, "unblock"},
    {"07", NsUnblockAck{}, "unblock_ack"},
    // NS_UNITDATA on BVCI 2, a FLOW-CONTROL-BVC-ACK
    {"00 00 0002 271e8101", NsUnitdata{0, 2, {0x27, 0x1e, 0x81, 0x01}}, "unitdata"},
    // Not in the capture; TS 48.016 9.2.3, 9.2.4, 9.2.7
    {"04 008100 01820065", NsBlock{NsCause::transit_network_failure, 101}, "block"},
    {"05 01820065", NsBlockAck{101}, "block_ack"},
    {"08 008104 01820065", NsStatus{NsCause::nsvc_unknown, 101, {}, {}}, "status"},
    {"08 008105 03820007", NsStatus{NsCause::bvci_unknown, {}, {}, 7}, "status"},
    {"08 00810a 0282060a", NsStatus{NsCause::pdu_not_compatible_with_state, {}, Bytes{0x06, 0x0a}, {}}, "status"},
};

TEST(NsPdu, ReadsAndWritesGoldenOctets) {
  for (const auto& golden : kGolden) {
    auto pdu = decode_ns(hex(golden.octets));
    ASSERT_TRUE(pdu) << golden.octets << ": " << to_string(pdu.error());
    EXPECT_EQ(*pdu, golden.pdu) << golden.octets;
    EXPECT_EQ(to_hex(encode_ns(golden.pdu)), to_hex(hex(golden.octets)));
    EXPECT_STREQ(ns_pdu_name(*pdu), golden.name);
  }
}

TEST(NsPdu, RefusesEveryTruncation) {
  for (const auto& golden : kGolden) {
    const Bytes octets = hex(golden.octets);
    for (std::size_t size = 0; size < octets.size(); ++size) {
      auto pdu = decode_ns(ByteView(octets).first(size));
      if (std::holds_alternative<NsUnitdata>(golden.pdu) && size >= 4) continue;  // what is left is a shorter SDU
      if (std::holds_alternative<NsStatus>(golden.pdu) && size == 4) continue;    // what is left is the cause alone
      EXPECT_FALSE(pdu) << golden.octets << " cut to " << size;
    }
  }
}

TEST(NsPdu, NamesTheCauseToAnswer) {
  EXPECT_EQ(decode_ns({}).error().answer, static_cast<int>(NsCause::protocol_error));
  EXPECT_EQ(decode_ns(hex("ff")).error().answer, static_cast<int>(NsCause::protocol_error));
  EXPECT_EQ(decode_ns(hex("02 008101 01820065")).error().answer, static_cast<int>(NsCause::missing_essential_element));
  EXPECT_EQ(decode_ns(hex("02 008101 018165 04820065")).error().answer,
            static_cast<int>(NsCause::invalid_essential_element));
  EXPECT_EQ(decode_ns(hex("00 00 00")).error().answer, static_cast<int>(NsCause::invalid_essential_element));
}

TEST(NsPdu, SkipsUnknownElementsAndTakesTheFirstOfEach) {
  auto pdu = decode_ns(hex("03 7f820001 01820065 01820066 04820065 0b83010203"));
  ASSERT_TRUE(pdu);
  EXPECT_EQ(*pdu, NsPdu(NsResetAck{101, 101}));
}

TEST(NsPdu, TakesTheLengthIndicatorInTwoOctets) {
  auto pdu = decode_ns(hex("03 0100020065 0400020065"));
  ASSERT_TRUE(pdu);
  EXPECT_EQ(*pdu, NsPdu(NsResetAck{101, 101}));
}

TEST(NsPdu, CarriesLongElements) {
  const NsStatus status{NsCause::protocol_error, {}, Bytes(300, 0x55), {}};
  const Bytes octets = encode_ns(status);
  EXPECT_EQ(to_hex(ByteView(octets).subspan(4, 3)), "02012c");  // 300 in two octets
  EXPECT_EQ(decode_ns(octets).value(), NsPdu(status));
}

}  // namespace
}  // namespace foothold::rf_bridge::gb
