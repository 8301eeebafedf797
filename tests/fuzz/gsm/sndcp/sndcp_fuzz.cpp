// SPDX-License-Identifier: AGPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "gsm/sndcp/sndcp_ms.h"

// The input is cut into SDUs by a length octet each; no packet may come out that is longer than an N-PDU.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::gsm;
  sndcp::SndcpMs mobile;
  mobile.activate(5, llc::Sapi::ll3, 500);
  ByteView rest(data, size);
  while (!rest.empty()) {
    const auto length = std::min<std::size_t>(rest[0], rest.size() - 1);
    sndcp::Effects effects;
    mobile.on_sdu(llc::Sapi::ll3, rest.subspan(1, length), effects);
    rest = rest.subspan(1 + length);
    for (const auto& effect : effects) {
      const auto* indication = std::get_if<sndcp::NPduIndication>(&effect);
      if (indication && indication->n_pdu.size() > sndcp::Reassembly::kMaxNPdu) std::abort();
    }
  }
  return 0;
}
