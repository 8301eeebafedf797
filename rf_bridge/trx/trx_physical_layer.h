// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "rf_bridge/physical_layer.h"
#include "trace/sink.h"

namespace foothold::rf_bridge::trx {

struct TrxSettings {
  std::uint16_t arfcn = 871;
  // Addresses and base ports of the transceiver's and of our sockets: TRXC is at the next port, TRXD at the one after.
  std::string transceiver = "127.0.0.1:6700";
  std::string local = "127.0.0.1:6800";
  std::string device;  // PCID, for the trace; may be empty
};

// The physical layer of one mobile over TRXC and TRXD: foothold-transceiver, or any other program that stands for a
// mobile's radio (OsmocomBB's fake_trx). Runs on libosmocore's select loop of the thread that calls open(); every other
// call must come from that thread too.
class TrxPhysicalLayer : public PhysicalLayer {
 public:
  // Opens the sockets, and with them chooses the network namespace: the calling thread's, now. Error: an address that
  // is none, or that cannot be bound; an ARFCN of no band. `handler` and `sink` outlive the layer.
  static Result<std::unique_ptr<TrxPhysicalLayer>> open(const TrxSettings& settings, PhysicalLayerHandler& handler,
                                                        trace::Sink& sink);

 protected:
  TrxPhysicalLayer() = default;
};

}  // namespace foothold::rf_bridge::trx
