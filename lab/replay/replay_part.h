// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/tlli.h"
#include "lab/replay/finding.h"
#include "lab/replay/llc_end.h"
#include "lab/replay/mobile_dialogue.h"

namespace foothold::lab::replay {

// A captured message as it is to be said now.
struct SayIt {
  Bytes sdu;
};
struct LeaveOut {
  std::string reason;
};
using Adapted = std::variant<SayIt, LeaveOut>;

// Who a replay plays: the mobile towards a live SGSN, or the network towards a live mobile. The walk through the
// dialogue is the same (DialogueReplay); what has to be adapted, and what a live message makes one do, is not.
class ReplayPart {
 public:
  virtual ~ReplayPart() = default;

  virtual gsm::llc::Sender self() const = 0;
  // The TLLI to send with.
  virtual gsm::Tlli tlli() const = 0;
  // `link` begins anew where the message begins a new one.
  virtual Adapted adapt(ByteView captured, LlcEnd& link) = 0;
  virtual void on_sent(ByteView sdu, LlcEnd& link) = 0;
  // A live message, before it is compared. Findings are what the part alone can judge.
  virtual std::vector<Finding> on_live(std::size_t packet, ByteView sdu, LlcEnd& link) = 0;
  // A frame came with this TLLI.
  virtual void on_tlli(gsm::Tlli tlli, ByteView pdu, LlcEnd& link) = 0;
  // What to say to a live message that the capture does not have; nothing where silence does.
  virtual std::optional<Bytes> answer_to_unexpected(ByteView sdu) = 0;
  // Whether to say again, after a pause, what this live message refuses and the capture does not.
  virtual bool may_be_said_again(ByteView refusal) const = 0;
  // After this live message nothing more can come of the captured dialogue.
  virtual bool ends_dialogue(ByteView sdu) const = 0;
};

}  // namespace foothold::lab::replay
