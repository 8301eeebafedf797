// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lab/daemons/daemon_paths.h"
#include "lab/process/command.h"

namespace foothold::lab {

// The GGSN: every APN has a TUN of its own, so that one can see (and forbid) what a device reaches over which.
struct OsmoGgsn {
  struct Apn {
    std::string name;
    std::string tun;
    std::string prefix;   // of the addresses it hands out: "172.16.32.0/20"
    std::string address;  // its own, with the prefix length: "172.16.32.1/20"
  };

  std::string address = "127.0.0.2";
  std::vector<Apn> apns{{"foothold.ro", "tun-ro", "172.16.32.0/20", "172.16.32.1/20"},
                        {"internet", "tun-sho", "10.46.0.0/16", "10.46.0.1/16"}};

  // `state` gets the restart counter of GTP.
  std::string configuration(const std::filesystem::path& state) const;
  // Ready when it says that it has started: it opens the TUNs last.
  Service service(const DaemonPaths& paths) const;
};

}  // namespace foothold::lab
