// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What GrrMs is inside. The story:
//
//   cell        system information is collected until it says that the cell may be used; then LLC PDUs are taken.
//   access      a PDU waits, nothing carries it: CHANNEL REQUESTs, M + 1 of them, until IMMEDIATE ASSIGNMENT:
//               one-phase: an uplink TBF at once; two-phase: one block, for a PACKET RESOURCE REQUEST.
//   uplink      each USF of ours sends a block (UplinkTbf); the final PACKET UPLINK ACK/NACK ends it. Whatever else
//               ends it brings its PDUs back to the head of the queue.
//   downlink    assigned on CCCH or PACCH; each poll is answered with PACKET DOWNLINK ACK/NACK, in which an uplink TBF
//               is asked for where one is needed; after the final one T3192, in which nothing is delivered any more.
//
// Uplink, downlink and access stand beside each other. A downlink assignment does not end an access that has begun
// (TS 44.060 7.2.1.1 lets the mobile abort it): the PDU that waits needs the uplink anyway.
#pragma once

#include <array>
#include <bit>
#include <deque>
#include <utility>

#include "gsm/grr/grr_ms.h"
#include "gsm/rlcmac/downlink_messages.h"
#include "gsm/rlcmac/downlink_tbf.h"
#include "gsm/rlcmac/uplink_messages.h"
#include "gsm/rlcmac/uplink_tbf.h"
#include "gsm/rr/cell_selection.h"
#include "gsm/rr/immediate_assignment.h"

namespace foothold::gsm::grr {

// TS 44.018 11.1.1, TS 44.060 13.1.
enum class Timer : std::uint8_t {
  access_burst,  // the next CHANNEL REQUEST is due
  t3142,         // refused: no access until it expires (T3172 of the PACKET ACCESS REJECT as well)
  t3146,         // M + 1 CHANNEL REQUESTs unanswered
  t3164,         // assigned, but no USF
  t3166,         // contention not resolved
  t3168,         // PACKET RESOURCE REQUEST, or the request in a downlink ack, unanswered
  t3180,         // no further USF
  t3182,         // all sent or window full, but no acknowledgement
  t3190,         // no downlink block
  t3192,         // downlink TBF at its end
  no_poll,       // an uplink is needed, a downlink TBF stands, but no poll comes to ask in
  last_ack,      // a repeated final PACKET UPLINK ACK/NACK is still answered
};
inline constexpr std::size_t kTimers = 12;

class GrrMs::Machine {
 public:
  Machine(GrrSettings settings, Random random)
      : settings_(std::move(settings)), random_(std::move(random)), selection_(settings_.wanted) {}

  Effects on_synchronised(Time now, std::uint16_t arfcn, std::uint8_t bsic);
  Effects on_lost(Time now, const std::string& reason);
  Effects on_downlink_block(Time now, const l1::DownlinkBlock& block);
  Effects on_access_burst_sent(Time now, std::uint8_t random_access, l1::FrameNumber frame);
  Effects send_llc_pdu(Time now, Tlli tlli, Bytes pdu);
  void assign_tlli(Tlli old_tlli, Tlli new_tlli) { assigned_ = std::pair(old_tlli, new_tlli); }
  void set_imsi(const Imsi& imsi) { access_class_ = static_cast<unsigned>(imsi.digits().back() - '0'); }
  std::optional<Time> next_deadline() const;
  Effects on_timer(Time now);
  const Counters& counters() const { return counters_; }

 private:
  struct Waiting {
    Tlli tlli;
    Bytes pdu;
  };
  struct Access {
    Tlli tlli;
    unsigned bursts = 0;                    // CHANNEL REQUESTs sent, of M + 1
    std::deque<rr::RequestReference> sent;  // the last three: those an answer may name (TS 44.018 3.3.1.1.3.1)
    std::optional<std::uint8_t> timeslot;   // two-phase: where the PACKET RESOURCE REQUEST went
  };
  // What a TBF carried, for the trace at its end.
  struct Figures {
    Time began;
    std::uint64_t blocks = 0;    // RLC data blocks, each once
    std::uint64_t repeated = 0;  // the same once more
    std::uint64_t octets = 0;    // of LLC PDUs that are through
  };
  struct Uplink {
    rlcmac::UplinkTbf tbf;
    Tlli tlli;
    std::array<std::optional<std::uint8_t>, 8> usf;
    bool four_blocks = false;
    std::optional<l1::FrameNumber> start;
    unsigned blocks_in_contention = 0;  // N3104
    int n3102 = 0;
    std::uint64_t serial = 0;
    Figures figures;
    std::uint8_t timeslots() const;
  };
  struct Downlink {
    rlcmac::DownlinkTbf tbf;
    Tlli tlli;
    std::uint8_t tfi = 0;
    std::uint8_t timeslots = 0;  // bit 0: timeslot 0
    bool finished = false;       // the final ack was sent, T3192 runs
    std::optional<rlcmac::DownlinkDataBlock> final_block;
    Figures figures;
  };
  // Of an uplink TBF that has ended.
  struct LastUplink {
    std::uint8_t tfi;
    std::uint8_t timeslots;
    Tlli tlli;
  };
  // The uplink block that answers a poll.
  struct Reserved {
    std::uint8_t timeslot;
    l1::FrameNumber frame;
    friend bool operator==(const Reserved&, const Reserved&) = default;
  };
  // A control message, and where it was.
  struct Heard {
    std::uint8_t timeslot;
    l1::FrameNumber frame;
    std::optional<std::uint8_t> rrbp;
  };

