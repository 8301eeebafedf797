// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "dm/bootstrap/content_type.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  const auto type = dm::parse_bootstrap_content_type(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!type) return 0;
  const auto again = dm::parse_bootstrap_content_type(dm::to_string(*type));
  if (!again || *again != *type) std::abort();
  return 0;
}
