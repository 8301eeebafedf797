// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace foothold::lab {

// The one cell of a run's radio network: what BSC, BTS, PCU and mobile must agree on.
struct Cell {
  std::string mcc = "001";
  std::string mnc = "01";
  std::uint16_t location_area = 1;
  std::uint8_t routing_area = 1;
  std::uint16_t identity = 1;
  std::string band = "GSM900";
  std::uint16_t arfcn = 51;
  std::uint8_t bsic = 63;
  unsigned first_pdch = 4;  // timeslots first_pdch..last_pdch are PDCHs, 1..7
  unsigned last_pdch = 7;
  std::uint16_t nsei = 101;
  std::uint16_t nsvci = 101;
  std::uint16_t bvci = 2;
};

}  // namespace foothold::lab
