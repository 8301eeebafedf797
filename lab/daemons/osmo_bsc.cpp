// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_bsc.h"

#include "lab/daemons/osmo_log.h"

namespace foothold::lab {
namespace {

constexpr std::uint16_t kOmlPort = 3002;
constexpr std::uint16_t kRslPort = 3003;

std::string timeslots(const Cell& cell) {
  std::string text;
  for (unsigned timeslot = 0; timeslot < 8; ++timeslot) {
    const bool is_pdch = timeslot >= cell.first_pdch && timeslot <= cell.last_pdch;
    const char* use = timeslot == 0 ? "CCCH+SDCCH4" : is_pdch ? "PDCH" : "TCH/F";
    text += "   timeslot " + std::to_string(timeslot) + "\n    phys_chan_config " + use + "\n";
  }
  return text;
}

}  // namespace

std::string OsmoBsc::configuration() const {
  // Without SCTP in the kernel it complains every five seconds, in lglobal and of its A interface; nobody here uses
  // that.
  std::string text = osmo_log_section(
      {"nm notice", "rsl notice", "lglobal fatal", "lss7 fatal", "lsccp fatal", "lm3ua fatal", "msc fatal"});
  text += "line vty\n no login\n bind " + address + "\n";
  text += "ctrl\n bind " + address + "\n";
  text += "e1_input\n e1_line 0 driver ipa\n";
  text += "network\n network country code " + cell.mcc + "\n mobile network code " + cell.mnc + "\n";
  text += " encryption a5 0\n neci 1\n bts 0\n";
  // osmo-bts-virtual 1.5 can do GPRS and does not say so in its feature vector, and osmo-bsc then drops it. Of a
  // nanoBTS the BSC reads no such vector.
  text += bts == BtsKind::virtual_um ? "  type nanobts\n" : "  type osmo-bts\n";
  text += "  band " + cell.band + "\n";
  text += "  cell_identity " + std::to_string(cell.identity) + "\n";
  text += "  location_area_code " + std::to_string(cell.location_area) + "\n";
  text += "  base_station_id_code " + std::to_string(cell.bsic) + "\n";
  text += "  rach tx integer " + std::to_string(tx_integer) + "\n";
  text +=
      "  ms max power 15\n"
      "  cell reselection hysteresis 4\n"
      "  rxlev access min 0\n"
      "  radio-link-timeout 32\n"
      "  channel allocator ascending\n"
      "  rach max transmission 7\n"
      "  channel-description attach 1\n"
      "  channel-description bs-pa-mfrms 5\n"
      "  channel-description bs-ag-blks-res 1\n"
      "  early-classmark-sending forbidden\n"
      "  ipa unit-id 1 0\n"
      "  oml ipa stream-id 255 line 0\n"
      "  codec-support fr\n"
      "  gprs mode gprs\n";
  text += "  gprs routing area " + std::to_string(cell.routing_area) + "\n";
  text += "  gprs network-control-order nc0\n";
  text += "  gprs cell bvci " + std::to_string(cell.bvci) + "\n";
  text += "  gprs nsei " + std::to_string(cell.nsei) + "\n";
  text += "  gprs nsvc 0 nsvci " + std::to_string(cell.nsvci) + "\n";
  text += "  gprs nsvc 0 local udp port " + std::to_string(pcu_ns_port) + "\n";
  text += "  gprs nsvc 0 remote ip " + sgsn_address + "\n";
  text += "  gprs nsvc 0 remote udp port " + std::to_string(sgsn_port) + "\n";
  text += "  trx 0\n   rf_locked 0\n   arfcn " + std::to_string(cell.arfcn) + "\n";
  text +=
      "   nominal power 23\n"
      "   max_power_red 20\n"
      "   rsl e1 tei 0\n";
  return text + timeslots(cell);
}

Service OsmoBsc::service(const DaemonPaths& paths) const {
  return {{"osmo-bsc", {"osmo-bsc", "-c", paths.configuration.string()}, paths.log},
          {TcpListener{"0.0.0.0", kOmlPort}, TcpListener{"0.0.0.0", kRslPort}}};
}

}  // namespace foothold::lab
