// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/secret.h"

#include <cstring>

namespace foothold::detail {

void wipe(void* data, std::size_t size) noexcept {
  if (size != 0) explicit_bzero(data, size);
}

bool equal_in_constant_time(const std::uint8_t* a, const std::uint8_t* b, std::size_t size) noexcept {
  std::uint8_t difference = 0;
  for (std::size_t i = 0; i < size; ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace foothold::detail
