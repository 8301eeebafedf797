// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "rf_bridge/gsmtap/um_frame.h"

// What was read can be written, and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::rf_bridge::gsmtap;
  const auto frame = decode({data, size});
  if (!frame) return 0;
  const auto again = decode(encode(*frame));
  if (!again || *again != *frame) std::abort();
  return 0;
}
