// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gsmtap/um_frame.h"

#include <algorithm>

#include "base/byte_writer.h"
#include "trace/wire/gsmtap.h"

namespace foothold::rf_bridge::gsmtap {
namespace {

namespace wire = trace::wire;

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
  const wire::GsmtapHeader header{
      wire::GsmtapType::um,       frame.timeslot, frame.uplink, frame.arfcn, frame.level_dbm, frame.signal_to_noise,
      frame.frame_number.value(), frame.channel};
  header.encode(writer);
  writer.bytes(frame.payload);
  return out;
}

Result<UmFrame> decode(ByteView message) {
  const auto gsmtap = wire::decode_gsmtap(message);
  if (!gsmtap) return tl::unexpected(gsmtap.error());
  const auto& header = gsmtap->header;
  if (header.type != wire::GsmtapType::um) return fail("is not Um", "type", 2);
  if (header.timeslot > 7) return fail("is not within 0..7", "timeslot", 3);
  if (header.arfcn > kLargestArfcn) return fail("is not within 0..1023", "ARFCN", 4);
  if (header.frame_number >= gsm::l1::FrameNumber::kHyperframe)
    return fail("is beyond the hyperframe", "frame number", 8);
  UmFrame frame;
  frame.uplink = header.uplink;
  frame.timeslot = header.timeslot;
  frame.arfcn = header.arfcn;
  frame.level_dbm = header.level;
  frame.signal_to_noise = header.signal_to_noise;
  frame.frame_number = gsm::l1::FrameNumber(header.frame_number);
  frame.channel = header.sub_type;
  frame.payload.assign(gsmtap->payload.begin(), gsmtap->payload.end());
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
