// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/channel_command.h"

#include <algorithm>

#include "base/byte_writer.h"

namespace foothold::tre_emu::toolkit {

namespace {

// Tags (TS 102 223 9.3).
constexpr std::uint8_t kBearerDescription = 0x35;
constexpr std::uint8_t kChannelData = 0x36;
constexpr std::uint8_t kChannelDataLength = 0x37;
constexpr std::uint8_t kChannelStatus = 0x38;
constexpr std::uint8_t kBufferSize = 0x39;
constexpr std::uint8_t kTransportLevel = 0x3C;
constexpr std::uint8_t kOtherAddress = 0x3E;
constexpr std::uint8_t kNetworkAccessName = 0x47;

// Bearer types (8.52).
constexpr std::uint8_t kPacketBearer = 0x02;
constexpr std::uint8_t kDefaultBearer = 0x03;

constexpr std::uint8_t kIpv4 = 0x21;       // 8.58
constexpr std::uint8_t kImmediate = 0x01;  // qualifiers (8.6): link at once, send at once
constexpr std::uint8_t kFirstChannel = 0x20;

constexpr std::size_t kMaxApn = 99;
constexpr std::size_t kMaxLabel = 63;

std::uint8_t device_of(std::uint8_t channel) {
  return static_cast<std::uint8_t>(kFirstChannel + (channel & 0x07));
}

// Labels with their lengths (TS 23.003 9.1).
Bytes access_point_name(std::string_view apn) {
  apn = apn.substr(0, kMaxApn);
  Bytes out;
  while (!apn.empty()) {
    const auto label = apn.substr(0, std::min(apn.find('.'), kMaxLabel));
    ByteWriter(out).lv(Bytes(label.begin(), label.end()));
    apn.remove_prefix(std::min(label.size() + 1, apn.size()));
  }
  return out;
}

}  // namespace

ProactiveCommand open_channel(const ChannelTarget& target, std::uint16_t buffer_size) {
  ProactiveCommand command{CommandType::open_channel, kImmediate, {}};
  auto& out = command.objects;
  if (target.apn.empty()) {
    put_object(out, kBearerDescription, Bytes{kDefaultBearer});
  } else {
    // Precedence, delay, reliability, peak and mean throughput as subscribed (0), PDP type IP (TS 31.111 8.52).
    put_object(out, kBearerDescription, Bytes{kPacketBearer, 0, 0, 0, 0, 0, 0x02});
  }
  put_object(out, kBufferSize,
             Bytes{static_cast<std::uint8_t>(buffer_size >> 8), static_cast<std::uint8_t>(buffer_size)});
  if (!target.apn.empty()) put_object(out, kNetworkAccessName, access_point_name(target.apn));
  Bytes level{static_cast<std::uint8_t>(target.transport)};
  ByteWriter(level).u16(target.port);
  put_object(out, kTransportLevel, level);
  Bytes address{kIpv4};
  ByteWriter(address).bytes(target.address);
  put_object(out, kOtherAddress, address);
  return command;
}

ProactiveCommand close_channel(std::uint8_t channel) {
  return {CommandType::close_channel, 0, {}, device_of(channel)};
}

ProactiveCommand receive_data(std::uint8_t channel, std::uint8_t octets) {
  ProactiveCommand command{CommandType::receive_data, 0, {}, device_of(channel)};
  put_object(command.objects, kChannelDataLength, Bytes{octets});
  return command;
}

ProactiveCommand send_data(std::uint8_t channel, ByteView data) {
  ProactiveCommand command{CommandType::send_data, kImmediate, {}, device_of(channel)};
  put_object(command.objects, kChannelData, data);
  return command;
}

ProactiveCommand get_channel_status() {
  return {CommandType::get_channel_status, 0, {}};
}

std::optional<ChannelStatus> channel_status_in(ByteView objects) {
  const auto value = find_object(objects, kChannelStatus);
  if (!value || value->size() < 2) return std::nullopt;
  const auto first = (*value)[0];
  return ChannelStatus{static_cast<std::uint8_t>(first & 0x07), (first & 0x80) != 0, (*value)[1]};
}

std::optional<ByteView> channel_data_in(ByteView objects) {
  return find_object(objects, kChannelData);
}

std::optional<std::uint8_t> channel_data_length_in(ByteView objects) {
  const auto value = find_object(objects, kChannelDataLength);
  if (!value || value->empty()) return std::nullopt;
  return (*value)[0];
}

}  // namespace foothold::tre_emu::toolkit
