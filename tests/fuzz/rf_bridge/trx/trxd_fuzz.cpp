// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "rf_bridge/trx/trxd.h"

namespace {

using namespace foothold::rf_bridge::trx;

// Version 0 has no way to write a burst that was not heard, and no version one to write none at all.
template <class Frame, class Decode>
void comes_back(const Frame& frame, Decode decode) {
  const auto datagrams = encode(frame);
  if (frame.bursts.empty()) return;
  if (datagrams.size() != 1) std::abort();
  const auto again = decode(datagrams[0]);
  if (!again || *again != frame) std::abort();
}

}  // namespace

// What was read can be written, and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto frame = decode_transmit({data, size}); frame) {
    comes_back(*frame, [](const auto& datagram) { return decode_transmit(datagram); });
  }
  if (const auto frame = decode_received({data, size}); frame) {
    comes_back(*frame, [](const auto& datagram) { return decode_received(datagram); });
  }
  return 0;
}
