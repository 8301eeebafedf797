// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "tre_emu/toolkit/proactive_command.h"

namespace foothold::tre_emu::toolkit {

// Where a channel leads (TS 102 223 6.4.27.2): the UICC in client mode, the terminal's own data connection.
struct ChannelTarget {
  enum class Transport : std::uint8_t { udp = 0x01, tcp = 0x02 };  // 8.59

  Transport transport = Transport::tcp;
  std::array<std::uint8_t, 4> address{};  // IPv4
  std::uint16_t port = 0;
  std::string apn;  // of a packet data bearer; empty: the terminal's default bearer

  friend bool operator==(const ChannelTarget&, const ChannelTarget&) = default;
};

// Octets of channel data that one command or response holds; both have to fit into 255 octets with the rest.
inline constexpr std::size_t kMaxSendData = 230;
inline constexpr std::size_t kMaxReceiveData = 230;

// Channels have the numbers 1 to 7. `apn` is at most 99 octets, labels at most 63; longer ones are cut.
ProactiveCommand open_channel(const ChannelTarget& target, std::uint16_t buffer_size);
ProactiveCommand close_channel(std::uint8_t channel);
ProactiveCommand receive_data(std::uint8_t channel, std::uint8_t octets);
// Sent at once, not kept in the terminal; at most kMaxSendData octets.
ProactiveCommand send_data(std::uint8_t channel, ByteView data);
ProactiveCommand get_channel_status();

// 8.56.
struct ChannelStatus {
  std::uint8_t channel = 0;  // 0: none
  bool established = false;
  std::uint8_t information = 0;  // 05: the link was dropped
};

// Of the objects of a response or an event: empty where the object is not there or too short.
std::optional<ChannelStatus> channel_status_in(ByteView objects);
std::optional<ByteView> channel_data_in(ByteView objects);
std::optional<std::uint8_t> channel_data_length_in(ByteView objects);  // FF: 255 or more

}  // namespace foothold::tre_emu::toolkit
