// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <set>
#include <variant>
#include <vector>

#include "lab/replay/finding.h"
#include "lab/replay/mobile_dialogue.h"
#include "lab/replay/replay_part.h"

namespace foothold::lab::replay {

struct SendLlcPdu {
  gsm::Tlli tlli;
  Bytes pdu;
};
// The other side has this long to say what the capture has next; started anew each time.
struct StartPatience {};
struct StopPatience {};
// Before something is said once more (on_pause_over()); about half a second.
struct StartPause {};
using ReplayEffect = std::variant<SendLlcPdu, StartPatience, StopPatience, StartPause>;
using ReplayEffects = std::vector<ReplayEffect>;

// Walks through a captured dialogue, sans-I/O: says what one side said as soon as the other has said all that it said
// before in the capture, and compares what the live other side says. Messages of the other side may come in another
// order as long as none of ours lies between them; repeated ones are passed over. User data is not replayed.
class DialogueReplay {
 public:
  // `part` outlives this.
  DialogueReplay(std::vector<DialogueMessage> messages, ReplayPart& part, std::string target);

  ReplayEffects start();
  ReplayEffects on_llc_pdu(gsm::Tlli tlli, ByteView pdu);
  ReplayEffects on_patience_over();
  ReplayEffects on_pause_over();
  // The other side is gone.
  void on_lost(const std::string& reason);

  bool finished() const { return finished_; }
  Report take_report();

 private:
  bool mine(const DialogueMessage& message) const;
  void advance(ReplayEffects& effects);
  void say(const DialogueMessage& message, ReplayEffects& effects);
  void say_xid(const DialogueMessage& message, ReplayEffects& effects);
  void on_layer3(ByteView sdu, ReplayEffects& effects);
  void on_xid(const LlcEnd::Received& received, ReplayEffects& effects);
  template <class Fits>
  const DialogueMessage* expected(Fits fits);
  void unexpected(ByteView sdu, ReplayEffects& effects);
  void send(gsm::llc::Sapi sapi, ByteView sdu, ReplayEffects& effects);
  void add(std::vector<Finding> findings);
  void leave_out(const DialogueMessage& message, std::string reason);
  void finish(ReplayEffects& effects, const std::string& why_rest_is_left_out);

  std::vector<DialogueMessage> messages_;
  ReplayPart& part_;
  LlcEnd link_;
  std::size_t at_ = 0;
  std::set<std::size_t> had_;  // messages of the other side that came before their turn
  Bytes last_matched_;
  Bytes last_said_;
  unsigned said_again_ = 0;
  std::size_t user_data_ = 0;  // frames that were passed over
  bool finished_ = false;
  Report report_;
};

}  // namespace foothold::lab::replay
