// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "gsm/identity/imsi.h"
#include "gsm/identity/plmn.h"

namespace foothold::operators::sho {

// The IMSIs that the SHO may give to MCIMs: `first` to `last`, both in.
class McimPool {
 public:
  // Errors: the IMSIs are of another network than `plmn`, of different lengths, or the wrong way round.
  static Result<McimPool> make(const gsm::Plmn& plmn, const gsm::Imsi& first, const gsm::Imsi& last);

  // The IMSI with the given number, from 0. Error: the pool is used up.
  Result<std::string> imsi(std::int64_t number) const;
  // The ICCID that goes with it (ITU-T E.118): 89, PLMN, number, Luhn check digit; 19 digits.
  std::string iccid(std::int64_t number) const;
  const gsm::Plmn& plmn() const { return plmn_; }

 private:
  McimPool(gsm::Plmn plmn, std::size_t digits, std::int64_t first, std::int64_t size)
      : plmn_(plmn), digits_(digits), first_(first), size_(size) {}

  gsm::Plmn plmn_;
  std::size_t digits_;  // of an IMSI
  std::int64_t first_;  // as a number
  std::int64_t size_;
};

}  // namespace foothold::operators::sho
