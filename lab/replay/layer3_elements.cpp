// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/layer3_elements.h"

#include <optional>

#include "base/hex.h"
#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/gmm/messages/service.h"
#include "gsm/gmm/messages/status.h"
#include "gsm/sm/messages/activate.h"
#include "gsm/sm/messages/deactivate.h"
#include "gsm/sm/messages/modify.h"

namespace foothold::lab::replay {
namespace {

using gsm::l3::IeCodec;
using gsm::llc::Sender;
using Elements = std::vector<Layer3Element>;

// Reads a message's list of elements (gsm/l3/message_codec.h) into names and octets.
class Lister {
 public:
  template <class Low, class High>
  void half_octets(std::string_view low_name, const Low& low, std::string_view high_name, const High& high) {
    half(low_name, static_cast<unsigned>(low));
    half(high_name, static_cast<unsigned>(high));
  }
  template <class Low>
  void half_octet(std::string_view name, const Low& low) {
    half(name, static_cast<unsigned>(low));
  }
  template <class T>
  void v(std::string_view name, const T& value) {
    Bytes octets;
    ByteWriter writer(octets);
    IeCodec<T>::encode(value, writer);
    elements.push_back({name, std::move(octets)});
  }
  template <class T>
  void lv(std::string_view name, const T& value) {
    v(name, value);
  }
  void t(std::uint8_t, std::string_view name, const bool& present) {
    if (present) elements.push_back({name, {}});
  }
  template <class T>
  void tv_half_octet(std::uint8_t, std::string_view name, const std::optional<T>& value) {
    if (value) half(name, static_cast<unsigned>(*value));
  }
  template <class T>
  void tv(std::uint8_t, std::string_view name, const std::optional<T>& value) {
    if (value) v(name, *value);
  }
  template <class T>
  void tlv(std::uint8_t, std::string_view name, const std::optional<T>& value) {
    if (value) v(name, *value);
  }

  Elements elements;

