// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/dpf_settings.h"

namespace foothold::operators::dpf {

DpfSettings read_dpf_settings(config::ConfigFile& config) {
  DpfSettings settings;
  settings.device = read_http_settings(config);
  settings.operators = settings.device;
  settings.operators.listen = config.text("listen_operators");
  settings.device.trust = config.path("platform_ca");
  settings.database = config.path("database");
  settings.sho = config.text("sho");
  if (!parse_url(settings.sho)) config.refuse("sho", "is not a URL");
  while (settings.sho.ends_with('/')) settings.sho.pop_back();
  settings.wait = std::chrono::seconds(config.integer_or("wait_seconds", 0, 60, 10));
  settings.faults = read_lab_faults(config);
  return settings;
}

}  // namespace foothold::operators::dpf
