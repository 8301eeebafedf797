// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::tre_emu::transport {

// The messages of Bluetooth's SIM Access Profile 1.1 (5.1), which OsmocomBB's `mobile` speaks over a unix socket.
enum class SapId : std::uint8_t {
  connect_req = 0x00,
  connect_resp = 0x01,
  disconnect_req = 0x02,
  disconnect_resp = 0x03,
  transfer_apdu_req = 0x05,
  transfer_apdu_resp = 0x06,
  transfer_atr_req = 0x07,
  transfer_atr_resp = 0x08,
  power_sim_off_req = 0x09,
  power_sim_off_resp = 0x0A,
  power_sim_on_req = 0x0B,
  power_sim_on_resp = 0x0C,
  reset_sim_req = 0x0D,
  reset_sim_resp = 0x0E,
  card_reader_status_req = 0x0F,
  card_reader_status_resp = 0x10,
  status_ind = 0x11,
  error_resp = 0x12,
  set_transport_protocol_req = 0x13,
  set_transport_protocol_resp = 0x14,
};

// 5.2.
enum class SapParameterId : std::uint8_t {
  max_msg_size = 0x00,
  connection_status = 0x01,
  result_code = 0x02,
  command_apdu = 0x04,
  response_apdu = 0x05,
  atr = 0x06,
  card_reader_status = 0x07,
  status_change = 0x08,
  transport_protocol = 0x09,
  command_apdu_7816 = 0x10,
};

struct SapParameter {
  SapParameterId id;
  Bytes value;

  friend bool operator==(const SapParameter&, const SapParameter&) = default;
};

struct SapMessage {
  SapId id;
  std::vector<SapParameter> parameters;

  const Bytes* find(SapParameterId wanted) const;
  friend bool operator==(const SapMessage&, const SapMessage&) = default;
};

// The octets of a message. A value whose length is a multiple of four is followed by four octets more: not as the
// profile has it (5.1), but `mobile` refuses a message without them. Others find them behind the message's end.
Bytes encode_sap(const SapMessage& message);

// Finds the messages in a stream, with or without those four octets. Takes all messages out before it feeds more.
class SapFrames {
 public:
  static constexpr std::size_t kMaxMessage = 65535;  // what MaxMsgSize can say

  void feed(ByteView octets) { buffer_.insert(buffer_.end(), octets.begin(), octets.end()); }
  // The next message; empty if more input is needed. An error: longer than a message may be; the stream is of no use
  // any more. Identifiers are passed on whether they are known or not.
  Result<std::optional<SapMessage>> next();

 private:
  Bytes buffer_;
};

}  // namespace foothold::tre_emu::transport
