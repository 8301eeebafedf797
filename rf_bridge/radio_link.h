// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/imsi.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/routing_area.h"
#include "gsm/identity/tlli.h"
#include "trace/event.h"

namespace foothold::rf_bridge {

// The cell that a mobile camps on, and what was learned about it, as trace fields: from system information where there
// is a radio, from the configuration where the mobile stands directly at Gb.
struct CellInformation {
  gsm::CellIdentity identity;
  std::vector<trace::Field> decoded;
};

// What a radio link tells the mobile. Calls come from the thread of the link's event loop, never from within a call
// into the link: a handler may call the link back at once.
class RadioLinkHandler {
 public:
  virtual ~RadioLinkHandler() = default;

  // A cell can be used from now on. It comes again after on_cell_lost(), possibly with another identity.
  virtual void on_cell_available(const CellInformation& cell) = 0;
  // Nothing can be sent until the next on_cell_available(). `reason` is for people.
  virtual void on_cell_lost(const std::string& reason) = 0;
  // A downlink LLC PDU, FCS included (TS 44.064 5.1).
  virtual void on_llc_pdu(gsm::Tlli tlli, ByteView pdu) = 0;
  // The network pages this identity: an Imsi or a Ptmsi. Whether it is the mobile's own is for the mobile to say.
  virtual void on_paging(const gsm::MobileIdentity& identity) = 0;
};

// What carries a mobile's LLC PDUs to a radio network (the GRR and RR service access points of TS 44.064 7.1, as far as
// a mobile needs them). One link serves one mobile; none of its calls blocks.
class RadioLink {
 public:
  virtual ~RadioLink() = default;

  // Looks for a cell until one is found, again after each loss, without end.
  virtual void start() = 0;
  // Leaves the cell; no call into the handler follows, not even on_cell_lost().
  virtual void stop() = 0;
  // An uplink LLC PDU, FCS included. Without a cell it is dropped, as a radio would, and traced.
  virtual void send_llc_pdu(gsm::Tlli tlli, ByteView pdu) = 0;

  // GMM's assignments (TS 44.064 7.2.1.1, LLGMM-ASSIGN): frames to both are ours until `old_tlli` is released by a call
  // with both the same. RLC/MAC needs it for contention resolution; Gb does not filter by it.
  virtual void assign_tlli(gsm::Tlli old_tlli, gsm::Tlli new_tlli) = 0;
  // The identity of the active subscription, known from now on: from it come the paging group and the DRX cycle
  // (TS 45.002 6.5). A link without paging groups ignores it.
  virtual void set_imsi(const gsm::Imsi& imsi) = 0;
};

}  // namespace foothold::rf_bridge
