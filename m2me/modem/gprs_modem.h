// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "gsm/gmm/gmm_ms.h"
#include "m2me/modem/modem.h"
#include "m2me/tre_client/usim_client.h"
#include "rf_bridge/radio_link.h"
#include "trace/sink.h"

namespace foothold::m2me {

struct ModemSettings {
  gsm::gmm::GmmSettings gmm;  // of the subscription that is used first
  std::string tun = "gprs0";  // the IP interface, in a network namespace of the modem's own
  bool flip_res = false;      // of the lab: the machine alters the RES of its TRE before it sends it
};

// Makes the radio link on the modem's thread, whose event loop the link shares.
using OpenRadioLink =
    std::function<Result<std::unique_ptr<rf_bridge::RadioLink>>(rf_bridge::RadioLinkHandler& handler)>;

// A mobile on a thread of its own: the link's sockets stay in the network namespace in which start() was called, the
// TUN device and all IP of the device live in a new one.
class GprsModem : public Modem {
 public:
  // `usim` and `sink` outlive the modem.
  static Result<std::unique_ptr<GprsModem>> start(ModemSettings settings, OpenRadioLink open_link, UsimClient& usim,
                                                  trace::Sink& sink);

 protected:
  GprsModem() = default;
};

}  // namespace foothold::m2me
