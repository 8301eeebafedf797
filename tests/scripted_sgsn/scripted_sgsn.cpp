// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/scripted_sgsn/scripted_sgsn.h"

#include <stdexcept>

#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/sm/messages/activate.h"

namespace foothold::m2me {
namespace {

using namespace gsm;

constexpr std::uint8_t kReference = 5;

}  // namespace

gmm::GmmSettings scripted_settings() {
  gmm::MsNetworkCapability capability;
  capability.set_gea(3);
  return {"001020000000001",
          *Imsi::parse("001020000000001"),
          *Imeisv::parse("3569990000000018"),
          true,
          true,
          capability,
          gmm::MsRaCapability::one_band(gmm::AccessTechnology::gsm_e, 12),
          {}};
}

gmm::Authenticated scripted_keys() {
  gmm::Authenticated keys;
  keys.res = {1, 2, 3, 4, 5, 6, 7, 8};
  keys.keys.kc = Secret<8>(std::array<std::uint8_t, 8>{8, 7, 6, 5, 4, 3, 2, 1});
  keys.keys.umts.emplace();
  return keys;
}

void ScriptedSgsn::play(MobileEffects effects) {
  pending_.insert(pending_.end(), std::make_move_iterator(effects.begin()), std::make_move_iterator(effects.end()));
  while (!pending_.empty()) {
    auto effect = std::move(pending_.front());
    pending_.erase(pending_.begin());
    if (const auto* sent = std::get_if<SendLlcPdu>(&effect)) {
      on_pdu(*sent);
    } else if (const auto* request = std::get_if<gmm::AuthenticateRequest>(&effect)) {
      auto more = mobile_.on_authenticate_response(request->id, scripted_keys());
      // The key is taken when the answer is on its way: what comes next from the mobile may be ciphered.
      pending_.insert(pending_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    } else {
      told_.push_back(std::move(effect));
    }
  }
}

void ScriptedSgsn::send(llc::Sapi sapi, ByteView sdu, bool ciphered) {
  const auto count = counters_[sapi].take_transmit();
  const auto nu = static_cast<std::uint16_t>(count % 512);
  auto pdu = llc::encode_ui(llc::Sender::sgsn, true, sapi, {nu, ciphered, true}, sdu);
  if (ciphered) llc::apply_cipher(std::span(pdu).subspan(3), *cipher_, 0, sapi, count, llc::Sender::sgsn);
  auto effects = mobile_.on_llc_pdu(tlli_, pdu);
  pending_.insert(pending_.end(), std::make_move_iterator(effects.begin()), std::make_move_iterator(effects.end()));
}

void ScriptedSgsn::on_pdu(const SendLlcPdu& sent) {
  if (Tlli{sent.tlli}.kind() != Tlli::Kind::local && sent.tlli != tlli_) counters_.clear();  // a new link
  tlli_ = sent.tlli;
  auto pdu = sent.pdu;
  const auto frame = llc::decode_frame(pdu, llc::Sender::mobile);
  const auto& ui = std::get<llc::UiControl>(frame->control);
  auto& counters = counters_[frame->sapi];
  const auto count = counters.locate(ui.nu);
  if (!count) throw std::logic_error("the mobile sent a frame number twice");
  counters.accept(*count, frame->fcs);
  if (ui.ciphered) {
    ++ciphered_received;
    llc::apply_cipher(std::span(pdu).subspan(frame->header_size), *cipher_, 0, frame->sapi, *count, llc::Sender::mobile);
  }
  const auto clear = llc::decode_frame(pdu, llc::Sender::mobile);
  if (!llc::fcs_is_right(pdu, *clear)) throw std::logic_error("the mobile sent a frame with a wrong FCS");
  const Bytes sdu(clear->information.begin(), clear->information.end());
  if (frame->sapi != llc::Sapi::gmm) {
    send(frame->sapi, sdu, cipher_.has_value());  // the echo
  } else if ((sdu[0] & 15) == gmm::kProtocolDiscriminator) {
    on_gmm(sdu);
  } else {
    on_sm(sdu);
  }
}

void ScriptedSgsn::on_gmm(ByteView pdu) {
  const auto type = *gmm::peek_type(pdu);
  gmm_received.push_back(type);
  switch (type) {
    case gmm::MessageType::attach_request:
      cipher_.reset();
      counters_.clear();
      if (attach_reject) {
        gmm::AttachReject reject;
        reject.cause = *attach_reject;
        send(llc::Sapi::gmm, gmm::encode(reject), false);
      } else {
        send(llc::Sapi::gmm, gmm::encode(gmm::IdentityRequest{IdentityType::imei}), false);
      }
      break;
    case gmm::MessageType::identity_response: {
      gmm::AuthenticationAndCipheringRequest challenge;
      challenge.ciphering_algorithm = 3;
      challenge.imeisv_request = 1;
      challenge.reference_number = kReference;
      challenge.rand.emplace();
      challenge.cksn = 0;
      challenge.autn.emplace();
      send(llc::Sapi::gmm, gmm::encode(challenge), false);
      break;
    }
    case gmm::MessageType::authentication_and_ciphering_response: {
      cipher_ = llc::CipherContext{llc::Gea::gea3, scripted_keys().keys.kc};
      gmm::AttachAccept accept;
      accept.routing_area = *RoutingArea::parse("001-01-1-1");
      accept.allocated_ptmsi = Ptmsi{0xc1234567};
      // The mobile starts deciphering with the effect that follows its response, so the accept goes out after that.
      auto pdu_out = gmm::encode(accept);
      send(llc::Sapi::gmm, pdu_out, true);
      break;
    }
    case gmm::MessageType::detach_request:
      send(llc::Sapi::gmm, gmm::encode(gmm::MoDetachAccept{}), cipher_.has_value());
      break;
    default:
      break;
  }
}

void ScriptedSgsn::on_sm(ByteView pdu) {
  const auto header = *sm::decode_header(pdu);
  if (header.type != sm::MessageType::activate_pdp_context_request || !activate_contexts) return;
  sm::ActivatePdpContextAccept accept;
  accept.address = sm::PdpAddress{1, 0x21, {10, 46, 0, 2}};
  send(llc::Sapi::gmm, sm::encode({header.ti.value, true}, accept), cipher_.has_value());
}

}  // namespace foothold::m2me
