// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_log.h"

namespace foothold::lab {

std::string osmo_log_section(const std::vector<std::string>& levels) {
  std::string section =
      "log stderr\n"
      " logging filter all 1\n"
      " logging color 0\n"
      " logging print category 1\n"
      " logging print category-hex 0\n"
      " logging print level 1\n"
      " logging print file basename last\n"
      " logging print extended-timestamp 1\n";
  for (const auto& level : levels) section += " logging level " + level + "\n";
  return section;
}

}  // namespace foothold::lab
