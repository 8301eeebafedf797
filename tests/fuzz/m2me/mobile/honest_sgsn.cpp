// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/fuzz/m2me/mobile/honest_sgsn.h"

#include <utility>

#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/sm/messages/activate.h"
#include "tests/scripted_sgsn/scripted_sgsn.h"

namespace foothold::m2me::soak {
namespace {

using namespace gsm;

constexpr std::uint8_t kXidReset = 0x30;  // TS 44.064 6.4.1.6, table 6: type 12, without a value

}  // namespace

void HonestSgsn::on_pdu(Tlli tlli, Bytes pdu) {
  const auto frame = llc::decode_frame(pdu, llc::Sender::mobile);
  if (!frame) return;
  const auto* ui = std::get_if<llc::UiControl>(&frame->control);
  if (ui == nullptr || (ui->ciphered && !cipher_)) return;
  auto& counters = counters_[frame->sapi];
  const auto count = counters.locate(ui->nu);
  if (ui->ciphered) {
    if (!count) return;
    llc::apply_cipher(std::span(pdu).subspan(frame->header_size), *cipher_, 0, frame->sapi, *count,
                      llc::Sender::mobile);
  }
  const auto clear = llc::decode_frame(pdu, llc::Sender::mobile);
  if (!clear || !llc::fcs_is_right(pdu, *clear) || clear->information.empty()) return;
  if (count) counters.accept(*count, frame->fcs);
  tlli_ = tlli;
  if (frame->sapi != llc::Sapi::gmm) {
    if (cipher_) send(frame->sapi, clear->information, true);  // the echo
  } else if ((clear->information[0] & 15) == gmm::kProtocolDiscriminator) {
    on_gmm(clear->information);
  } else if ((clear->information[0] & 15) == sm::kProtocolDiscriminator) {
    on_sm(clear->information);
  }
}

void HonestSgsn::send(llc::Sapi sapi, ByteView sdu, bool ciphered) {
  const auto count = counters_[sapi].take_transmit();
  auto pdu =
      llc::encode_ui(llc::Sender::sgsn, true, sapi, {static_cast<std::uint16_t>(count % 512), ciphered, true}, sdu);
  if (ciphered) llc::apply_cipher(std::span(pdu).subspan(3), *cipher_, 0, sapi, count, llc::Sender::sgsn);
  network_.send_llc_pdu(tlli_, std::move(pdu));
}

void HonestSgsn::on_gmm(ByteView pdu) {
  const auto type = gmm::peek_type(pdu);
  if (!type) return;
  switch (*type) {
    case gmm::MessageType::routing_area_update_request: {
      gmm::RoutingAreaUpdateReject reject;
      reject.cause = gmm::GmmCause::implicitly_detached;
      return send(llc::Sapi::gmm, gmm::encode(reject), false);
    }
    case gmm::MessageType::attach_request: {
      cipher_.reset();
      counters_.clear();
      network_.send_llc_pdu(
          tlli_, llc::encode_u(llc::Sender::sgsn, true, llc::Sapi::gmm, {llc::UCommand::xid, true}, Bytes{kXidReset}));
      gmm::AuthenticationAndCipheringRequest challenge;
      challenge.ciphering_algorithm = 3;
      challenge.rand.emplace();
      challenge.cksn = 0;
      challenge.autn.emplace();
      challenged_ = true;
      return send(llc::Sapi::gmm, gmm::encode(challenge), false);
    }
    case gmm::MessageType::authentication_and_ciphering_response: {
      if (!std::exchange(challenged_, false)) return;  // to somebody else's challenge
      cipher_ = llc::CipherContext{llc::Gea::gea3, scripted_keys().keys.kc};
      gmm::AttachAccept accept;
      accept.routing_area = area_;
      accept.allocated_ptmsi = Ptmsi{0xc1234567};
      return send(llc::Sapi::gmm, gmm::encode(accept), true);
    }
    case gmm::MessageType::detach_request:
      return send(llc::Sapi::gmm, gmm::encode(gmm::MoDetachAccept{}), cipher_.has_value());
    default:
      return;
  }
}

void HonestSgsn::on_sm(ByteView pdu) {
  const auto header = sm::decode_header(pdu);
  if (!header || header->type != sm::MessageType::activate_pdp_context_request || !cipher_) return;
  sm::ActivatePdpContextAccept accept;
  accept.address = sm::PdpAddress{1, 0x21, {10, 46, 0, 2}};
  send(llc::Sapi::gmm, sm::encode({header->ti.value, true}, accept), true);
}

}  // namespace foothold::m2me::soak
