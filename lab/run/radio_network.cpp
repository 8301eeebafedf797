// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/radio_network.h"

#include <toml++/toml.h>

#include <utility>

#include "lab/daemons/cell.h"
#include "lab/daemons/osmo_bsc.h"
#include "lab/daemons/osmo_bts.h"
#include "lab/daemons/osmo_pcu.h"
#include "lab/host/network_interface.h"
#include "lab/run/toml_text.h"

namespace foothold::lab {
namespace {

DaemonPaths daemon_paths(const RunSetup& setup, const std::string& name) {
  return {setup.folders.configuration(name + ".cfg"), setup.folders.log(name), setup.folders.stores()};
}

BtsKind bts_kind(const RunSetup& setup) {
  return setup.radio == Radio::trx ? BtsKind::trx : BtsKind::virtual_um;
}

OsmoBts bts_of(const RunSetup& setup) {
  OsmoBts bts;
  bts.kind = bts_kind(setup);
  return bts;
}

OsmoBsc bsc_of(const RunSetup& setup) {
  OsmoBsc bsc;
  bsc.bts = bts_kind(setup);
  return bsc;
}

// The program that is the air.
const char* air_program(const RunSetup& setup) {
  return setup.radio == Radio::trx ? "foothold-transceiver" : "foothold-um-air";
}

std::string air_configuration(const RunSetup& setup) {
  toml::table configuration{{"trace", setup.collector_socket()}};
  if (setup.radio == Radio::virtual_um) {
    const Cell cell;
    configuration.insert("arfcn", cell.arfcn);
    configuration.insert("first_pdch", static_cast<std::int64_t>(cell.first_pdch));
    configuration.insert("last_pdch", static_cast<std::int64_t>(cell.last_pdch));
  } else {
    const auto loss = static_cast<std::int64_t>(setup.burst_loss);
    configuration.insert("channel", toml::table{{"downlink_loss", loss}, {"uplink_loss", loss}});
  }
  return toml_text(configuration);
}

}  // namespace

std::vector<std::vector<Service>> radio_stages(const RunSetup& setup) {
  if (setup.radio == Radio::gb) return {};
  const auto bts = bts_of(setup);
  // osmo-bts-trx ends without a transceiver, and osmo-bts-virtual does not care: the air comes first.
  std::vector<Service> first{bsc_of(setup).service(daemon_paths(setup, "osmo-bsc")),
                             {setup.command(air_program(setup)), {ReadyEvent{trace::Actor::bss}}}};
  return {std::move(first),
          {bts.service(daemon_paths(setup, bts.name()))},
          {OsmoPcu{}.service(daemon_paths(setup, "osmo-pcu"))}};
}

Result<void> write_radio_configurations(const RunSetup& setup) {
  if (setup.radio == Radio::gb) return {};
  const auto& folders = setup.folders;
  const auto bts = bts_of(setup);
  const std::pair<std::string, std::string> files[] = {
      {"osmo-bsc.cfg", bsc_of(setup).configuration()},
      {std::string(bts.name()) + ".cfg", bts.configuration(folders.stores())},
      {"osmo-pcu.cfg", OsmoPcu{}.configuration(folders.stores())},
      {std::string(air_program(setup)) + ".toml", air_configuration(setup)},
  };
  for (const auto& [name, text] : files) {
    if (auto written = write_text_file(folders.configuration(name), text); !written) return written;
  }
  return {};
}

Result<void> prepare_air(const RunSetup& setup) {
  if (setup.radio != Radio::virtual_um) return {};
  return route_multicast("lo");
}

std::string slow_to_stop(const RunSetup& setup) {
  return setup.radio == Radio::gb ? std::string() : bts_of(setup).name();
}

}  // namespace foothold::lab
