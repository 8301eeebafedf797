// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/imsi.h"

namespace foothold::gsm {

Result<Imsi> Imsi::parse(std::string_view digits) {
  if (digits.size() < 6 || digits.size() > 15) return fail("an IMSI has 6 to 15 digits (TS 23.003 2.2)", "IMSI");
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9') return fail("not a decimal digit", "IMSI", i);
  }
  return Imsi(std::string(digits));
}

}  // namespace foothold::gsm
