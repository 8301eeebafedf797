// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <toml++/toml.h>
#include <string>

namespace foothold::lab {

std::string toml_text(const toml::table& table);

}  // namespace foothold::lab
