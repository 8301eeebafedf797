// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Downlink messages as osmo-pcu 1.1.0 sent them, uplink ones as it accepted them; what they mean is what tshark 4.0
// makes of them.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/rlcmac/block.h"
#include "gsm/rlcmac/downlink_messages.h"
#include "gsm/rlcmac/uplink_messages.h"

namespace foothold::gsm::rlcmac {
namespace {

template <class Message>
Message downlink(const char* hex) {
  const auto block = *from_hex(hex);
  const auto control = DownlinkControlBlock::decode(block);
  EXPECT_TRUE(control);
  const auto message = decode_downlink_message(control->message);
  EXPECT_TRUE(message) << to_string(message.error());
  return std::get<Message>(*message);
}

TEST(DownlinkMessage, PacketDownlinkAssignment) {
  const auto message = downlink<PacketDownlinkAssignment>("480803007403cd9e280410400b2b2b2b2b2b2b2b2b2b2b");
  EXPECT_EQ(message.address, Address(UplinkTfi{3}));
  EXPECT_FALSE(message.unacknowledged);
  EXPECT_EQ(message.timeslots, 0x0e);
  EXPECT_EQ(message.timing_advance.value, 0);
  EXPECT_EQ(message.frequency, (FrequencyParameters{7, 871}));
  EXPECT_EQ(message.tfi, 2);
  EXPECT_FALSE(message.start);
}

TEST(DownlinkMessage, PacketUplinkAckNack) {
  const auto message = downlink<PacketUplinkAckNack>("482406210000000000000003ef38def878014b2b2b2b2b");
  EXPECT_EQ(message.tfi, 3);
  EXPECT_EQ(message.coding_command, 0);
  EXPECT_TRUE(message.ack.final_ack);
  EXPECT_EQ(message.ack.starting_sequence_number, 4);
  EXPECT_EQ(message.ack.received.to_ullong(), 0x0fU);
  EXPECT_EQ(message.contention_resolution_tlli, 0x79c6f7c3U);
  ASSERT_TRUE(message.timing_advance);
  EXPECT_EQ(message.timing_advance->value, 0);
}

TEST(DownlinkMessage, PacketUplinkAssignment) {
  const auto message = downlink<PacketUplinkAssignment>("482858a5f0dd0301e6ce8940092b2b2b2b2b2b2b2b2b2b");
  EXPECT_EQ(message.address, Address(TlliAddress{0xc52f86e8}));
  EXPECT_TRUE(message.tlli_blocks_as_commanded);
  EXPECT_EQ(message.frequency, (FrequencyParameters{7, 871}));
  const auto& allocation = std::get<DynamicAllocation>(message.allocation);
  EXPECT_EQ(allocation.tfi, 5);
  for (unsigned slot = 0; slot < 7; ++slot) EXPECT_FALSE(allocation.usf[slot]);
  EXPECT_EQ(allocation.usf[7], 1);
}

TEST(DownlinkMessage, DummyIsNothing) {
  EXPECT_EQ(downlink<OtherDownlinkMessage>("47942b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b").type,
            DownlinkType::packet_downlink_dummy);
}

template <class Message>
void expect_round_trip(const Message& message) {
  const auto octets = encode(message);
  EXPECT_EQ(octets.size(), 22U);
  const auto decoded = decode_downlink_message(octets);
  ASSERT_TRUE(decoded) << to_string(decoded.error());
  EXPECT_EQ(std::get<Message>(*decoded), message);
  // Padding may be missing; what is left then reads the same, or it is refused.
  for (std::size_t size = 0; size < octets.size(); ++size) {
    const auto cut = decode_downlink_message(ByteView(octets).first(size));
    if (cut) {
      EXPECT_EQ(std::get<Message>(*cut), message) << size;
    }
  }
  EXPECT_FALSE(decode_downlink_message(ByteView(octets).first(2)));
}

TEST(DownlinkMessage, EncodesWhatItDecodes) {
  DynamicAllocation dynamic;
  dynamic.usf_grants_four_blocks = true;
  dynamic.tfi = 30;
  dynamic.blocks_granted = 9;
  dynamic.start = StartingFrame{0x9876, 0};
  dynamic.usf[0] = 7;
  dynamic.usf[7] = 1;
  expect_round_trip(PacketUplinkAssignment{TlliAddress{0xdeadbeef}, 3, true, {63, {}}, {}, dynamic});
  expect_round_trip(PacketUplinkAssignment{
      DownlinkTfi{31}, 0, false, {{}, 0x55}, FrequencyParameters{1, 2}, SingleBlockAllocation{5, {{}, 8191}}});
  expect_round_trip(PacketDownlinkAssignment{TlliAddress{1}, 0, true, true, 0xff, {1, 2}, {}, 31, StartingFrame{7, 0}});
  expect_round_trip(PacketUplinkAckNack{31, 3, {false, 127, std::bitset<64>(0x8000000000000001)}, {}, {}});
  expect_round_trip(PacketAccessReject{{{TlliAddress{0x11223344}, 255}, {UplinkTfi{3}, {}}, {DownlinkTfi{4}, 500}}});
  expect_round_trip(PacketTbfRelease{UplinkTfi{9}, true, false, 2});
  expect_round_trip(PacketPollingRequest{TlliAddress{77}, true});
  expect_round_trip(PacketPdchRelease{0x1e});
}

TEST(DownlinkMessage, PacketPagingRequestNamesPtmsiAndImsi) {
  // Made by hand after TS 44.060 11.2.10: no persistence, no NLN; 1 0 0 P-TMSI; 1 1 0 TMSI, channel 2 bits, no eMLPP.
  rr::BitWriter bits;
  bits.bits("", 0x22U, 6);
  bits.bits("", 0U, 4);
  bits.bits("", 0b100U, 3);
  bits.bits("", 0xc1234567U, 32);
  bits.bits("", 0b110U, 3);
  bits.bits("", 0xc7654321U, 32);
  bits.bits("", 0U, 3);
  bits.bits("", 0U, 1);
  const auto message = decode_downlink_message(bits.padded(22));
  ASSERT_TRUE(message);
  const auto& paging = std::get<PacketPagingRequest>(*message);
  ASSERT_EQ(paging.identities.size(), 1U);
  EXPECT_EQ(paging.identities[0], MobileIdentity(Ptmsi{0xc1234567}));
}

TEST(DownlinkControlBlock, TakesOptionalOctetsOff) {
  auto block = *from_hex("82032a942b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b");
  const auto control = DownlinkControlBlock::decode(block);
  ASSERT_TRUE(control);
  ASSERT_TRUE(control->address);
  EXPECT_EQ(control->address->tfi, 21);
  EXPECT_EQ(control->message.size(), 20U);
  block[1] = 0x01;  // not the final segment
  EXPECT_FALSE(DownlinkControlBlock::decode(block));
}

template <class Message>
Message uplink(const char* hex) {
  const auto message = decode_uplink_message(*from_hex(hex));
  EXPECT_TRUE(message) << to_string(message.error());
  return std::get<Message>(*message);
}

TEST(UplinkMessage, PacketControlAcknowledgement) {
  const auto message = uplink<PacketControlAcknowledgement>("4005e0eb56272b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b");
  EXPECT_EQ(message.tlli, 0x783ad589U);
  EXPECT_EQ(message.control_ack, 3);
}

TEST(UplinkMessage, PacketDownlinkAckNack) {
  const char* const block = "40080020000000000000003010011500000b2b2b2b2b2b";
  const auto message = uplink<PacketDownlinkAckNack>(block);
  EXPECT_EQ(message.tfi, 0);
  EXPECT_FALSE(message.ack.final_ack);
  EXPECT_EQ(message.ack.starting_sequence_number, 1);
  EXPECT_EQ(message.ack.received.to_ullong(), 1U);
  ASSERT_TRUE(message.channel_request);
  EXPECT_TRUE(message.channel_request->no_llc_ack);
  EXPECT_EQ(message.channel_request->rlc_octet_count, 17);
  EXPECT_EQ(message.quality.c_value, 20);
  EXPECT_EQ(to_hex(encode(message)), block);
}

TEST(UplinkMessage, PacketResourceRequest) {
  const char* const block = "40165fc69fa6266cf0450800400dca000b2b2b2b2b2b2b";
  const auto message = uplink<PacketResourceRequest>(block);
  EXPECT_EQ(message.access_type, 0);
  EXPECT_EQ(message.address, Address(TlliAddress{0x7f1a7e98}));
  EXPECT_EQ(message.channel_request.rlc_octet_count, 55);
  EXPECT_EQ(message.c_value, 20);
  EXPECT_EQ(to_hex(encode(message)), block);
}

TEST(UplinkMessage, IsRefusedWhenCutOff) {
  for (const UplinkMessage& message :
       {UplinkMessage(PacketControlAcknowledgement{1, 3}), UplinkMessage(PacketDownlinkAckNack{}),
        UplinkMessage(PacketUplinkDummy{5}), UplinkMessage(PacketResourceRequest{0, TlliAddress{9}, {}, {}, 63})}) {
    const auto block = encode(message);
    EXPECT_EQ(decode_uplink_message(block), message);
    for (std::size_t size = 0; size < 6; ++size) {
      EXPECT_FALSE(decode_uplink_message(ByteView(block).first(size))) << size;
    }
  }
}

TEST(UplinkMessage, LeavesOutACapabilityThatIsNone) {
  PacketResourceRequest request;
  request.address = TlliAddress{1};
  request.ms_ra_capability = *from_hex("ffffff");
  const auto decoded = decode_uplink_message(encode(request));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(std::get<PacketResourceRequest>(*decoded).ms_ra_capability.empty());
}

}  // namespace
}  // namespace foothold::gsm::rlcmac
