// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/sim/sim_status_word.h"

namespace foothold::tre_emu::sim {

card::StatusWord of_chv(card::StatusWord sw) {
  using card::StatusWord;
  const auto number = static_cast<unsigned>(sw);
  if ((number & 0xFFF0) == 0x63C0) return (number & 0x0F) != 0 ? kAccessRefused : kChvBlocked;
  switch (sw) {
    case StatusWord::blocked:
      return kChvBlocked;
    case StatusWord::reference_data_invalidated:
    case StatusWord::conditions_not_satisfied:
      return kContradictsChv;
    case StatusWord::reference_not_found:
      return kNoChv;
    case StatusWord::memory_failure:
      return kMemoryProblem;
    case StatusWord::wrong_data:
      return kAccessRefused;
    default:
      return sw;
  }
}

card::StatusWord of_toolkit(card::StatusWord sw) {
  using card::StatusWord;
  const auto number = static_cast<unsigned>(sw);
  if ((number & 0xFF00) == 0x6C00) return right_p3(number & 0xFF);
  switch (sw) {
    case StatusWord::wrong_p1_p2:
      return StatusWord::outside_file;  // 6B00
    case StatusWord::conditions_not_satisfied:
    case StatusWord::wrong_data:
      return StatusWord::technical_problem;
    default:
      return sw;
  }
}

}  // namespace foothold::tre_emu::sim
