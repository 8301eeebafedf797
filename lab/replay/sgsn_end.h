// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/tlli.h"

namespace foothold::lab::replay {

// The SGSN's end of Gb over UDP for one BSS with one cell, sans-I/O: it agrees to whatever brings NS-VC and BVCs up
// (TS 48.016 7.2 to 7.5, TS 48.018 8.3, 8.4), and carries LLC PDUs.
class SgsnEnd {
 public:
  struct SendDatagram {
    Bytes octets;
  };
  struct LlcFromMobile {
    gsm::Tlli tlli;
    Bytes pdu;
  };
  using Effect = std::variant<SendDatagram, LlcFromMobile>;
  using Effects = std::vector<Effect>;

  // What is not understood, or needs no answer, has no effect.
  Effects on_datagram(ByteView octets);
  // A datagram with the PDU for a mobile in the cell that spoke last.
  Bytes carry(gsm::Tlli tlli, ByteView pdu) const;

 private:
  void on_bssgp(std::uint16_t bvci, ByteView sdu, Effects& effects);

  std::uint16_t nsei_ = 0;
  std::uint16_t nsvci_ = 0;
  std::uint16_t bvci_ = 2;
};

}  // namespace foothold::lab::replay
