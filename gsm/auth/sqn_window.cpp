// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/sqn_window.h"

namespace foothold::gsm::auth {

bool SqnWindow::is_fresh(Sqn sqn) const {
  const auto highest_seq = highest().seq();
  if (sqn.seq() > highest_seq && sqn.seq() - highest_seq > kDelta) return false;  // C.2.1, Delta
  return sqn.seq() > entries_[sqn.ind()];                                         // C.2.2
}

bool SqnWindow::accept(Sqn sqn) {
  if (!is_fresh(sqn)) return false;
  entries_[sqn.ind()] = sqn.seq();
  return true;
}

Sqn SqnWindow::highest() const {
  Sqn highest;
  for (unsigned ind = 0; ind < entries_.size(); ++ind)
    if (entries_[ind] > highest.seq()) highest = Sqn(entries_[ind], ind);
  return highest;
}

}  // namespace foothold::gsm::auth
