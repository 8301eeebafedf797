// SPDX-License-Identifier: AGPL-3.0-or-later
// Any octets as a WBXML message: libwbxml2 behind its guard. What is understood must come back when written again.
#include <cstdlib>

#include "dm/syncml/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  const auto message = dm::from_wbxml(ByteView(data, size));
  if (!message) return 0;
  const auto written = dm::to_wbxml(*message);
  if (!written) return 0;  // e.g. an empty location, which is read but not written
  const auto again = dm::from_wbxml(*written);
  if (!again || *again != *message) std::abort();
  return 0;
}
