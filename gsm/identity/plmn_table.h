// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "gsm/identity/imsi.h"
#include "gsm/identity/plmn.h"

namespace foothold::gsm {

// Which network an IMSI (or PCID) belongs to. Its digits do not tell the length of the MNC, so networks are known
// beforehand and the longest that fits is taken.
class PlmnTable {
 public:
  // `value` is the caller's, e.g. an index into its routes. A second entry for the same digits is refused.
  Result<void> add(const Plmn& plmn, std::size_t value);

  struct Match {
    Plmn plmn;
    std::size_t value;
  };
  std::optional<Match> find(const Imsi& imsi) const;

 private:
  std::map<std::string, Match> by_digits_;
};

}  // namespace foothold::gsm
