// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Golden octets: BSSGP between a BSS and osmo-sgsn 1.9.0, as captured, without the NS header.
#include "rf_bridge/gb/bssgp_pdu.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::rf_bridge::gb {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

gsm::CellIdentity cell() {
  return {gsm::RoutingArea::parse("001-01-1-1").value(), 1};
}

struct Golden {
  const char* octets;
  BssgpPdu pdu;
  const char* name;
};

const Golden kGolden[] = {
    // BVC-RESET of the signalling BVC, O&M intervention; and of BVCI 2, RAI 001-01-1-1, CI 1
    {"22 04820000 078108", BvcReset{0, BssgpCause::om_intervention, {}, {}}, "bvc_reset"},
    {"22 04820002 078108 0888 00f110 0001 01 0001", BvcReset{2, BssgpCause::om_intervention, cell(), {}}, "bvc_reset"},
    {"23 04820000", BvcResetAck{0, {}, {}}, "bvc_reset_ack"},
    {"23 04820002", BvcResetAck{2, {}, {}}, "bvc_reset_ack"},
    // Tag 1, bucket size, leak rate, Bmax default and R default all at their greatest
    {"26 1e8101 0582ffff 0382ffff 0182ffff 1c82ffff", FlowControlBvc{1, 0xffff, 0xffff, 0xffff, 0xffff},
     "flow_control_bvc"},
    {"27 1e8101", FlowControlBvcAck{1}, "flow_control_bvc_ack"},
    // GMM identity response from TLLI 7998a17f, alignment octets present and empty
    {"01 7998a17f 000004 0888 00f110 0001 01 0001 0080 0e91 01c0050816083a652909000000106d5e86",
     UlUnitdata{0x7998a17f, {0, 0, 4}, cell(), Bytes{}, from_hex("01c0050816083a652909000000106d5e86").value()},
     "ul_unitdata"},
    // GMM identity request: lifetime 1000 cs, MS RA capability, DRX, IMSI
    {"00 7998a17f 000020 168203e8 "
     "139918b3432b2596620060809ac2c662006080bac8c662006080000a820a000d8809101000000000100e89"
     "41c001081502de8e9a",
     DlUnitdata{0x7998a17f,
                {0, 0, 0x20},
                1000,
                from_hex("18b3432b2596620060809ac2c662006080bac8c66200608000").value(),
                0x0a00,
                from_hex("0910100000000010").value(),
                {},
                from_hex("41c001081502de8e9a").value()},
     "dl_unitdata"},
    // Not in the capture; TS 48.018 10.3.1, 10.3.5, 10.4.8 to 10.4.11, 10.4.3, 10.4.14
    {"06 0d880910100000000010 0a820a00 04820002 1883000020 2084ff21eed2",
     PagingPs{from_hex("0910100000000010").value(), 0x0a00, 2, {}, {}, {}, {0, 0, 0x20}, 0xff21eed2}, "paging_ps"},
    {"0a 1f84ff21eed2 198100", RadioStatus{0xff21eed2, {}, {}, 0}, "radio_status"},
    {"20 04820002 078108", BvcBlock{2, BssgpCause::om_intervention}, "bvc_block"},
    {"21 04820002", BvcBlockAck{2}, "bvc_block_ack"},
    {"24 04820002", BvcUnblock{2}, "bvc_unblock"},
    {"25 04820002", BvcUnblockAck{2}, "bvc_unblock_ack"},
    {"2c 1f84ff21eed2 0f8103 04820002 2583000123", LlcDiscarded{0xff21eed2, 3, 2, {0, 1, 0x23}}, "llc_discarded"},
    {"41 078105 04820007 1582012a", BssgpStatus{BssgpCause::bvci_unknown, 7, Bytes{0x01, 0x2a}}, "status"},
};

TEST(BssgpPdu, ReadsAndWritesGoldenOctets) {
  for (const auto& golden : kGolden) {
    auto pdu = decode_bssgp(hex(golden.octets));
    ASSERT_TRUE(pdu) << golden.octets << ": " << to_string(pdu.error());
    EXPECT_EQ(*pdu, golden.pdu) << golden.octets;
    EXPECT_EQ(to_hex(encode_bssgp(golden.pdu)), to_hex(hex(golden.octets)));
    EXPECT_STREQ(bssgp_pdu_name(*pdu), golden.name);
  }
}

TEST(BssgpPdu, RefusesOrShortensAtEveryTruncation) {
  for (const auto& golden : kGolden) {
    const Bytes octets = hex(golden.octets);
    for (std::size_t size = 0; size < octets.size(); ++size) {
      auto pdu = decode_bssgp(ByteView(octets).first(size));
      if (!pdu) continue;
      // Only optional elements at the end may be missing.
      EXPECT_NE(*pdu, golden.pdu) << golden.octets << " cut to " << size;
      EXPECT_EQ(to_hex(encode_bssgp(*pdu)), to_hex(ByteView(octets).first(size)));
    }
  }
}

TEST(BssgpPdu, NamesTheCauseToAnswer) {
  const auto answer = [](std::string_view text) { return decode_bssgp(hex(text)).error().answer; };
  EXPECT_EQ(answer(""), static_cast<int>(BssgpCause::protocol_error));
  EXPECT_EQ(answer("7e"), static_cast<int>(BssgpCause::protocol_error));
  EXPECT_EQ(answer("27"), static_cast<int>(BssgpCause::missing_mandatory_element));
  EXPECT_EQ(answer("27 1e80"), static_cast<int>(BssgpCause::invalid_mandatory_information));
  EXPECT_EQ(answer("27 1e85 01"), static_cast<int>(BssgpCause::invalid_mandatory_information));
  EXPECT_EQ(answer("00 7998a1"), static_cast<int>(BssgpCause::invalid_mandatory_information));
  // A cell identifier whose MCC is no number
  EXPECT_EQ(answer("01 7998a17f 000004 0888 fff110 0001 01 0001 0e80"),
            static_cast<int>(BssgpCause::invalid_mandatory_information));
}

TEST(BssgpPdu, SkipsUnknownElements) {
  auto pdu = decode_bssgp(hex("23 7f80 04820002 e9830a0b0c"));
  ASSERT_TRUE(pdu);
  EXPECT_EQ(*pdu, BssgpPdu(BvcResetAck{2, {}, {}}));
}

TEST(BssgpPdu, TreatsADamagedOptionalElementAsAbsent) {
  auto pdu = decode_bssgp(hex("23 04820002 0881aa"));
  ASSERT_TRUE(pdu);
  EXPECT_EQ(*pdu, BssgpPdu(BvcResetAck{2, {}, {}}));
}

TEST(BssgpPdu, SurvivesMoreElementsThanItKeeps) {
  Bytes octets = {0x27};
  for (int i = 0; i < 200; ++i) octets.insert(octets.end(), {static_cast<std::uint8_t>(0x80 + i % 100), 0x80});
  EXPECT_FALSE(decode_bssgp(octets));
  octets.insert(octets.begin() + 1, {0x1e, 0x81, 0x05});
  EXPECT_EQ(decode_bssgp(octets).value(), BssgpPdu(FlowControlBvcAck{5}));
}

}  // namespace
}  // namespace foothold::rf_bridge::gb
