// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "rf_bridge/trx/transceiver/radio_unit.h"
#include "rf_bridge/trx/trxc.h"

// What was read can be written, and read again as the same; a radio takes any command.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::rf_bridge::trx;
  if (const auto response = decode_response({data, size}); response) {
    const auto again = decode_response(encode(*response));
    if (!again || *again != *response) std::abort();
  }
  const auto command = decode_command({data, size});
  if (!command) return 0;
  const auto again = decode_command(encode(*command));
  if (!again || *again != *command) std::abort();
  RadioUnit unit(23);
  if (unit.command(*command).verb != command->verb) std::abort();
  return 0;
}
