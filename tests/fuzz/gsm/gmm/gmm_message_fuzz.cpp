// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every GMM message: what decodes must encode, and decode again to the same octets.
#include <cstdlib>

#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/gmm/messages/service.h"
#include "gsm/gmm/messages/status.h"

namespace gmm = foothold::gsm::gmm;

namespace {

template <class Message>
void check(foothold::ByteView pdu) {
  const auto message = gmm::decode<Message>(pdu);
  if (!message) {
    if (message.error().field.empty()) std::abort();
    return;
  }
  const auto once = gmm::encode(*message);
  const auto again = gmm::decode<Message>(once);
  if (!again || gmm::encode(*again) != once) std::abort();
}

template <class... Messages>
void check_all(foothold::ByteView pdu) {
  (check<Messages>(pdu), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::gsm::gmm;
  check_all<AttachRequest, AttachAccept, AttachComplete, AttachReject, MoDetachRequest, MtDetachRequest, MoDetachAccept,
            MtDetachAccept, RoutingAreaUpdateRequest, RoutingAreaUpdateAccept, RoutingAreaUpdateComplete,
            RoutingAreaUpdateReject, PtmsiReallocationCommand, PtmsiReallocationComplete,
            AuthenticationAndCipheringRequest, AuthenticationAndCipheringResponse, AuthenticationAndCipheringReject,
            AuthenticationAndCipheringFailure, IdentityRequest, IdentityResponse, ServiceRequest, GmmStatus,
            GmmInformation>({data, size});
  return 0;
}
