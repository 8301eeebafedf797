// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every SM message (what decodes must encode, and decode again to the same octets), and the mobile's SM in three
// conditions: without a context, with one being activated, and with one being deactivated.
#include <cstdlib>

#include "gsm/sm/sm_ms.h"

namespace {

using namespace foothold;
using namespace foothold::gsm;
using namespace foothold::gsm::sm;

template <class Message>
void check(ByteView pdu) {
  const auto message = decode<Message>(pdu);
  if (!message) {
    if (message.error().field.empty()) std::abort();
    return;
  }
  const auto once = encode({1, true}, *message);
  const auto again = decode<Message>(once);
  if (!again || encode({1, true}, *again) != once) std::abort();
}

template <class... Messages>
void check_all(ByteView pdu) {
  (check<Messages>(pdu), ...);
}

void drive(SmMs& sm, ByteView pdu) {
  // The same message twice, every timer after it: all must end in bounded work.
  for (int i = 0; i < 2; ++i) {
    const auto effects = sm.on_pdu(pdu);
    if (effects.size() > 64) std::abort();
    for (const auto& effect : effects) {
      const auto* sent = std::get_if<l3::SendPdu>(&effect);
      if (sent != nullptr && !decode_header(sent->bytes)) std::abort();
    }
  }
  for (const auto kind : {SmTimerKind::t3380, SmTimerKind::t3390, SmTimerKind::race_pause}) {
    if (sm.on_timer({kind, 5}).size() > 64) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView pdu(data, size);
  check_all<ActivatePdpContextRequest, ActivatePdpContextAccept, ActivatePdpContextReject, RequestPdpContextActivation,
            RequestPdpContextActivationReject, DeactivatePdpContextRequest, DeactivatePdpContextAccept, SmStatus,
            ModifyPdpContextRequest, ModifyPdpContextAccept, ModifyPdpContextReject>(pdu);
  SmMs idle("1");
  drive(idle, pdu);
  SmMs activating("1");
  activating.activate({});
  drive(activating, pdu);
  SmMs deactivating("1");
  deactivating.activate({});
  deactivating.deactivate(5);
  drive(deactivating, pdu);
  return 0;
}
