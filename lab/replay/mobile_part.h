// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "lab/replay/card_authentication.h"
#include "lab/replay/replay_part.h"

namespace foothold::lab::replay {

// Plays the captured mobile to a live SGSN. What it adapts: TLLI (random for an attach with the IMSI, then as the SGSN
// allots P-TMSIs), P-TMSI and its signature, and the answer to the live challenge, which a card computes.
class MobilePart : public ReplayPart {
 public:
  // `bits` for the random TLLI; `authenticate` may be called at any live challenge.
  MobilePart(const std::vector<DialogueMessage>& messages, std::uint32_t bits, Authenticate authenticate);

  gsm::llc::Sender self() const override { return gsm::llc::Sender::mobile; }
  gsm::Tlli tlli() const override { return tlli_; }
  Adapted adapt(ByteView captured, LlcEnd& link) override;
  void on_sent(ByteView sdu, LlcEnd& link) override;
  std::vector<Finding> on_live(std::size_t packet, ByteView sdu, LlcEnd& link) override;
  void on_tlli(gsm::Tlli, ByteView, LlcEnd&) override {}
  std::optional<Bytes> answer_to_unexpected(ByteView sdu) override;
  bool may_be_said_again(ByteView refusal) const override;
  bool ends_dialogue(ByteView sdu) const override;

 private:
  Adapted adapt_attach(ByteView captured, LlcEnd& link);
  Adapted answer_to_challenge() const;
  void on_challenge(const gsm::gmm::AuthenticationAndCipheringRequest& challenge);
  void take_ptmsi(const std::optional<gsm::Ptmsi>& ptmsi, const std::optional<std::array<std::uint8_t, 3>>& signature);

  std::map<gsm::IdentityType, Bytes> identity_responses_;  // captured ones
  std::uint32_t bits_;
  Authenticate authenticate_;
  gsm::Tlli tlli_;
  std::optional<gsm::Ptmsi> ptmsi_;  // that the live SGSN allotted
  std::optional<std::array<std::uint8_t, 3>> ptmsi_signature_;
  std::optional<gsm::gmm::AuthenticationAndCipheringRequest> challenge_;
  std::optional<gsm::MobileIdentity> imeisv_;  // that the captured mobile gave with its response
  std::optional<CardOutcome> outcome_;
};

}  // namespace foothold::lab::replay
