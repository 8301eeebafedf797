// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "config/config_file.h"
#include "rf_bridge/trx/transceiver/transceiver.h"
#include "rf_bridge/trx/udp_socket.h"

namespace foothold::rf_bridge::trx {

// What foothold-transceiver is told. docs/radio.md lists the keys.
struct TransceiverConfiguration {
  std::string trace;                            // the collector's socket; empty: log only
  TrxEndpoint base_station{"127.0.0.1", 5700};  // our end towards osmo-bts-trx; its own is 100 ports up
  TrxEndpoint mobiles{"127.0.0.1", 6700};       // our end towards the first mobile; see endpoint_of_mobile()
  TrxEndpoint channel_control;                  // that changes the channels of a running cell; port 0: none
  TransceiverSettings transceiver;
};

Result<TransceiverConfiguration> load_transceiver_configuration(const std::filesystem::path& file);
Result<TransceiverConfiguration> read_transceiver_configuration(config::ConfigFile& config);

}  // namespace foothold::rf_bridge::trx
