// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/sqn_window.h"

namespace foothold::gsm::auth {

bool SqnWindow::is_fresh(Sqn sqn) const {
  const auto newest = seq(highest());
  const auto wanted = seq(sqn);
  if (wanted > newest && wanted - newest > scheme_.delta) return false;                                // C.2.1, Delta
  if (scheme_.age_limit != 0 && wanted < newest && newest - wanted > scheme_.age_limit) return false;  // C.2.2, L
  return wanted > entries_[ind(sqn)];                                                                  // C.2.2
}

bool SqnWindow::accept(Sqn sqn) {
  if (!is_fresh(sqn)) return false;
  entries_[ind(sqn)] = seq(sqn);
  return true;
}

Sqn SqnWindow::highest() const {
  Sqn highest;
  for (std::size_t place = 0; place < std::size_t{1} << scheme_.ind_bits; ++place)
    if (entries_[place] > seq(highest)) highest = Sqn(entries_[place] << scheme_.ind_bits | place);
  return highest;
}

}  // namespace foothold::gsm::auth
