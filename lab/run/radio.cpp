// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/radio.h"

#include <algorithm>

namespace foothold::lab {

std::string_view to_string(Radio radio) {
  const auto found =
      std::find_if(kRadioNames.begin(), kRadioNames.end(), [&](const RadioName& one) { return one.radio == radio; });
  return found != kRadioNames.end() ? found->name : "?";
}

std::optional<Radio> radio_from_string(std::string_view name) {
  const auto found =
      std::find_if(kRadioNames.begin(), kRadioNames.end(), [&](const RadioName& one) { return one.name == name; });
  return found != kRadioNames.end() ? std::optional(found->radio) : std::nullopt;
}

}  // namespace foothold::lab
