// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "dm/bootstrap/bootstrap.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  const auto bootstrap = dm::parse_bootstrap(ByteView(data, size));
  if (!bootstrap) return 0;
  const auto written = dm::build_bootstrap(*bootstrap);
  if (!written) return 0;  // a field above the limit
  const auto again = dm::parse_bootstrap(*written);
  if (!again || *again != *bootstrap) std::abort();
  return 0;
}
