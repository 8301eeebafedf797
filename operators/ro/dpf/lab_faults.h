// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"
#include "config/config_file.h"

namespace foothold::operators::dpf {

// What the lab makes a DPF do wrong, to show that the TRE notices (TR 33.812 6.1.2.3, counter-measure 3). Nothing of it
// happens by default.
struct LabFaults {
  bool flip_bit = false;              // `lab.alter_object = "flip-bit"`: one bit of the object differs in transit
  std::filesystem::path object_from;  // `lab.object_from`: the device gets this file's octets instead of its object
  std::filesystem::path object_to;    // `lab.object_to`: each object that comes in is also written here
};

LabFaults read_lab_faults(config::ConfigFile& config);

// The object as it goes to the device. Error: `object_from` cannot be read.
Result<Bytes> object_in_transit(const LabFaults& faults, Bytes object);

// Error: `object_to` cannot be written.
Result<void> keep_object(const LabFaults& faults, ByteView object);

}  // namespace foothold::operators::dpf
