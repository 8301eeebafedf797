// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "operators/ro/dpf/lab_faults.h"
#include "operators/service/http_settings.h"

namespace foothold::operators::dpf {

struct DpfSettings {
  HttpSettings device;     // `listen`; callers are machines, whose certificates chain to `platform_ca`
  HttpSettings operators;  // `listen_operators`; callers chain to `trust`
  std::filesystem::path database;
  std::string sho;            // base URL, e.g. https://10.23.2.1
  std::chrono::seconds wait;  // how long a device's request stays open for the SHO; `wait_seconds`, 0..60
  LabFaults faults;
};

// Keys: `listen`, `listen_operators`, `certificate`, `key`, `trust`, `platform_ca`, `database`, `sho`, `wait_seconds`
// (10), and for the lab `lab.alter_object`, `lab.object_from`, `lab.object_to`.
DpfSettings read_dpf_settings(config::ConfigFile& config);

}  // namespace foothold::operators::dpf
