// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/mobile_part.h"

#include <algorithm>
#include <utility>

#include "gsm/auth/kc128.h"
#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/sm/message.h"
#include "lab/replay/ciphering.h"

namespace foothold::lab::replay {
namespace {

using namespace gsm::gmm;

Bytes copy_of(ByteView octets) {
  return {octets.begin(), octets.end()};
}

}  // namespace

MobilePart::MobilePart(const std::vector<DialogueMessage>& messages, std::uint32_t bits, Authenticate authenticate)
    : bits_(bits), authenticate_(std::move(authenticate)), tlli_(gsm::Tlli::random(bits)) {
  for (const auto& message : messages) {
    if (!message.uplink || message.kind != DialogueMessage::Kind::layer3) continue;
    if (const auto response = decode<IdentityResponse>(message.information))
      identity_responses_[gsm::type_of(response->identity)] = message.information;
    if (const auto response = decode<AuthenticationAndCipheringResponse>(message.information); response && !imeisv_)
      imeisv_ = response->imeisv;
    if (const auto attach = decode<AttachRequest>(message.information);
        attach && std::holds_alternative<gsm::Imsi>(attach->identity))
      identity_responses_.emplace(gsm::IdentityType::imsi, encode(IdentityResponse{attach->identity}));
  }
}

Adapted MobilePart::adapt(ByteView captured, LlcEnd& link) {
  const auto type = peek_type(captured);
  if (!type) return SayIt{copy_of(captured)};  // SM: nothing of it is bound to one session
  switch (*type) {
    case MessageType::attach_request:
      return adapt_attach(captured, link);
    case MessageType::authentication_and_ciphering_response:
    case MessageType::authentication_and_ciphering_failure:
      return answer_to_challenge();
    case MessageType::detach_request: {
      auto request = decode<MoDetachRequest>(captured);
      if (!request) return SayIt{copy_of(captured)};
      if (request->ptmsi && ptmsi_) request->ptmsi = ptmsi_;
      if (request->ptmsi_signature && ptmsi_signature_) request->ptmsi_signature = ptmsi_signature_;
      return SayIt{encode(*request)};
    }
    case MessageType::routing_area_update_request: {
      auto request = decode<RoutingAreaUpdateRequest>(captured);
      if (!request) return SayIt{copy_of(captured)};
      if (request->ptmsi && ptmsi_) request->ptmsi = ptmsi_;
      if (request->old_ptmsi_signature && ptmsi_signature_) request->old_ptmsi_signature = ptmsi_signature_;
      return SayIt{encode(*request)};
    }
    default:
      return SayIt{copy_of(captured)};
  }
}

Adapted MobilePart::adapt_attach(ByteView captured, LlcEnd& link) {
  auto request = decode<AttachRequest>(captured);
  if (!request) return SayIt{copy_of(captured)};
  link.reset();
  challenge_.reset();
  outcome_.reset();
  if (auto* const ptmsi = std::get_if<gsm::Ptmsi>(&request->identity)) {
    if (ptmsi_) {
      *ptmsi = *ptmsi_;
      if (request->old_ptmsi_signature && ptmsi_signature_) request->old_ptmsi_signature = ptmsi_signature_;
    }
    tlli_ = gsm::Tlli::foreign(*ptmsi);
  } else {
    tlli_ = gsm::Tlli::random(bits_);
    bits_ += 0x01000193;  // another one for the next attach
  }
  return SayIt{encode(*request)};
}

Adapted MobilePart::answer_to_challenge() const {
  if (!challenge_ || !outcome_) return LeaveOut{"the live network has not asked for it"};
  if (const auto* accepted = std::get_if<CardAccepted>(&*outcome_)) {
    AuthenticationAndCipheringResponse response;
    response.reference_number = challenge_->reference_number;
    response.res.emplace();
    const auto in_first = std::min(accepted->res.size(), response.res->size());
    std::copy_n(accepted->res.begin(), in_first, response.res->begin());
    if (challenge_->autn && accepted->res.size() > response.res->size())
      response.res_extension = Bytes(accepted->res.begin() + 4, accepted->res.end());
    if (challenge_->imeisv_request == 1) response.imeisv = imeisv_;
    return SayIt{encode(response)};
  }
  if (const auto* stale = std::get_if<CardFoundNotFresh>(&*outcome_))
    return SayIt{encode(AuthenticationAndCipheringFailure{GmmCause::synch_failure, stale->auts})};
  if (std::holds_alternative<CardFoundWrongMac>(*outcome_))
    return SayIt{encode(AuthenticationAndCipheringFailure{GmmCause::mac_failure, std::nullopt})};
  return LeaveOut{"the card did not answer: " + std::get<CardUnavailable>(*outcome_).reason};
}

void MobilePart::on_sent(ByteView sdu, LlcEnd& link) {
  const auto type = peek_type(sdu);
  if (!type || *type != MessageType::authentication_and_ciphering_response || !challenge_ || !outcome_) return;
  const auto* accepted = std::get_if<CardAccepted>(&*outcome_);
  if (accepted == nullptr) return;
  std::optional<Secret<16>> kc128;
  if (accepted->umts) kc128 = gsm::auth::kc128(accepted->umts->ck, accepted->umts->ik);
  link.set_ciphering(cipher_context(challenge_->ciphering_algorithm, accepted->kc, kc128));
}

std::vector<Finding> MobilePart::on_live(std::size_t packet, ByteView sdu, LlcEnd&) {
  if (const auto challenge = decode<AuthenticationAndCipheringRequest>(sdu)) {
    on_challenge(*challenge);
    const auto* unavailable = outcome_ ? std::get_if<CardUnavailable>(&*outcome_) : nullptr;
    if (unavailable == nullptr) return {};
    return {{packet, "gmm.authentication_and_ciphering_request", "answer of the card", Verdict::different, "given",
             "none", unavailable->reason}};
  }
  if (const auto accept = decode<AttachAccept>(sdu)) take_ptmsi(accept->allocated_ptmsi, accept->ptmsi_signature);
  if (const auto accept = decode<RoutingAreaUpdateAccept>(sdu))
    take_ptmsi(accept->allocated_ptmsi, accept->ptmsi_signature);
  if (const auto command = decode<PtmsiReallocationCommand>(sdu))
    take_ptmsi(command->allocated_ptmsi, command->ptmsi_signature);
  return {};
}

void MobilePart::on_challenge(const AuthenticationAndCipheringRequest& challenge) {
  challenge_ = challenge;
  if (challenge.rand) {
    outcome_ = authenticate_(*challenge.rand, challenge.autn);
  } else {
    outcome_ = CardUnavailable{"a request without RAND sets ciphering alone"};
  }
}

void MobilePart::take_ptmsi(const std::optional<gsm::Ptmsi>& ptmsi,
                            const std::optional<std::array<std::uint8_t, 3>>& signature) {
  if (signature) ptmsi_signature_ = signature;
  if (!ptmsi) return;
  ptmsi_ = ptmsi;
  tlli_ = gsm::Tlli::local(*ptmsi);
}

std::optional<Bytes> MobilePart::answer_to_unexpected(ByteView sdu) {
  if (decode<AuthenticationAndCipheringRequest>(sdu)) {
    auto answer = answer_to_challenge();
    if (auto* const said = std::get_if<SayIt>(&answer)) return std::move(said->sdu);
  }
  if (const auto request = decode<IdentityRequest>(sdu)) {
    const auto known = identity_responses_.find(request->type);
    if (known != identity_responses_.end()) return known->second;
  }
  return std::nullopt;
}

// osmo-sgsn accepts an attach before it has the subscription, and without that no PDP context.
bool MobilePart::may_be_said_again(ByteView refusal) const {
  const auto header = gsm::sm::decode_header(refusal);
  return header && header->type == gsm::sm::MessageType::activate_pdp_context_reject;
}

bool MobilePart::ends_dialogue(ByteView sdu) const {
  const auto type = peek_type(sdu);
  return type && (*type == MessageType::attach_reject || *type == MessageType::authentication_and_ciphering_reject ||
                  *type == MessageType::routing_area_update_reject || *type == MessageType::detach_request);
}

}  // namespace foothold::lab::replay
