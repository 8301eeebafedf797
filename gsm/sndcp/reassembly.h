// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <optional>

#include "gsm/sndcp/sn_pdu.h"

namespace foothold::gsm::sndcp {

// Puts the segments of one NSAPI's N-PDUs together again (TS 44.065 6.7.2). LLC gives no order in unacknowledged mode,
// so segments may come late or never: a few N-PDUs are held at a time, and the oldest gives way to a new one.
class Reassembly {
 public:
  static constexpr std::size_t kHeld = 4;        // N-PDUs under way at once
  static constexpr std::size_t kMaxNPdu = 1503;  // octets of an N-PDU (TS 44.065 8, N201-I of IP)

  struct Outcome {
    std::optional<Bytes> n_pdu;  // complete
    std::size_t dropped = 0;     // N-PDUs given up to make room, or damaged
  };
  Outcome add(const SnUnitdata& pdu);

 private:
  struct Partial {
    std::uint16_t number;
    std::array<std::optional<Bytes>, 16> segments;
    std::optional<std::uint8_t> last;  // the segment without M
    std::size_t octets = 0;
  };
  std::list<Partial> held_;  // the oldest first
};

}  // namespace foothold::gsm::sndcp
