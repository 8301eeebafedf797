// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "trace/event.h"
#include "trace/pcapng/block_reader.h"
#include "trace/wire/gsmtap.h"
#include "trace/wire/ip_packet.h"

namespace foothold::lab::replay {

namespace wire = trace::wire;

// A packet of a capture, ours or another's. The views end with the call that hands it out.
struct CapturedPacket {
  std::size_t number = 0;  // from 1, as Wireshark counts
  std::uint16_t link_type = 0;
  ByteView octets;
  std::optional<trace::Event> event;  // what our own programs said of it, without its bytes
};

// The packets of a pcap or pcapng that arrives in pieces, in memory of one block.
class CaptureStream {
 public:
  // Error: the framing is damaged; the packets before that were handed out.
  Result<void> feed(ByteView piece, const std::function<void(const CapturedPacket&)>& take);
  std::size_t packets() const { return packets_; }

 private:
  trace::BlockReader blocks_;
  std::size_t packets_ = 0;
};

// All of a file. Errors: as above, or the file cannot be read, or holds no packet.
Result<void> read_capture(const std::string& path, const std::function<void(const CapturedPacket&)>& take);

// The UDP datagram in a packet, with at least an octet in it, behind any link layer that trace/wire knows.
std::optional<wire::IpPacket> datagram_in(std::uint16_t link_type, ByteView packet);

// The GSMTAP message in a packet: in a datagram to or from its port, or bare (LINKTYPE 217).
std::optional<wire::GsmtapMessage> gsmtap_in(std::uint16_t link_type, ByteView packet);

}  // namespace foothold::lab::replay
