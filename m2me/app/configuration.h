// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "gsm/identity/imei.h"
#include "m2me/agent/device_agent.h"
#include "m2me/app/radio.h"

namespace foothold::m2me {

struct Configuration {
  std::string trace;  // socket of the lab's collector; empty: log lines only
  std::string tre_socket;
  gsm::Imeisv imeisv;
  std::string tun;
  RadioSettings radio;
  AgentSettings agent;
  bool accept_gsm_aka = false;  // the network need not prove itself: a marked weakness (H9)
  bool flip_res = false;        // [lab]
};

// Error: the key at fault as field, an unknown one too, and what is wrong with it, with file and line.
Result<Configuration> load_configuration(const std::filesystem::path& path);

}  // namespace foothold::m2me
