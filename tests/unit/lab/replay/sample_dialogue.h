// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/hex.h"
#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/sm/messages/activate.h"
#include "lab/replay/mobile_dialogue.h"
#include "tests/unit/lab/replay/test_card.h"

namespace foothold::lab::replay {

inline constexpr std::uint32_t kCapturedPtmsi = 0xe385e4ff;

inline DialogueMessage layer3(std::size_t packet, bool uplink, Bytes sdu) {
  DialogueMessage message;
  message.packet = packet;
  message.uplink = uplink;
  message.kind = DialogueMessage::Kind::layer3;
  message.information = std::move(sdu);
  return message;
}

inline gsm::gmm::AttachRequest attach_request() {
  gsm::gmm::AttachRequest request;
  request.ms_network_capability.set_gea(3);
  request.identity = *gsm::Imsi::parse("001020000000001");
  request.old_routing_area = *gsm::RoutingArea::parse("001-01-1-1");
  request.ms_ra_capability = gsm::gmm::MsRaCapability::one_band(gsm::gmm::AccessTechnology::gsm_e, 12);
  return request;
}

inline gsm::gmm::AttachAccept attach_accept(std::uint32_t ptmsi) {
  gsm::gmm::AttachAccept accept;
  accept.routing_area = *gsm::RoutingArea::parse("001-01-1-1");
  accept.allocated_ptmsi = gsm::Ptmsi{ptmsi};
  return accept;
}

// An attach with GEA3, a PDP context, user data, and a detach, as a capture has them in the clear.
inline std::vector<DialogueMessage> sample_dialogue() {
  using namespace gsm;
  gmm::AuthenticationAndCipheringRequest challenge;
  challenge.ciphering_algorithm = 3;
  challenge.imeisv_request = 1;
  challenge.reference_number = 5;
  challenge.rand = kRand;
  challenge.cksn = 0;
  challenge.autn.emplace();
  gmm::AuthenticationAndCipheringResponse response;
  response.reference_number = 5;
  response.res = {1, 2, 3, 4};
  response.res_extension = Bytes{5, 6, 7, 8};
  response.imeisv = *Imeisv::parse("3569990000000018");
  sm::ActivatePdpContextRequest request;
  request.apn = *sm::AccessPointName::parse("foothold.ro");
  sm::ActivatePdpContextAccept accept;
  accept.address = sm::PdpAddress{1, 0x21, {172, 16, 32, 2}};
  DialogueMessage xid;
  xid.kind = DialogueMessage::Kind::xid;
  xid.sapi = llc::Sapi::ll3;
  xid.packet = 9;
  xid.poll_final = true;
  xid.information = from_hex("14050000").value();
  auto answer = xid;
  answer.packet = 10;
  answer.uplink = true;
  answer.command = false;
  DialogueMessage data;
  data.kind = DialogueMessage::Kind::user_data;
  data.uplink = true;
  data.packet = 11;
  return {layer3(1, true, gmm::encode(attach_request())),
          layer3(2, false, gmm::encode(gmm::IdentityRequest{IdentityType::imei})),
          layer3(3, true, gmm::encode(gmm::IdentityResponse{*Imei::parse("356999000000000")})),
          layer3(4, false, gmm::encode(challenge)),
          layer3(5, true, gmm::encode(response)),
          layer3(6, false, gmm::encode(attach_accept(kCapturedPtmsi))),
          layer3(7, true, gmm::encode(gmm::AttachComplete{})),
          layer3(7, true, sm::encode({0, false}, request)),
          layer3(8, false, sm::encode({0, true}, accept)),
          xid,
          answer,
          data,
          layer3(12, true, gmm::encode(gmm::MoDetachRequest{})),
          layer3(13, false, gmm::encode(gmm::MoDetachAccept{}))};
}

}  // namespace foothold::lab::replay
