// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gsm/grr/grr_effects.h"
#include "gsm/identity/imsi.h"
#include "gsm/identity/plmn.h"

namespace foothold::gsm::grr {

using Time = std::chrono::steady_clock::time_point;  // any monotonic time; frame numbers come with the blocks

struct GrrSettings {
  std::string device;             // for trace events: the PCID
  std::vector<Plmn> wanted;       // networks that the mobile may use; none: any, which is how a PCID attaches
  Bytes ms_ra_capability;         // value of the MS Radio Access capability (TS 24.008 10.5.5.12a); may be empty
  bool two_phase_access = false;  // ask for a single block first, and say there what is needed (TS 44.060 7.1.3)
};

// The radio resource layers of a GPRS mobile, RR and RLC/MAC, for one carrier (TS 44.018, TS 44.060).
class GrrMs {
 public:
  using Random = std::function<std::uint32_t()>;  // 32 unpredictable bits

  GrrMs(GrrSettings settings, Random random);
  ~GrrMs();
  GrrMs(GrrMs&&) noexcept;
  GrrMs& operator=(GrrMs&&) noexcept;

  // What the physical layer tells (rf_bridge::PhysicalLayerHandler).
  Effects on_synchronised(Time now, std::uint16_t arfcn, std::uint8_t bsic);
  Effects on_lost(Time now, const std::string& reason);
  Effects on_downlink_block(Time now, const l1::DownlinkBlock& block);
  Effects on_access_burst_sent(Time now, std::uint8_t random_access, l1::FrameNumber frame_number);

  // What the layers above ask (rf_bridge::RadioLink). Without a cell a PDU is dropped and traced.
  Effects send_llc_pdu(Time now, Tlli tlli, Bytes pdu);
  void assign_tlli(Tlli old_tlli, Tlli new_tlli);
  void set_imsi(const Imsi& imsi);  // from it comes the access class (TS 22.011 4.2)

  // Call on_timer() when this time has come (or a little later); ask again after each call of the others.
  std::optional<Time> next_deadline() const;
  Effects on_timer(Time now);

  const Counters& counters() const;

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace foothold::gsm::grr
