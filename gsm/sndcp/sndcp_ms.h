// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/llc/sapi.h"
#include "gsm/sndcp/reassembly.h"
#include "trace/event.h"

namespace foothold::gsm::sndcp {

// LL-UNITDATA-REQ to LLC.
struct UnitdataRequest {
  llc::Sapi sapi;
  Bytes sdu;
};
// SN-UNITDATA-IND (TS 44.065 5.3): an N-PDU for the IP stack.
struct NPduIndication {
  std::uint8_t nsapi;
  Bytes n_pdu;
};
using Effect = std::variant<UnitdataRequest, NPduIndication, trace::Event>;
using Effects = std::vector<Effect>;

// The mobile's SNDCP entity in unacknowledged mode, without header or data compression (TS 44.065 6.7).
class SndcpMs {
 public:
  // SNSM-ACTIVATE-IND: the PDP context `nsapi` goes over `sapi` from now on.
  void activate(std::uint8_t nsapi, llc::Sapi sapi, std::uint16_t n201_u);
  void deactivate(std::uint8_t nsapi);
  // LLC negotiated a new N201-U for a SAPI; octets.
  void set_n201_u(llc::Sapi sapi, std::uint16_t n201_u);

  // SN-UNITDATA-REQ. Discarded with an event if there is no such context or the packet needs over 16 segments.
  void send(std::uint8_t nsapi, ByteView n_pdu, Effects& effects);
  // LL-UNITDATA-IND.
  void on_sdu(llc::Sapi sapi, ByteView sdu, Effects& effects);

 private:
  struct Context {
    llc::Sapi sapi;
    std::uint16_t n201_u;
    std::uint16_t next_n_pdu = 0;
    Reassembly reassembly;
  };
  std::map<std::uint8_t, Context> contexts_;
};

}  // namespace foothold::gsm::sndcp
