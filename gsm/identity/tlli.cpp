// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/tlli.h"

#include <cstdio>

namespace foothold::gsm {
namespace {

std::string hex8(std::uint32_t value) {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", value);
  return text;
}

}  // namespace

std::string Ptmsi::to_string() const {
  return hex8(value);
}
std::string Tlli::to_string() const {
  return hex8(value);
}

Tlli::Kind Tlli::kind() const {
  if (value >> 30 == 3) return Kind::local;
  if (value >> 30 == 2) return Kind::foreign;
  if (value >> 27 == 0b01111) return Kind::random;
  if (value >> 27 == 0b01110) return Kind::auxiliary;
  return Kind::reserved;
}

}  // namespace foothold::gsm
