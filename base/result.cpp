// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/result.h"

namespace foothold {

std::string to_string(const Error& error) {
  std::string text;
  if (!error.field.empty()) text += error.field + ": ";
  text += error.what;
  if (error.offset != Error::kNoOffset) text += " (at octet " + std::to_string(error.offset) + ")";
  return text;
}

}  // namespace foothold
