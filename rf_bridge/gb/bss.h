// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "rf_bridge/gb/cell_bvc.h"
#include "rf_bridge/gb/effects.h"
#include "rf_bridge/gb/ns_vc.h"

namespace foothold::rf_bridge::gb {

// A BSS with one cell as its SGSN sees it: an NS-VC with the BVCs on top, sans-I/O.
class Bss {
 public:
  using Effects = std::vector<BssEffect>;

  Bss(const NsSettings& ns, const CellSettings& cell) : ns_(ns), bvc_(cell) {}

  bool cell_is_available() const { return bvc_.state() == CellBvc::State::available; }
  Effects start() { return from_ns(ns_.start()); }
  Effects stop();
  Effects on_datagram(ByteView octets) { return from_ns(ns_.on_datagram(octets)); }
  Effects on_refused() { return from_ns(ns_.on_refused()); }
  Effects on_timer(Timer timer);
  Effects send_llc_pdu(gsm::Tlli tlli, ByteView pdu) { return from_bvc(bvc_.send_llc_pdu(tlli, pdu)); }

 private:
  Effects from_ns(NsVc::Effects effects);
  Effects from_bvc(CellBvc::Effects effects);

  NsVc ns_;
  CellBvc bvc_;
};

}  // namespace foothold::rf_bridge::gb
