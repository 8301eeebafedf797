// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/lab_faults.h"

#include <fstream>

namespace foothold::operators::dpf {
namespace {

constexpr std::size_t kMaxObject = 256 * 1024;

}  // namespace

LabFaults read_lab_faults(config::ConfigFile& config) {
  LabFaults faults;
  const std::string alter = config.text_or("lab.alter_object", "");
  faults.flip_bit = alter == "flip-bit";
  if (!alter.empty() && !faults.flip_bit) config.refuse("lab.alter_object", "must be \"flip-bit\" or absent");
  faults.object_from = config.text_or("lab.object_from", "");
  faults.object_to = config.text_or("lab.object_to", "");
  return faults;
}

Result<Bytes> object_in_transit(const LabFaults& faults, Bytes object) {
  if (object.empty()) return object;
  if (!faults.object_from.empty()) {
    const auto other = config::read_file(faults.object_from, kMaxObject);
    if (!other) return tl::unexpected(other.error());
    object.assign(other->reveal().begin(), other->reveal().end());
  }
  if (faults.flip_bit && !object.empty()) object[object.size() / 2] ^= 0x01;
  return object;
}

Result<void> keep_object(const LabFaults& faults, ByteView object) {
  if (faults.object_to.empty()) return {};
  std::ofstream out(faults.object_to, std::ios::binary);
  out.write(reinterpret_cast<const char*>(object.data()), static_cast<std::streamsize>(object.size()));
  out.flush();
  if (!out) return fail("cannot be written", "lab.object_to");
  return {};
}

}  // namespace foothold::operators::dpf
