// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_pcu.h"

#include "lab/daemons/osmo_bts.h"
#include "lab/daemons/osmo_log.h"

namespace foothold::lab {

std::string OsmoPcu::configuration(const std::filesystem::path& state) const {
  std::string text = osmo_log_section(
      {"rlcmac notice", "tbf notice", "ns notice", "bssgp notice", "l1if info", "lns notice", "lbssgp info"});
  text += "line vty\n no login\n bind 127.0.0.1\n";
  text += "pcu\n pcu-socket " + pcu_socket(state).string() + "\n flow-control-interval 10\n";
  text += " cs " + std::to_string(first_downlink) + " " + std::to_string(first_uplink) + "\n";
  text += " cs max " + std::to_string(best_downlink) + " " + std::to_string(best_uplink) + "\n";
  text +=
      " alloc-algorithm dynamic\n"
      " gamma 0\n";
  return text;
}

Service OsmoPcu::service(const DaemonPaths& paths) const {
  return {{"osmo-pcu", {"osmo-pcu", "-c", paths.configuration.string()}, paths.log}, {LogLine{"BVC_UNBLOCK_ACK"}}};
}

}  // namespace foothold::lab
