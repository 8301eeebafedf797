// SPDX-License-Identifier: AGPL-3.0-or-later
// Octets by the structs of OsmocomBB's l1ctl_proto.h: header, information, message.
#include "rf_bridge/l1ctl/l1ctl_message.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::rf_bridge::l1ctl {
namespace {

std::string hex(const Request& request) {
  return to_hex(encode(request));
}
std::string octets(const std::string& text) {
  return to_hex(*from_hex(text));
}
Result<Indication> decoded(const std::string& text) {
  return decode(*from_hex(text));
}
template <class T>
T of(const std::string& text) {
  const auto indication = decoded(text);
  EXPECT_TRUE(indication) << to_string(indication.error());
  const T* found = indication ? std::get_if<T>(&*indication) : nullptr;
  EXPECT_NE(found, nullptr) << text;
  return found != nullptr ? *found : T{};
}

const std::string kBlock23 = "15060310110100000000000000000000000000002b2b2b";

TEST(L1ctlMessage, RequestsAreLaidOutAsTheirStructs) {
  EXPECT_EQ(hex(ResetRequest{}), octets("0008 0d000000 01000000"));
  EXPECT_EQ(hex(SearchRequest{51, 500, true}), octets("0011 01000000 0033 01f4 0000 0000 00 07 00 02 00"));
  EXPECT_EQ(hex(CcchModeRequest{false}), octets("0008 10000000 01000000"));
  EXPECT_EQ(hex(AccessRequest{0x78, 5, true}), octets("000d 04000000 88000000 78 01 0005 00"));
  EXPECT_EQ(hex(ParameterRequest{3}), octets("000c 13000000 00000000 03000000"));
  EXPECT_EQ(hex(UplinkTbfRequest{0xf0}), octets("000c 20000000 00f00000 ffffffff"));
  EXPECT_EQ(hex(DownlinkTbfRequest{31, 0x10}), octets("000c 21000000 1f101f00 ffffffff"));
  EXPECT_EQ(hex(UplinkBlockRequest{FrameNumber(0x123456), 4, {0xaa, 0xbb}}),
            octets("000e 22000000 00123456 04000000 aabb"));
  const auto channel = hex(PacketChannelRequest{7, 5, 51});
  EXPECT_EQ(channel.substr(0, 28), octets("0091 05000000 c7000000 05 00 0033"));
  EXPECT_EQ(channel.size(), 2 * (2 + 4 + 4 + 1 + 1 + 132 + 3U));
}

TEST(L1ctlMessage, IndicationsAreReadAsTheirStructs) {
  of<ResetConfirm>("0e000000 01000000");
  const auto found = of<SearchConfirm>("02000000 00000033 00000000 00000000 0000 00 3f");
  EXPECT_TRUE(found.found);
  EXPECT_EQ(found.bsic, 63);
  EXPECT_FALSE(of<SearchConfirm>("02000000 00000033 00000000 00000000 0000 ff 00").found);
  const auto data = of<DataIndication>("03000000 80000033 00000102 2f000300" + kBlock23);
  EXPECT_EQ(data.channel, CommonChannel::bcch);
  EXPECT_EQ(data.frame_number, FrameNumber(0x102));
  EXPECT_EQ(data.level_dbm, -63);
  EXPECT_EQ(data.bit_errors, 3);
  EXPECT_EQ(to_hex(data.block), kBlock23);
  EXPECT_EQ(of<DataIndication>("03000000 90000033 00000102 2f000002").channel, CommonChannel::ccch);
  EXPECT_EQ(of<AccessConfirm>("0c000000 00000033 00000234 00000000").frame_number, FrameNumber(0x234));
  const auto block = of<PacketBlockIndication>("23000000 00000d00 05000000 0000 00b4 2f 07" + kBlock23);
  EXPECT_EQ(block.frame_number, FrameNumber(0xd00));
  EXPECT_EQ(block.timeslot, 5);
  EXPECT_EQ(block.level_dbm, -63);
  EXPECT_EQ(block.carrier_to_interference_db, 18);
  EXPECT_EQ(to_hex(block.block), kBlock23);
  EXPECT_TRUE(of<PacketBlockIndication>("23000000 00000d00 05000000 2710 ffce 2f ff").block.empty());
  EXPECT_EQ(of<PacketBlockIndication>("23000000 00000d00 05000000 2710 ffce 2f ff").carrier_to_interference_db, -5);
}

TEST(L1ctlMessage, WhatIsNotNeededIsKnownAsSuch) {
  EXPECT_EQ(of<OtherIndication>("07000000 00000000").type,
            0x07);                                        // RESET_IND
  EXPECT_EQ(of<OtherIndication>("25000000").type, 0x25);  // GPRS_RTS_IND
  EXPECT_EQ(of<OtherIndication>("fe000000").type, 0xfe);
  EXPECT_EQ(of<OtherIndication>("03000000 20000033 00000102 2f000000").type,
            0x03);  // of an SDCCH
}

TEST(L1ctlMessage, CutShortIsAnError) {
  for (const std::string whole :
       {"02000000 00000033 00000000 00000000 0000 00 3f", "03000000 80000033 00000102 2f000300",
        "0c000000 00000033 00000234 00000000", "23000000 00000d00 05000000 0000 00b4 2f 07"}) {
    const auto message = *from_hex(whole);
    for (std::size_t size = 0; size < message.size(); ++size) {
      EXPECT_FALSE(decode(ByteView(message).first(size))) << whole << " " << size;
    }
    EXPECT_TRUE(decode(message));
  }
}

TEST(L1ctlMessage, RefusesWhatCannotBe) {
  EXPECT_EQ(decoded("23000000 00000d00 08000000 0000 00b4 2f 07").error().field, "timeslot");
  EXPECT_EQ(decoded("23000000 00000d00 05000000 0000 00b4 2f 07 aabb").error().field, "block");
  EXPECT_EQ(decoded("03000000 80000033 00000102 2f000300 aabb").error().field, "block");
  EXPECT_EQ(decoded("02000000 00000033 00000000 00000000 0000 00 40").error().field, "BSIC");
}

TEST(L1ctlMessageStream, CutsMessagesOutWhereverTheReadsEnd) {
  const auto whole = *from_hex("0004 25000000 0000 0002 aabb");
  MessageStream stream;
  std::vector<Bytes> messages;
  for (const auto octet : whole) {
    stream.append({&octet, 1});
    const auto message = stream.next();
    ASSERT_TRUE(message);
    if (*message) messages.push_back(**message);
  }
  EXPECT_EQ(messages, (std::vector<Bytes>{{0x25, 0, 0, 0}, {}, {0xaa, 0xbb}}));
}

TEST(L1ctlMessageStream, ALengthOverAllMeasureIsTheEnd) {
  MessageStream stream;
  stream.append(*from_hex("0201"));
  EXPECT_FALSE(stream.next());
}

}  // namespace
}  // namespace foothold::rf_bridge::l1ctl
