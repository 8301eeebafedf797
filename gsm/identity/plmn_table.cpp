// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/plmn_table.h"

namespace foothold::gsm {

Result<void> PlmnTable::add(const Plmn& plmn, std::size_t value) {
  if (!by_digits_.emplace(plmn.digits(), Match{plmn, value}).second) {
    return fail("stands twice in the table: " + plmn.to_string(), "PLMN");
  }
  return {};
}

std::optional<PlmnTable::Match> PlmnTable::find(const Imsi& imsi) const {
  for (const std::size_t length : {6U, 5U}) {
    if (const auto it = by_digits_.find(imsi.digits().substr(0, length)); it != by_digits_.end()) return it->second;
  }
  return std::nullopt;
}

}  // namespace foothold::gsm
