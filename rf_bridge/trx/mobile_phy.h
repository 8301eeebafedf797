// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A mobile's physical layer at burst level, at the mobile's end of TRXC and TRXD:
//   - it commands its transceiver: tune, listen to all timeslots, switch on;
//   - it looks for FCCH and SCH on timeslot 0, and has the cell's BSIC and frame clock from there;
//   - it gathers the bursts of BCCH, CCCH and PDCHs to blocks and decodes them;
//   - it codes what is to be sent and hands it to the transceiver, a few frames ahead of the air.
// A cell is lost when nothing of its timeslot 0 could be decoded for two seconds of its frames. Sans-I/O.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/l1/primitives.h"
#include "rf_bridge/physical_layer_effects.h"
#include "rf_bridge/trx/block_assembly.h"
#include "rf_bridge/trx/carrier.h"
#include "rf_bridge/trx/cell_search.h"
#include "rf_bridge/trx/control_client.h"
#include "rf_bridge/trx/uplink_schedule.h"
#include "trace/event.h"

namespace foothold::rf_bridge::trx {

struct SendControl {
  Bytes octets;
};
struct SendBursts {
  Bytes octets;
};
using PhyEffect = std::variant<SendControl, SendBursts, Synchronised, Lost, Heard, AccessBurstSent, trace::Event>;
using PhyEffects = std::vector<PhyEffect>;

class MobilePhy {
 public:
  MobilePhy(std::uint16_t arfcn, Carrier carrier) : arfcn_(arfcn), carrier_(carrier) {}

  PhyEffects start(Instant now);
  PhyEffects stop();  // switches the transceiver off
  PhyEffects on_control(ByteView datagram, Instant now);
  PhyEffects on_bursts(ByteView datagram, Instant now);
  // To be called at next() or later.
  PhyEffects on_time(Instant now);
  std::optional<Instant> next() const;

  PhyEffects send_access_burst(std::uint8_t random_access, unsigned slots_to_skip);
  PhyEffects send_block(const gsm::l1::UplinkBlock& block);
  PhyEffects set_timing_advance(std::uint8_t timing_advance, Instant now);
  void listen(std::uint8_t timeslots) { listened_ = timeslots; }
  bool synchronised() const { return bsic_.has_value(); }
  // The last frame that was heard of.
  gsm::l1::FrameNumber frame() const { return now_; }

 private:
  // Since the last report in the trace.
  struct Figures {
    unsigned blocks = 0;
    unsigned undecodable = 0;  // on PDCHs that were listened to, and on timeslot 0
    unsigned bit_errors = 0;
    unsigned sent = 0;
    std::int16_t level_dbm = 0;  // of the last block
    std::int16_t signal_to_noise_db = 0;
  };

  void command(std::optional<Bytes> datagram, PhyEffects& out) const;
  void advance(gsm::l1::FrameNumber frame, PhyEffects& out);
  void on_burst(gsm::l1::FrameNumber frame, const ReceivedBurst& burst, PhyEffects& out);
  void on_common_burst(gsm::l1::FrameNumber frame, const ReceivedBurst& burst, PhyEffects& out);
  void decode(const AssembledBlock& assembled, std::uint8_t timeslot, PhyEffects& out);
  void transmit(PhyEffects& out);
  void report(PhyEffects& out);
  void lose(std::string reason, PhyEffects& out);

  std::uint16_t arfcn_;
  Carrier carrier_;
  bool running_ = false;
  ControlClient control_;
  std::uint8_t trxd_version_ = 0;
  CellSearch search_;
  std::optional<std::uint8_t> bsic_;  // while synchronised
  CcchLayout layout_ = CcchLayout::unknown;
  std::array<BlockAssembly, 8> assemblies_;
  UplinkSchedule uplink_;
  std::uint8_t listened_ = 0;
  std::uint8_t timing_advance_ = 0;
  Instant last_datagram_{};
  std::optional<gsm::l1::FrameNumber> clock_;  // the same as now_, once there was a frame
  gsm::l1::FrameNumber now_;
  gsm::l1::FrameNumber last_decoded_;  // of timeslot 0
  gsm::l1::FrameNumber last_report_;
  Figures figures_;
};

}  // namespace foothold::rf_bridge::trx
