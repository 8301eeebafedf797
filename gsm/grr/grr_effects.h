// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What GrrMs asks of those around it. Effects are carried out in their order.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/routing_area.h"
#include "gsm/identity/tlli.h"
#include "gsm/l1/primitives.h"
#include "trace/event.h"

namespace foothold::gsm::grr {

// To the physical layer; the four are the calls of rf_bridge::PhysicalLayer.
struct SendAccessBurst {
  std::uint8_t random_access;
  unsigned slots_to_skip;  // RACH slots to let pass first
};
struct SendBlock {
  l1::UplinkBlock block;  // its frame is the one granted, and still to come
};
struct Listen {
  std::uint8_t timeslots;  // bit 0 is timeslot 0
};
struct SetTimingAdvance {
  std::uint8_t timing_advance;  // 0..63
};

// To the layers above; they are the calls of rf_bridge::RadioLinkHandler.
struct CellAvailable {
  CellIdentity identity;
  std::vector<trace::Field> decoded;  // what the system information said
};
struct CellLost {
  std::string reason;  // for people
};
struct LlcPdu {
  Tlli tlli;  // under which the network addressed the TBF
  Bytes pdu;  // FCS included
};
struct Paging {
  MobileIdentity identity;  // an Imsi or a Ptmsi; not necessarily the mobile's own
};

using Effect = std::variant<SendAccessBurst, SendBlock, Listen, SetTimingAdvance, CellAvailable, CellLost, LlcPdu,
                            Paging, trace::Event>;
using Effects = std::vector<Effect>;

// Since the mobile was made; the trace and the bench read them.
struct Counters {
  std::uint64_t access_bursts = 0;
  std::uint64_t access_failures = 0;   // M+1 bursts unanswered (T3146)
  std::uint64_t contentions_lost = 0;  // another mobile's TLLI, T3166 or N3104
  std::uint64_t uplink_tbfs = 0;
  std::uint64_t downlink_tbfs = 0;
  std::uint64_t tbf_failures = 0;   // ended without final acknowledgement, their LLC PDUs sent again
  std::uint64_t uplink_blocks = 0;  // RLC data blocks, first transmissions
  std::uint64_t retransmitted_blocks = 0;
  std::uint64_t downlink_blocks = 0;     // RLC data blocks of ours, first receptions
  std::uint64_t repeated_blocks = 0;     // the same received again
  std::uint64_t undecodable_blocks = 0;  // given up by the physical layer
  std::uint64_t discarded_blocks = 0;    // well received, but not understood
  std::uint64_t timer_expiries = 0;      // of T3146..T3192, without those that are the normal course (T3192)
  std::uint64_t polls_answered = 0;
  std::uint64_t uplink_llc_octets = 0;    // acknowledged by RLC
  std::uint64_t downlink_llc_octets = 0;  // delivered
  std::uint64_t cells_lost = 0;
};

}  // namespace foothold::gsm::grr
