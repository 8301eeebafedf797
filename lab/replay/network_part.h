// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "lab/replay/challenge.h"
#include "lab/replay/replay_part.h"

namespace foothold::lab::replay {

// Plays the captured network to a live mobile. What it adapts: the TLLI, which is the mobile's, and the challenge:
// RAND stays, AUTN is made anew so that it meets with what the captured one met with (accepted, not fresh, wrong MAC).
class NetworkPart : public ReplayPart {
 public:
  NetworkPart(const std::vector<DialogueMessage>& messages, ChallengeMaker challenges);

  gsm::llc::Sender self() const override { return gsm::llc::Sender::sgsn; }
  gsm::Tlli tlli() const override { return tlli_; }
  Adapted adapt(ByteView captured, LlcEnd& link) override;
  void on_sent(ByteView, LlcEnd&) override {}
  std::vector<Finding> on_live(std::size_t packet, ByteView sdu, LlcEnd& link) override;
  void on_tlli(gsm::Tlli tlli, ByteView pdu, LlcEnd& link) override;
  std::optional<Bytes> answer_to_unexpected(ByteView) override { return std::nullopt; }
  bool may_be_said_again(ByteView) const override { return false; }
  bool ends_dialogue(ByteView sdu) const override;

 private:
  ChallengeMaker challenges_;
  std::deque<ChallengeKind> kinds_;  // what the challenges of the capture met with, in order
  gsm::Tlli tlli_;
  std::uint8_t algorithm_ = 0;
  std::optional<gsm::auth::Quintet> quintet_;  // of the challenge that waits for its response
};

}  // namespace foothold::lab::replay
