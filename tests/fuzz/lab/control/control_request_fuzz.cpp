// SPDX-License-Identifier: AGPL-3.0-or-later
// Any line: it is refused, or means something that can be said again.
#include <cstdint>
#include <cstdlib>

#include "lab/control/control_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::lab::control;
  const auto request = parse_request({reinterpret_cast<const char*>(data), size});
  if (request && parse_request(to_line(*request)) != *request) std::abort();
  return 0;
}
