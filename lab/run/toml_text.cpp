// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/toml_text.h"

#include <sstream>

namespace foothold::lab {

std::string toml_text(const toml::table& table) {
  std::ostringstream text;
  text << table << '\n';
  return text.str();
}

}  // namespace foothold::lab
