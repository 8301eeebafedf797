// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_ggsn.h"

#include "lab/daemons/osmo_log.h"

namespace foothold::lab {

std::string OsmoGgsn::configuration(const std::filesystem::path& state) const {
  std::string text = osmo_log_section({"ip info", "tun info", "ggsn info", "sgsn notice", "lgtp info"});
  text += "line vty\n no login\n bind " + address + "\n";
  text += "ctrl\n bind " + address + "\n";
  text += "ggsn ggsn0\n gtp state-dir " + state.string() + "\n gtp bind-ip " + address + "\n";
  for (const auto& apn : apns) {
    text += " apn " + apn.name + "\n";
    text += "  gtpu-mode tun\n";
    text += "  tun-device " + apn.tun + "\n";
    text += "  type-support v4\n";
    text += "  ip prefix dynamic " + apn.prefix + "\n";
    // Nobody needs names inside a run; the PCO has a DNS server all the same, as a real network's would.
    text += "  ip dns 0 " + apn.address.substr(0, apn.address.find('/')) + "\n";
    text += "  ip ifconfig " + apn.address + "\n";
    text += "  no shutdown\n";
  }
  text += " no shutdown ggsn\n";
  return text;
}

Service OsmoGgsn::service(const DaemonPaths& paths) const {
  return {{"osmo-ggsn", {"osmo-ggsn", "-c", paths.configuration.string()}, paths.log},
          {LogLine{"GGSN(ggsn0): Successfully started"}, UdpSocket{address, 2123}, UdpSocket{address, 2152}}};
}

}  // namespace foothold::lab
