// SPDX-License-Identifier: AGPL-3.0-or-later
// The strict JSON reader: what it accepts, it accepts again after being written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "pki/strict_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::pki;
  const auto json = parse_json(std::string_view(reinterpret_cast<const char*>(data), size), 1U << 16U);
  if (json && parse_json(json->dump(), 1U << 20U) != *json) std::abort();
  return 0;
}
