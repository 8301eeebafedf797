// SPDX-License-Identifier: AGPL-3.0-or-later
//
// INSTALL MCIM with anything, chained as a terminal does: never installed unless an operator made it. The input is the
// object itself; every other one is a genuine object that the input was laid over.
#include <cstdlib>
#include <memory>

#include "tests/unit/tre_emu/test_device.h"

using namespace foothold;
using namespace foothold::tre_emu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto device = std::make_unique<TestDevice>();
  static const Bytes genuine = sealed(test_mcim(), *device->tre);
  static const auto before = device->folder.image();
  if (size == 0 || size > card::TerminalSession::kMaxChain) return 0;

  Bytes object(data, data + size);
  if (size % 2 == 1) {
    // xor at a place that the first two octets choose, so that structures deep inside are reached.
    object = genuine;
    const auto start = static_cast<std::size_t>(data[0] << 8 | data[size - 1]) % genuine.size();
    for (std::size_t at = 0; at < size && start + at < object.size(); ++at) object[start + at] ^= data[at];
    if (object == genuine) return 0;
  }
  device->select_tre();
  const auto answer = device->tre_command(0x40, object);
  if (answer.size() != 4 || answer == "9000") std::abort();
  if (!device->event("tre.mcim_refused") || !device->tre->vault().state().mcims.empty()) std::abort();
  if (device->folder.image() != before) std::abort();
  return 0;
}