  // machine.cpp: what all use
  Effects finish();
  void start(Timer timer, std::chrono::milliseconds duration);
  void stop(Timer timer) { timers_[static_cast<std::size_t>(timer)].reset(); }
  bool running(Timer timer) const { return timers_[static_cast<std::size_t>(timer)].has_value(); }
  void on_expiry(Timer timer);
  void trace(trace::Kind kind, std::string name, std::vector<trace::Field> fields = {});
  void discard(std::string reason);
  void pump();
  void count_failure(const std::string& reason);
  std::vector<trace::Field> fields_of(const Figures& figures, const char* repeated) const;
  bool mine(std::uint32_t tlli) const;
  Tlli current_tlli() const;
  void leave_cell(const std::string& reason);
  void set_timing_advance(const rlcmac::PacketTimingAdvance& advance);

  // cell.cpp: BCCH and CCCH
  void on_system_information(const l1::DownlinkBlock& block);
  void on_common_control(const l1::DownlinkBlock& block);
  void select_cell();
  void on_immediate_assignment(const l1::DownlinkBlock& block);
  void on_immediate_assignment_reject(ByteView block);

  // access.cpp
  void begin_access();
  void send_access_burst(unsigned slots_to_skip);
  void end_access();
  void fail_access(const std::string& reason);
  bool answers_access(const rr::RequestReference& reference) const;
  void send_resource_request(std::uint8_t timeslot, l1::FrameNumber frame);
  std::chrono::milliseconds slots(unsigned count) const;
  rlcmac::ChannelRequestDescription channel_request() const;

  // transfer.cpp: PDCH
  void on_packet_channel(const l1::DownlinkBlock& block);
  void on_control_block(const l1::DownlinkBlock& block);
  void on_message(const rlcmac::PacketUplinkAssignment& message, const Heard& heard);
  void on_message(const rlcmac::PacketDownlinkAssignment& message, const Heard& heard);
  void on_message(const rlcmac::PacketUplinkAckNack& message, const Heard& heard);
  void on_message(const rlcmac::PacketAccessReject& message, const Heard& heard);
  void on_message(const rlcmac::PacketTbfRelease& message, const Heard& heard);
  void on_message(const rlcmac::PacketPollingRequest& message, const Heard& heard);
  void on_message(const rlcmac::PacketPdchRelease& message, const Heard& heard);
  void on_message(const rlcmac::PacketPagingRequest& message, const Heard& heard);
  void on_message(const rlcmac::OtherDownlinkMessage&, const Heard&) {}
  bool addressed(const rlcmac::Address& address, std::uint8_t timeslot) const;
  void send_block(std::uint8_t timeslot, l1::FrameNumber frame, Bytes block);
  void acknowledge(const Heard& heard, Tlli tlli);
  void answer(const Heard& heard, Bytes block);

  // uplink.cpp
  void begin_uplink(rlcmac::UplinkTbf::Settings settings, Tlli tlli, std::array<std::optional<std::uint8_t>, 8> usf,
                    bool four_blocks, std::optional<l1::FrameNumber> first);
  bool grants_us(const l1::DownlinkBlock& block) const;
  void on_grant(std::uint8_t timeslot, l1::FrameNumber frame);
  void send_uplink_block(std::uint8_t timeslot, l1::FrameNumber frame);
  void end_uplink();
  Figures close_uplink();
  void abandon_uplink(const std::string& reason);
  void fail_uplink(const std::string& reason);
  bool never_granted() const;
  void on_t3182();

  // downlink.cpp
  void begin_downlink(Tlli tlli, std::uint8_t tfi, std::uint8_t timeslots, bool unacknowledged);
  void on_data_block(const l1::DownlinkBlock& block);
  void take_data(const rlcmac::DownlinkDataBlock& block);
  void answer_poll(const Heard& heard, const l1::Measurement& measurement);
  void deliver(Bytes pdu);
  void end_downlink(const char* how);

  GrrSettings settings_;
  Random random_;
  Time now_{};
  Effects out_;
  Counters counters_;
  std::array<std::optional<Time>, kTimers> timers_;

  bool synchronised_ = false;
  std::uint16_t arfcn_ = 0;
  unsigned bsic_ = 0;
  unsigned access_class_ = 0;
  rr::CellSelection selection_;
  std::optional<rr::ServingCell> cell_;
  std::string objection_;

  std::optional<std::pair<Tlli, Tlli>> assigned_;  // old and new
  std::deque<Waiting> queue_;
  unsigned failures_ = 0;  // accesses and TBFs in a row that carried nothing
  std::optional<Access> access_;
  std::optional<Uplink> uplink_;
  std::optional<Downlink> downlink_;
  std::optional<LastUplink> last_uplink_;
  std::uint64_t serial_ = 0;
  std::deque<Reserved> reserved_;
  std::uint8_t listening_ = 0;
  std::optional<std::uint8_t> timing_advance_;
};

// Fixed durations (TS 44.018 table 11.1, TS 44.060 table 13.1.1).
inline constexpr std::chrono::milliseconds kT3146Longest{5000};
inline constexpr std::chrono::milliseconds kT3164{5000};
inline constexpr std::chrono::milliseconds kT3166{5000};
inline constexpr std::chrono::milliseconds kT3180{5000};
inline constexpr std::chrono::milliseconds kT3182{5000};
inline constexpr std::chrono::milliseconds kT3190{5000};

}  // namespace foothold::gsm::grr
