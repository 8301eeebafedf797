// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_bts.h"

#include "lab/daemons/osmo_log.h"

namespace foothold::lab {
namespace {

constexpr const char* kVirtualPhy =
    "phy 0\n"
    " virtual-um net-device lo\n"
    " virtual-um ms-multicast-group 239.193.23.1\n"
    " virtual-um ms-udp-port 4729\n"
    " virtual-um bts-multicast-group 239.193.23.2\n"
    " virtual-um bts-udp-port 4729\n"
    " virtual-um ttl 0\n"
    " instance 0\n";

std::string gains(const OsmoBts& bts) {
  std::string text;
  if (bts.receive_gain) text += "  osmotrx rx-gain " + std::to_string(*bts.receive_gain) + "\n";
  if (bts.transmit_attenuation) {
    text += "  osmotrx tx-attenuation " + std::to_string(*bts.transmit_attenuation) + "\n";
  }
  return text;
}

std::string trx_phy(const OsmoBts& bts) {
  return "phy 0\n"
         " osmotrx ip local " +
         bts.transceiver_address + "\n osmotrx ip remote " + bts.transceiver_address + "\n osmotrx base-port local " +
         std::to_string(bts.local_port) + "\n osmotrx base-port remote " + std::to_string(bts.transceiver_port) +
         "\n"
         " osmotrx fn-advance 2\n"
         " osmotrx rts-advance 5\n"
         " instance 0\n" +
         gains(bts);
}

}  // namespace

std::filesystem::path pcu_socket(const std::filesystem::path& state) {
  return state / "pcu.sock";
}

const char* OsmoBts::name() const {
  return kind == BtsKind::trx ? "osmo-bts-trx" : "osmo-bts-virtual";
}

std::string OsmoBts::configuration(const std::filesystem::path& state) const {
  std::string text = osmo_log_section({"pcu info", "oml notice", "dsp notice"});
  text +=
      "line vty\n no login\n bind 127.0.0.1\n"
      "e1_input\n"
      " e1_line 0 driver ipa\n"
      " e1_line 0 port 0\n"
      " no e1_line 0 keepalive\n";
  text += kind == BtsKind::trx ? trx_phy(*this) : kVirtualPhy;
  text += "bts 0\n band " + cell.band + "\n ipa unit-id 1 0\n oml remote-ip " + bsc_address + "\n";
  text += " pcu-socket " + pcu_socket(state).string() + "\n";
  text +=
      " paging queue-size 200\n"
      " paging lifetime 0\n"
      // In cB; the virtual Um tells the quality by its level field (rf_bridge/gsmtap/um_frame.h).
      " min-qual-rach 50\n"
      " min-qual-norm -5\n"
      " trx 0\n"
      "  phy 0 instance 0\n";
  return text;
}

Service OsmoBts::service(const DaemonPaths& paths) const {
  return {{name(), {name(), "-c", paths.configuration.string()}, paths.log},
          {LogLine{"Started listening on PCU socket"}, LogLine{bsc_address + ":3003 connection done"}}};
}

}  // namespace foothold::lab
