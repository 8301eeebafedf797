// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "rf_bridge/gb/bssgp_pdu.h"

// What was read can be written, and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::rf_bridge::gb;
  const auto pdu = decode_bssgp({data, size});
  if (!pdu) return 0;
  const auto again = decode_bssgp(encode_bssgp(*pdu));
  if (!again || *again != *pdu) std::abort();
  return 0;
}
