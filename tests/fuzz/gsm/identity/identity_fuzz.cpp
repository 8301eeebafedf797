// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>
#include <string_view>

#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/routing_area.h"

// What decodes must encode again and decode to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  const ByteView bytes(data, size);
  if (const auto identity = gsm::decode_mobile_identity(bytes)) {
    const auto again = gsm::decode_mobile_identity(gsm::encode_mobile_identity(*identity));
    if (!again || *again != *identity) std::abort();
  }
  if (const auto cell = gsm::CellIdentity::decode(bytes)) {
    if (*gsm::CellIdentity::decode(cell->encode()) != *cell) std::abort();
  }
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto area = gsm::RoutingArea::parse(text)) {
    if (*gsm::RoutingArea::parse(area->to_string()) != *area) std::abort();
  }
  return 0;
}
