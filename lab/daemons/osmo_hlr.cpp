// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_hlr.h"

#include "lab/daemons/osmo_log.h"

namespace foothold::lab {

std::string OsmoHlr::configuration() const {
  // DAUC at debug would print keys: never above info.
  return osmo_log_section({"main notice", "db notice", "auc info", "linp error"}) +
         "line vty\n"
         " no login\n"
         " bind " +
         address +
         "\n"
         "ctrl\n"
         " bind " +
         address +
         "\n"
         "hlr\n"
         " gsup\n"
         "  bind ip " +
         address + "\n";
}

Service OsmoHlr::service(const DaemonPaths& paths) const {
  return {{"osmo-hlr",
           {"osmo-hlr", "-c", paths.configuration.string(), "-l", (paths.state / "osmo-hlr.db").string()},
           paths.log},
          {TcpListener{address, kGsupPort}, TcpListener{address, kVtyPort}}};
}

}  // namespace foothold::lab