 private:
  void half(std::string_view name, unsigned value) {
    elements.push_back({name, {static_cast<std::uint8_t>(value & 0x0fU)}});
  }
};

template <class Message>
Result<Elements> list(const Result<Message>& message) {
  if (!message) return tl::unexpected(message.error());
  Lister lister;
  Message::ies(*message, lister);
  return std::move(lister.elements);
}

Result<Elements> gmm_elements(ByteView pdu, Sender sender) {
  using namespace gsm::gmm;
  const auto type = peek_type(pdu);
  if (!type) return tl::unexpected(type.error());
  const bool from_mobile = sender == Sender::mobile;
  switch (*type) {
    case MessageType::attach_request:
      return list(decode<AttachRequest>(pdu));
    case MessageType::attach_accept:
      return list(decode<AttachAccept>(pdu));
    case MessageType::attach_complete:
      return list(decode<AttachComplete>(pdu));
    case MessageType::attach_reject:
      return list(decode<AttachReject>(pdu));
    case MessageType::detach_request:
      return from_mobile ? list(decode<MoDetachRequest>(pdu)) : list(decode<MtDetachRequest>(pdu));
    case MessageType::detach_accept:
      return from_mobile ? list(decode<MtDetachAccept>(pdu)) : list(decode<MoDetachAccept>(pdu));
    case MessageType::routing_area_update_request:
      return list(decode<RoutingAreaUpdateRequest>(pdu));
    case MessageType::routing_area_update_accept:
      return list(decode<RoutingAreaUpdateAccept>(pdu));
    case MessageType::routing_area_update_complete:
      return list(decode<RoutingAreaUpdateComplete>(pdu));
    case MessageType::routing_area_update_reject:
      return list(decode<RoutingAreaUpdateReject>(pdu));
    case MessageType::service_request:
      return list(decode<ServiceRequest>(pdu));
    case MessageType::ptmsi_reallocation_command:
      return list(decode<PtmsiReallocationCommand>(pdu));
    case MessageType::ptmsi_reallocation_complete:
      return list(decode<PtmsiReallocationComplete>(pdu));
    case MessageType::authentication_and_ciphering_request:
      return list(decode<AuthenticationAndCipheringRequest>(pdu));
    case MessageType::authentication_and_ciphering_response:
      return list(decode<AuthenticationAndCipheringResponse>(pdu));
    case MessageType::authentication_and_ciphering_reject:
      return list(decode<AuthenticationAndCipheringReject>(pdu));
    case MessageType::authentication_and_ciphering_failure:
      return list(decode<AuthenticationAndCipheringFailure>(pdu));
    case MessageType::identity_request:
      return list(decode<IdentityRequest>(pdu));
    case MessageType::identity_response:
      return list(decode<IdentityResponse>(pdu));
    case MessageType::gmm_status:
      return list(decode<GmmStatus>(pdu));
    case MessageType::gmm_information:
      return list(decode<GmmInformation>(pdu));
  }
  return fail("is not known", "message type", 1);
}

Result<Elements> sm_body(ByteView pdu, gsm::sm::MessageType type) {
  using namespace gsm::sm;
  switch (type) {
    case MessageType::activate_pdp_context_request:
      return list(decode<ActivatePdpContextRequest>(pdu));
    case MessageType::activate_pdp_context_accept:
      return list(decode<ActivatePdpContextAccept>(pdu));
    case MessageType::activate_pdp_context_reject:
      return list(decode<ActivatePdpContextReject>(pdu));
    case MessageType::request_pdp_context_activation:
      return list(decode<RequestPdpContextActivation>(pdu));
    case MessageType::request_pdp_context_activation_reject:
      return list(decode<RequestPdpContextActivationReject>(pdu));
    case MessageType::deactivate_pdp_context_request:
      return list(decode<DeactivatePdpContextRequest>(pdu));
    case MessageType::deactivate_pdp_context_accept:
      return list(decode<DeactivatePdpContextAccept>(pdu));
    case MessageType::modify_pdp_context_request:
      return list(decode<ModifyPdpContextRequest>(pdu));
    case MessageType::modify_pdp_context_accept:
      return list(decode<ModifyPdpContextAccept>(pdu));
    case MessageType::modify_pdp_context_reject:
      return list(decode<ModifyPdpContextReject>(pdu));
    case MessageType::sm_status:
      return list(decode<SmStatus>(pdu));
    default:
      return fail("is not known", "message type", 1);
  }
}

Result<Elements> sm_elements(ByteView pdu) {
  const auto header = gsm::sm::decode_header(pdu);
  if (!header) return tl::unexpected(header.error());
  auto elements = sm_body(pdu, header->type);
  if (!elements) return elements;
  elements->insert(elements->begin(), Layer3Element{"transaction identifier", {header->ti.value}});
  return elements;
}

}  // namespace

std::string layer3_name(ByteView pdu) {
  if (pdu.size() < 2) return to_hex(pdu);
  const auto discriminator = pdu[0] & 0x0fU;
  const char* name = nullptr;
  if (discriminator == gsm::gmm::kProtocolDiscriminator) name = to_string(static_cast<gsm::gmm::MessageType>(pdu[1]));
  if (discriminator == gsm::sm::kProtocolDiscriminator) name = to_string(static_cast<gsm::sm::MessageType>(pdu[1]));
  if (name == nullptr) return to_hex(pdu.first(2));
  return (discriminator == gsm::gmm::kProtocolDiscriminator ? "gmm." : "sm.") + std::string(name);
}

Result<Elements> layer3_elements(ByteView pdu, Sender sender) {
  if (pdu.empty()) return fail("is empty", "message", 0);
  if ((pdu[0] & 0x0fU) == gsm::gmm::kProtocolDiscriminator) return gmm_elements(pdu, sender);
  return sm_elements(pdu);
}

}  // namespace foothold::lab::replay
