// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "gsm/rlcmac/block.h"
#include "gsm/rlcmac/elements.h"
#include "gsm/rlcmac/segmentation.h"

namespace foothold::gsm::rlcmac {

// The sending end of an uplink TBF in acknowledged mode (TS 44.060 9.1.1 to 9.1.3, 9.3.1, 9.3.2): LLC PDUs go in, a
// block comes out for each block that the network grants, and its acknowledgements say what to send again.
class UplinkTbf {
 public:
  struct Settings {
    std::uint8_t tfi = 0;
    std::uint32_t tlli = 0;
    bool contention = false;  // one-phase access: each block names the TLLI until the contention is resolved
    CodingScheme scheme = CodingScheme::cs1;
    CodingScheme tlli_scheme = CodingScheme::cs1;  // of blocks that name it
    unsigned bs_cv_max = 15;
    unsigned timeslots = 1;  // NTS
    bool retry = false;      // R: more than one CHANNEL REQUEST was sent
  };
  explicit UplinkTbf(const Settings& settings) : settings_(settings) {}

  std::uint8_t tfi() const { return settings_.tfi; }
  std::uint32_t tlli() const { return settings_.tlli; }
  bool contention_resolved() const { return !settings_.contention; }
  void resolve_contention() { settings_.contention = false; }
  void set_timeslots(unsigned count) { settings_.timeslots = count; }
  void set_scheme(CodingScheme scheme) { settings_.scheme = scheme; }

  // Takes a PDU, while the countdown has not begun (9.3.1.1); 1..Reassembly::kMaxPdu octets.
  bool open() const { return !counting_down_; }
  void add(Bytes pdu) { pdus_.push_back(std::move(pdu)); }
  std::size_t pdus() const { return pdus_.size(); }

  struct Outgoing {
    Bytes block;
    bool repeated = false;
  };
  // For a granted block: what is missing, else the next, else the oldest not acknowledged. None: nothing to send.
  std::optional<Outgoing> next_block();
  // Everything was sent once, or the window is full: an acknowledgement has to come (T3182).
  bool waits_for_ack() const;

  struct AckOutcome {
    bool progress = false;   // the window moved
    bool news = false;       // a block is acknowledged that was not before
    std::size_t octets = 0;  // of LLC PDUs that are now through
  };
  AckOutcome on_ack(const AckNackDescription& ack);

  // What the network is not known to have, from the oldest on.
  std::deque<Bytes> take_unacknowledged() { return std::exchange(pdus_, {}); }

 private:
  enum class State : std::uint8_t { pending, missing, acknowledged };
  struct Block {
    UplinkDataBlock content;
    CodingScheme scheme = CodingScheme::cs1;
    std::uint64_t pdus_done = 0;  // PDUs of the TBF that end with it or before
    State state = State::pending;
    std::uint64_t sent_at = 0;  // by the count of transmissions
  };

  Block build();
  bool more_to_build() const { return point_.pdu < pdus_.size(); }
  void begin_countdown_if_due();
  Outgoing transmit(Block& block, bool repeated);

  Settings settings_;
  std::deque<Bytes> pdus_;  // not yet through
  std::uint64_t pdus_through_ = 0;
  SegmentationPoint point_;
  std::deque<Block> sent_;   // V(A) .. V(S) - 1
  std::deque<Block> ready_;  // once the countdown has begun: V(S) .. the end
  std::uint64_t first_ = 0;  // V(A)
  std::uint64_t built_ = 0;  // blocks cut so far
  std::uint64_t transmissions_ = 0;
  bool counting_down_ = false;
};

}  // namespace foothold::gsm::rlcmac
