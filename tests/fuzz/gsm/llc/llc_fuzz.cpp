// SPDX-License-Identifier: AGPL-3.0-or-later
#include <array>

#include "gsm/llc/llc_ms.h"

// Whatever the cell brings, before and after ciphering began; the link must go on working.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::gsm;
  constexpr Tlli kTlli{0x7998a17f};
  llc::LlcMs mobile;
  mobile.assign_tlli(std::nullopt, kTlli);
  llc::Effects effects;
  mobile.on_pdu(kTlli, ByteView(data, size), effects);
  mobile.set_ciphering({llc::Gea::gea3, Secret<8>(std::array<std::uint8_t, 8>{1, 2, 3, 4, 5, 6, 7, 8})});
  mobile.on_pdu(kTlli, ByteView(data, size), effects);
  mobile.unitdata_request(llc::Sapi::gmm, std::array<std::uint8_t, 2>{8, 3}, true, effects);
  return 0;
}
