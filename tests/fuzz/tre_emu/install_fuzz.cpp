// SPDX-License-Identifier: AGPL-3.0-or-later
//
// INSTALL MCIM with anything, chained as a terminal does. The input is the object itself; every other one is a genuine
// object that the input was laid over. What is installed is what the operator signed, or nothing: a few octets of a
// CMS SignedData stand outside the signature (RFC 5652 5.3, the version of a SignerInfo) and may change.
#include <cstdlib>
#include <memory>

#include "tests/unit/tre_emu/test_device.h"

using namespace foothold;
using namespace foothold::tre_emu;

namespace {

struct Fixture {
  TestDevice device;
  Bytes genuine = sealed(test_mcim(), *device.tre);
  decltype(device.folder.image()) before = device.folder.image();
};

bool is_what_was_signed(const vault::Mcim& mcim) {
  const auto signed_one = test_mcim();
  return mcim.identifier == signed_one.mcim && mcim.sho_plmn == signed_one.sho_plmn &&
         mcim.subscription.imsi == signed_one.imsi && !mcim.active;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto fixture = std::make_unique<Fixture>();
  if (size == 0 || size > card::TerminalSession::kMaxChain) return 0;

  Bytes object(data, data + size);
  const bool overlaid = size % 2 == 1;
  if (overlaid) {
    // xor at a place that the first two octets choose, so that structures deep inside are reached.
    const auto& genuine = fixture->genuine;
    object = genuine;
    const auto start = static_cast<std::size_t>(data[0] << 8 | data[size - 1]) % genuine.size();
    for (std::size_t at = 0; at < size && start + at < object.size(); ++at) object[start + at] ^= data[at];
  }
  auto& device = fixture->device;
  device.select_tre();
  const auto answer = device.tre_command(0x40, object);
  const auto& mcims = device.tre->vault().state().mcims;
  if (mcims.empty()) {
    if (answer.size() != 4 || answer == "9000") std::abort();
    if (!device.event("tre.mcim_refused") || device.folder.image() != fixture->before) std::abort();
    return 0;
  }
  if (!overlaid || mcims.size() != 1 || !is_what_was_signed(mcims.front())) std::abort();
  fixture = std::make_unique<Fixture>();
  return 0;
}
