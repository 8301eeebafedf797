// SPDX-License-Identifier: AGPL-3.0-or-later
//
// L1CTL, what OsmocomBB's programs say between layer 1 (the firmware of a phone, trxcon, virt_phy) and the layers
// above, as OsmocomBB's include/l1ctl_proto.h lays it out: a type, flags and two spare octets, then the message. On the
// unix socket each message has two octets of length in front. Numbers are big endian. What a GPRS mobile needs of it.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/l1/frame_number.h"

namespace foothold::rf_bridge::l1ctl {

using gsm::l1::FrameNumber;

inline constexpr std::size_t kLargestMessage = 512;  // of trxcon's buffer

// Towards layer 1.
struct ResetRequest {};  // full: tuned to nothing afterwards
struct SearchRequest {   // FBSB_REQ: frequency and synchronisation burst
  std::uint16_t arfcn = 0;
  std::uint16_t timeout = 0;  // frames
  bool combined = true;       // CCCH and SDCCHs share timeslot 0
};
struct CcchModeRequest {
  bool combined = true;
};
struct AccessRequest {  // RACH_REQ
  std::uint8_t random_access = 0;
  std::uint16_t slots_to_skip = 0;
  bool combined = true;
};
struct ParameterRequest {
  std::uint8_t timing_advance = 0;  // 0..63
};
struct PacketChannelRequest {  // DM_EST_REQ with a PDCH: from CCCH to packet transfer
  std::uint8_t timeslot = 0;
  std::uint8_t training_sequence = 0;  // 0..7
  std::uint16_t arfcn = 0;
};
struct UplinkTbfRequest {
  std::uint8_t timeslots = 0;  // bit 0 is timeslot 0
};
struct DownlinkTbfRequest {  // blocks with this TFI pass
  std::uint8_t tfi = 0;      // 0..31
  std::uint8_t timeslots = 0;
};
struct UplinkBlockRequest {
  FrameNumber frame_number;
  std::uint8_t timeslot = 0;
  Bytes block;
};
using Request = std::variant<ResetRequest, SearchRequest, CcchModeRequest, AccessRequest, ParameterRequest,
                             PacketChannelRequest, UplinkTbfRequest, DownlinkTbfRequest, UplinkBlockRequest>;

// With its length in front.
Bytes encode(const Request& request);

// From layer 1.
struct ResetConfirm {};
struct SearchConfirm {
  bool found = false;
  std::uint8_t bsic = 0;
};
enum class CommonChannel : std::uint8_t { bcch, ccch };
struct DataIndication {
  CommonChannel channel = CommonChannel::bcch;
  FrameNumber frame_number;
  std::int16_t level_dbm = 0;
  std::uint8_t bit_errors = 0;
  Bytes block;  // 23 octets; empty: it could not be decoded
};
struct AccessConfirm {
  FrameNumber frame_number;
};
struct PacketBlockIndication {
  FrameNumber frame_number;
  std::uint8_t timeslot = 0;
  std::int16_t level_dbm = 0;
  std::int16_t carrier_to_interference_db = 0;
  Bytes block;  // empty: it could not be decoded
};
struct OtherIndication {  // of which nothing is needed
  std::uint8_t type = 0;
};
using Indication =
    std::variant<ResetConfirm, SearchConfirm, DataIndication, AccessConfirm, PacketBlockIndication, OtherIndication>;

// Without its length. Errors: cut short, a timeslot over 7, a block of no size that there is.
Result<Indication> decode(ByteView message);

// Cuts the octets of the socket into messages.
class MessageStream {
 public:
  void append(ByteView octets) { waiting_.insert(waiting_.end(), octets.begin(), octets.end()); }
  // The next one that is whole; nothing until there is. Error: a length over kLargestMessage, after which no message
  // can be found any more.
  Result<std::optional<Bytes>> next();
  void clear() { waiting_.clear(); }

 private:
  Bytes waiting_;
};

}  // namespace foothold::rf_bridge::l1ctl
