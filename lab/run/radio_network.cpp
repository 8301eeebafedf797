// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/radio_network.h"

#include <toml++/toml.h>

#include <cmath>
#include <random>
#include <utility>

#include "lab/daemons/osmo_bsc.h"
#include "lab/daemons/osmo_bts.h"
#include "lab/daemons/osmo_pcu.h"
#include "lab/host/network_interface.h"
#include "lab/radio/channel_control.h"
#include "lab/run/toml_text.h"

namespace foothold::lab {
namespace {

// With several mobiles, so few that collisions, which such a run is to show, are all but certain.
constexpr unsigned kTxIntegerOfEightSlots = 5;
// So late may base station and mobiles be with a burst, each, on a machine that has other things to do (46 ms). The
// price is a round trip that is longer by as much.
constexpr std::int64_t kFramesOfPatience = 10;
constexpr unsigned kBurstLossOfBadAir = 5, kBurstLossOfWorstAir = 20;  // percent

DaemonPaths daemon_paths(const RunSetup& setup, const std::string& name) {
  return {setup.folders.configuration(name + ".cfg"), setup.folders.log(name), setup.folders.stores()};
}

BtsKind bts_kind(const RunSetup& setup) {
  return setup.radio == Radio::trx ? BtsKind::trx : BtsKind::virtual_um;
}

OsmoBts bts_of(const RunSetup& setup) {
  OsmoBts bts;
  bts.kind = bts_kind(setup);
  bts.cell = setup.cell;
  bts.receive_gain = setup.receive_gain;
  bts.transmit_attenuation = setup.transmit_attenuation;
  return bts;
}

OsmoBsc bsc_of(const RunSetup& setup) {
  OsmoBsc bsc;
  bsc.bts = bts_kind(setup);
  bsc.cell = setup.cell;
  if (setup.machines > 1) bsc.tx_integer = kTxIntegerOfEightSlots;
  return bsc;
}

OsmoPcu pcu_of(const RunSetup& setup) {
  OsmoPcu pcu;
  // A CS-1 block survives the loss of one of its four bursts, a CS-4 block of none: an operator plans for the air that
  // the cell has.
  if (setup.burst_loss >= kBurstLossOfBadAir) {
    pcu.first_downlink = pcu.first_uplink = 1;
    pcu.best_downlink = pcu.best_uplink = setup.burst_loss >= kBurstLossOfWorstAir ? 1 : 2;
  }
  return pcu;
}

// The program that is the air, or has it at its antennas.
const char* air_program(const RunSetup& setup) {
  if (setup.osmo_trx) return program_of(setup.osmo_trx->driver);
  return setup.radio == Radio::trx ? "foothold-transceiver" : "foothold-um-air";
}

// Several machines do not stand in one place: those that are near come in by 20 dB more than those at the edge, and
// each needs a timing advance of its own.
toml::table places_of_machines(unsigned machines) {
  constexpr double kLossNear = 70, kLossMore = 20, kSymbolsAtTheEdge = 6;
  std::random_device random;
  std::uniform_real_distribution<double> anywhere(0, 1);
  toml::table places;
  for (unsigned machine = 1; machine <= machines; ++machine) {
    const double distance = anywhere(random);
    places.insert(std::to_string(machine), toml::table{{"path_loss", std::llround(kLossNear + kLossMore * distance)},
                                                       {"delay", std::llround(kSymbolsAtTheEdge * distance)}});
  }
  return places;
}

std::string air_configuration(const RunSetup& setup) {
  toml::table configuration{{"trace", setup.collector_socket()}};
  if (setup.radio == Radio::virtual_um) {
    configuration.insert("arfcn", setup.cell.arfcn);
    configuration.insert("first_pdch", static_cast<std::int64_t>(setup.cell.first_pdch));
    configuration.insert("last_pdch", static_cast<std::int64_t>(setup.cell.last_pdch));
  } else {
    const auto loss = static_cast<std::int64_t>(setup.burst_loss);
    configuration.insert("channel", toml::table{{"downlink_loss", loss}, {"uplink_loss", loss}});
    configuration.insert("mobile_count", static_cast<std::int64_t>(setup.machines));
    if (setup.machines > 1) configuration.insert("mobile", places_of_machines(setup.machines));
    configuration.insert("channel_control", kChannelControl);
    configuration.insert("clock_advance", kFramesOfPatience);
    configuration.insert("uplink_patience", kFramesOfPatience);
  }
  return toml_text(configuration);
}

}  // namespace

std::vector<std::vector<Service>> radio_stages(const RunSetup& setup) {
  if (setup.radio == Radio::gb) return {};
  const auto bts = bts_of(setup);
  // osmo-bts-trx ends without a transceiver, and osmo-bts-virtual does not care: the air comes first.
  const Service air = setup.osmo_trx ? setup.osmo_trx->service(daemon_paths(setup, air_program(setup)))
                                     : Service{setup.command(air_program(setup)), {ReadyEvent{trace::Actor::bss}}};
  std::vector<Service> first{bsc_of(setup).service(daemon_paths(setup, "osmo-bsc")), air};
  return {std::move(first),
          {bts.service(daemon_paths(setup, bts.name()))},
          {pcu_of(setup).service(daemon_paths(setup, "osmo-pcu"))}};
}

Result<void> write_radio_configurations(const RunSetup& setup) {
  if (setup.radio == Radio::gb) return {};
  const auto& folders = setup.folders;
  const auto bts = bts_of(setup);
  const std::pair<std::string, std::string> files[] = {
      {"osmo-bsc.cfg", bsc_of(setup).configuration()},
      {std::string(bts.name()) + ".cfg", bts.configuration(folders.stores())},
      {"osmo-pcu.cfg", pcu_of(setup).configuration(folders.stores())},
      setup.osmo_trx ? std::pair(std::string(air_program(setup)) + ".cfg", setup.osmo_trx->configuration())
                     : std::pair(std::string(air_program(setup)) + ".toml", air_configuration(setup)),
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
