// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/byte_writer.h"
#include "base/bytes.h"
#include "base/result.h"

namespace foothold::trace::wire {

constexpr std::uint16_t kGsmtapPort = 4729;

// What a GSMTAP message is about, with libosmocore's values (gsmtap.h).
enum class GsmtapType : std::uint8_t {
  um = 0x01,
  abis = 0x02,
  um_burst = 0x03,
  sim = 0x04,
  gb_llc = 0x08,
  gb_sndcp = 0x0c,
  osmocore_log = 0x10,
};

// The header of GSMTAP, version 2: libosmocore's gsmtap.h, written out here since that header is C and wants packed
// structs of us. What does not concern a message is 0.
struct GsmtapHeader {
  static constexpr std::size_t kSize = 16;  // octets, as we write it

  GsmtapType type{};  // any value, as it came
  std::uint8_t timeslot = 0;
  bool uplink = false;
  std::uint16_t arfcn = 0;          // 14 bits
  std::int8_t level = 0;            // dBm
  std::int8_t signal_to_noise = 0;  // dB
  std::uint32_t frame_number = 0;
  std::uint8_t sub_type = 0;  // a channel with type um; of type sim 0 is an APDU with its response

  void encode(ByteWriter& writer) const;
};

struct GsmtapMessage {
  GsmtapHeader header;
  ByteView payload;  // into the message
};

// Errors: not version 2, or shorter than its header says.
Result<GsmtapMessage> decode_gsmtap(ByteView message);

}  // namespace foothold::trace::wire
