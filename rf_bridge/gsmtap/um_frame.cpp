// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gsmtap/um_frame.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::rf_bridge::gsmtap {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kHeaderWords = 4;
constexpr std::uint8_t kTypeUm = 1;
constexpr std::uint16_t kUplink = 0x4000;
constexpr std::uint16_t kArfcnMask = 0x3fff;
constexpr std::uint16_t kLargestArfcn = 1023;

std::uint8_t channel_of(gsm::l1::Channel channel) {
  switch (channel) {
    case gsm::l1::Channel::bcch:
      return channel::kBcch;
    case gsm::l1::Channel::ccch:
      return channel::kCcch;
    case gsm::l1::Channel::pdch:
      return channel::kPdtch;
  }
  return channel::kCcch;
}

std::int8_t clamped(int value) {
  return static_cast<std::int8_t>(std::clamp(value, -128, 127));
}

}  // namespace

Bytes encode(const UmFrame& frame) {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(kVersion);
  writer.u8(kHeaderWords);
  writer.u8(kTypeUm);
  writer.u8(frame.timeslot);
  writer.u16(static_cast<std::uint16_t>(frame.arfcn | (frame.uplink ? kUplink : 0)));
  writer.u8(static_cast<std::uint8_t>(frame.level_dbm));
  writer.u8(static_cast<std::uint8_t>(frame.signal_to_noise));
  writer.u32(frame.frame_number.value());
  writer.u8(frame.channel);
  writer.u8(0);  // antenna
  writer.u8(0);  // sub-slot
  writer.u8(0);  // reserved
  writer.bytes(frame.payload);
  return out;
}

Result<UmFrame> decode(ByteView message) {
  ByteReader reader(message);
  const auto version = reader.u8("version");
  const auto words = reader.u8("header length");
  const auto type = reader.u8("type");
  const auto timeslot = reader.u8("timeslot");
  const auto arfcn = reader.u16("ARFCN");
  const auto level = reader.u8("signal level");
  const auto noise = reader.u8("signal/noise ratio");
  const auto number = reader.u32("frame number");
  const auto channel = reader.u8("channel type");
  const auto rest = reader.take(3, "antenna, sub-slot");
  if (!rest) return tl::unexpected(rest.error());
  if (*version != kVersion) return fail("is not 2", "version", 0);
  if (*words < kHeaderWords) return fail("is shorter than 16 octets", "header length", 1);
  if (*type != kTypeUm) return fail("is not Um", "type", 2);
  if (*timeslot > 7) return fail("is not within 0..7", "timeslot", 3);
  if ((*arfcn & kArfcnMask) > kLargestArfcn) return fail("is not within 0..1023", "ARFCN", 4);
  if (*number >= gsm::l1::FrameNumber::kHyperframe) return fail("is beyond the hyperframe", "frame number", 8);
  const auto extension = reader.take((*words - kHeaderWords) * std::size_t{4}, "header");
  if (!extension) return tl::unexpected(extension.error());
  UmFrame frame;
  frame.uplink = (*arfcn & kUplink) != 0;
  frame.timeslot = *timeslot;
  frame.arfcn = *arfcn & kArfcnMask;
  frame.level_dbm = static_cast<std::int8_t>(*level);
  frame.signal_to_noise = static_cast<std::int8_t>(*noise);
  frame.frame_number = gsm::l1::FrameNumber(*number);
  frame.channel = *channel;
  frame.payload.assign(reader.rest().begin(), reader.rest().end());
  return frame;
}

UmFrame frame_of(const gsm::l1::DownlinkBlock& block) {
  return {false,
          block.timeslot,
          block.arfcn,
          clamped(block.measurement.level_dbm),
          clamped(block.measurement.signal_to_noise_db),
          block.frame_number,
          channel_of(block.channel),
          block.block};
}

UmFrame frame_of(const gsm::l1::UplinkBlock& block, std::uint16_t arfcn) {
  return {true, block.timeslot, arfcn, kUplinkLevel, 0, block.frame_number, channel::kPdtch, block.block};
}

UmFrame access_burst(std::uint8_t random_access, gsm::l1::FrameNumber frame_number, std::uint16_t arfcn) {
  return {true, 0, arfcn, kUplinkLevel, 0, frame_number, channel::kRach, {random_access}};
}

}  // namespace foothold::rf_bridge::gsmtap
