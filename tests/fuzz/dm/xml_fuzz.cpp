// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "dm/syncml/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  const auto message = dm::from_xml(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!message) return 0;
  const auto written = dm::to_xml(*message);
  if (!written) return 0;
  const auto again = dm::from_xml(*written);
  if (!again || *again != *message) std::abort();
  return 0;
}
