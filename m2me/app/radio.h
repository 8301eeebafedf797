// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include "gsm/gmm/ms_ra_capability.h"
#include "m2me/modem/gprs_modem.h"
#include "rf_bridge/gb/gb_link.h"
#include "rf_bridge/l1ctl/l1ctl_physical_layer.h"
#include "rf_bridge/trx/trx_physical_layer.h"
#include "rf_bridge/um_virtual/virtual_um.h"
#include "trace/sink.h"

namespace foothold::m2me {

// What carries the mobile's frames: nothing but Gb, whole blocks over the virtual Um, bursts, or OsmocomBB's layer 1.
using RadioSettings = std::variant<rf_bridge::gb::GbSettings, rf_bridge::um_virtual::VirtualUmSettings,
                                   rf_bridge::trx::TrxSettings, rf_bridge::l1ctl::L1ctlSettings>;

// `device` is the PCID, for the trace. `sink` outlives the links that are opened.
OpenRadioLink radio_of(const RadioSettings& settings, const std::string& device,
                       const gsm::gmm::MsRaCapability& capability, trace::Sink& sink);

}  // namespace foothold::m2me
