// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace foothold::lab {

// What is between the mobile and the SGSN.
enum class Radio : std::uint8_t {
  gb,          // nothing: the mobile stands where a BSS would
  virtual_um,  // osmo-bsc, osmo-bts-virtual and osmo-pcu, with whole radio blocks over multicast
  trx,         // osmo-bsc, osmo-bts-trx and osmo-pcu, with bursts over our transceiver
};

struct RadioName {
  Radio radio;
  std::string_view name;  // as a user writes it, and as the mobile's configuration has it
};
inline constexpr std::array kRadioNames = {RadioName{Radio::gb, "gb"}, RadioName{Radio::virtual_um, "virtual"},
                                           RadioName{Radio::trx, "trx"}};

std::string_view to_string(Radio radio);
std::optional<Radio> radio_from_string(std::string_view name);

}  // namespace foothold::lab
