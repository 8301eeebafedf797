// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <optional>
#include <vector>

#include "base/result.h"
#include "rf_bridge/trx/transceiver/configuration.h"
#include "rf_bridge/trx/transceiver/transceiver.h"
#include "rf_bridge/trx/udp_socket.h"
#include "trace/sink.h"

namespace foothold::rf_bridge::trx {

// The sockets of a Transceiver: clock, TRXC and TRXD towards the base station, TRXC and TRXD towards each mobile, and
// one for those who change the channels.
class AirSockets {
 public:
  // Error: a port that is taken; Error::what names it.
  static Result<AirSockets> open(const TransceiverConfiguration& configuration);

  // What to poll.
  std::vector<pollfd> sources() const;
  // Everything that waits, commands before bursts.
  void read(Transceiver& transceiver, trace::Sink& sink);
  void perform(AirEffects effects, trace::Sink& sink) const;

 private:
  struct Radio {
    std::optional<UdpSocket> clock;  // a base station's
    UdpSocket control;
    UdpSocket bursts;
  };
  AirSockets() = default;
  void read_channel_commands(Transceiver& transceiver);

  std::vector<Radio> radios_;  // the base station is the first
  UniqueFd channel_control_;
  std::array<std::uint8_t, kLargestTrxdDatagram + 1> buffer_{};
};

}  // namespace foothold::rf_bridge::trx
