// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "gsm/identity/tlli.h"
#include "gsm/l1/primitives.h"
#include "gsm/rlcmac/downlink_messages.h"
#include "gsm/rlcmac/downlink_tbf.h"
#include "gsm/rlcmac/uplink_messages.h"
#include "gsm/rlcmac/uplink_tbf.h"

namespace foothold::gsm::grr::test {

inline constexpr std::uint16_t kArfcn = 871;

// A packet control unit with PDCHs on timeslots 6 and 7, small but whole: it answers accesses, grants, acknowledges,
// polls, sends again what was lost, and gives up what stays silent. One block period at a time.
class TestNetwork {
 public:
  rlcmac::CodingScheme scheme = rlcmac::CodingScheme::cs1;
  std::uint8_t downlink_timeslots = 0x03;  // as TIMESLOT_ALLOCATION has them: 6 and 7
  bool one_tfi_for_all = false;            // every uplink TBF gets the same TFI and USF: as accesses that collide

  struct Delivered {
    Tlli tlli;
    Bytes pdu;
  };
  std::vector<Delivered> delivered;  // LLC PDUs from mobiles

  void on_access_burst(std::uint8_t random_access, l1::FrameNumber frame);
  void on_uplink_block(const l1::UplinkBlock& block);
  void send_llc_pdu(Tlli tlli, Bytes pdu) { to_send_[tlli].push_back(std::move(pdu)); }

  // What is on the air in the block that begins in `frame`: CCCH first, then timeslots 6 and 7.
  std::vector<l1::DownlinkBlock> blocks(l1::FrameNumber frame);
  bool idle() const;

 private:
  struct Uplink {
    std::uint8_t tfi = 0;
    std::uint8_t usf = 0;
    std::optional<Tlli> tlli;
    bool names_tlli = false;  // one-phase
    rlcmac::DownlinkTbf receiver{false};
    unsigned unanswered = 0;  // grants, or final acks
    unsigned blocks_since_ack = 0;
    bool ack_due = false;
    std::optional<l1::FrameNumber> polled;
  };
  struct Downlink {
    std::uint8_t tfi = 0;
    Tlli tlli;
    rlcmac::UplinkTbf sender;
    bool second_timeslot = false;
    bool established = false;  // assigned on CCCH, or the assignment on PACCH was acknowledged
    std::optional<l1::FrameNumber> polled;
    unsigned since_poll = 0;
    unsigned unanswered = 0;
  };
  struct Request {
    Tlli tlli;
    std::optional<l1::FrameNumber> polled;
    unsigned sent = 0;
  };

  std::uint8_t free_uplink_tfi() const;
  std::uint8_t free_downlink_tfi() const;
  void add_uplink(std::optional<Tlli> tlli, std::uint8_t tfi);
  void begin_downlinks(l1::FrameNumber frame);
  void expire(l1::FrameNumber frame);
  std::optional<Bytes> control_block(std::uint8_t timeslot, l1::FrameNumber frame);
  std::optional<Bytes> data_block(std::uint8_t timeslot, l1::FrameNumber frame);
  std::uint8_t next_usf(l1::FrameNumber frame);
  void on_control(const rlcmac::PacketControlAcknowledgement& message, l1::FrameNumber frame);
  void on_control(const rlcmac::PacketDownlinkAckNack& message, l1::FrameNumber frame);
  void on_control(const rlcmac::PacketUplinkDummy&, l1::FrameNumber) {}
  void on_control(const rlcmac::PacketResourceRequest& message, l1::FrameNumber frame);

  std::deque<Bytes> common_control_;
  std::deque<Uplink> uplinks_;
  std::deque<Downlink> downlinks_;
  std::deque<Request> requests_;
  std::map<Tlli, std::deque<Bytes>> to_send_;
  std::set<std::uint32_t> taken_;  // frames in which a single block or an answer is due
  std::size_t turn_ = 0;
  std::size_t downlink_turn_ = 0;
};

}  // namespace foothold::gsm::grr::test
