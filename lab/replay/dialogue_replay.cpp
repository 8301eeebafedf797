// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/dialogue_replay.h"

#include <utility>

#include "base/hex.h"
#include "gsm/gmm/message.h"
#include "lab/replay/layer3_compare.h"
#include "lab/replay/layer3_elements.h"

namespace foothold::lab::replay {
namespace {

using Kind = DialogueMessage::Kind;
constexpr unsigned kMostTries = 6;
namespace llc = gsm::llc;

std::string name_of(const DialogueMessage& message) {
  switch (message.kind) {
    case Kind::layer3:
      return layer3_name(message.information);
    case Kind::xid:
      return "llc.xid";
    case Kind::user_data:
      return "user data";
    case Kind::unreadable:
    case Kind::other:
      return "llc.frame";
  }
  return "?";
}

// TS 24.008 4.7.1.2: some messages of GMM are never ciphered.
bool may_be_ciphered(ByteView sdu) {
  const auto type = gsm::gmm::peek_type(sdu);
  return !type || gsm::gmm::may_be_ciphered(*type);
}

}  // namespace

DialogueReplay::DialogueReplay(std::vector<DialogueMessage> messages, ReplayPart& part, std::string target)
    : messages_(std::move(messages)), part_(part), link_(part.self()) {
  report_.target = std::move(target);
}

bool DialogueReplay::mine(const DialogueMessage& message) const {
  return message.uplink == (part_.self() == llc::Sender::mobile);
}

ReplayEffects DialogueReplay::start() {
  ReplayEffects effects;
  advance(effects);
  return effects;
}

void DialogueReplay::advance(ReplayEffects& effects) {
  while (at_ < messages_.size()) {
    const auto& message = messages_[at_];
    if (message.kind == Kind::user_data) {
      ++user_data_;
    } else if (message.kind == Kind::unreadable || message.kind == Kind::other) {
      leave_out(message, message.kind == Kind::unreadable ? "ciphered, and the capture does not have it in the clear"
                                                          : "neither GMM, SM nor XID");
    } else if (mine(message)) {
      say(message, effects);
    } else if (had_.count(at_) == 0) {
      effects.push_back(StartPatience{});
      return;
    }
    ++at_;
  }
  finish(effects, {});
}

void DialogueReplay::say(const DialogueMessage& message, ReplayEffects& effects) {
  if (message.kind == Kind::xid) return say_xid(message, effects);
  const auto adapted = part_.adapt(message.information, link_);
  if (const auto* out = std::get_if<LeaveOut>(&adapted)) return leave_out(message, out->reason);
  ++report_.messages;
  send(message.sapi, std::get<SayIt>(adapted).sdu, effects);
}

void DialogueReplay::say_xid(const DialogueMessage& message, ReplayEffects& effects) {
  ++report_.messages;
  effects.push_back(
      SendLlcPdu{part_.tlli(), link_.xid(message.sapi, message.command, message.poll_final, message.information)});
}

void DialogueReplay::send(llc::Sapi sapi, ByteView sdu, ReplayEffects& effects) {
  effects.push_back(SendLlcPdu{part_.tlli(), link_.ui(sapi, sdu, may_be_ciphered(sdu))});
  part_.on_sent(sdu, link_);
  last_said_.assign(sdu.begin(), sdu.end());
}

ReplayEffects DialogueReplay::on_llc_pdu(gsm::Tlli tlli, ByteView pdu) {
  ReplayEffects effects;
  if (finished_) return effects;
  part_.on_tlli(tlli, pdu, link_);
  const auto received = link_.take(pdu);
  if (!received) return effects;  // a frame that a receiver discards (TS 44.064 8.5.1, 8.8)
  if (const auto* u = std::get_if<llc::UControl>(&received->control)) {
    if (u->command == llc::UCommand::xid) on_xid(*received, effects);
  } else if (received->sapi == llc::Sapi::gmm && std::holds_alternative<llc::UiControl>(received->control)) {
    on_layer3(received->information, effects);
  }
  return effects;
}

// The next message of the other side that fits, with none of ours in between.
template <class Fits>
const DialogueMessage* DialogueReplay::expected(Fits fits) {
  for (std::size_t i = at_; i < messages_.size(); ++i) {
    const auto& message = messages_[i];
    if (message.kind == Kind::user_data) continue;
    if (mine(message)) return nullptr;
    if (had_.count(i) != 0 || !fits(message)) continue;
    had_.insert(i);
    return &message;
  }
  return nullptr;
}

void DialogueReplay::on_layer3(ByteView sdu, ReplayEffects& effects) {
  const auto* message = expected(
      [&](const DialogueMessage& one) { return one.kind == Kind::layer3 && is_counterpart(one.information, sdu); });
  add(part_.on_live(message == nullptr ? 0 : message->packet, sdu, link_));
  if (message == nullptr) return unexpected(sdu, effects);
  ++report_.messages;
  last_matched_.assign(sdu.begin(), sdu.end());
  const auto sender = part_.self() == llc::Sender::mobile ? llc::Sender::sgsn : llc::Sender::mobile;
  add(compare_layer3(message->packet, message->information, sdu, sender));
  effects.push_back(StopPatience{});
  advance(effects);
}

void DialogueReplay::unexpected(ByteView sdu, ReplayEffects& effects) {
  // The other side repeats what it has no answer to yet (TS 24.008 11.2.2).
  if (is_counterpart(last_matched_, sdu)) return;
  const bool again = part_.may_be_said_again(sdu) && said_again_ < kMostTries;
  Finding finding;
  finding.message = layer3_name(sdu);
  finding.verdict = again ? Verdict::follows : Verdict::different;
  finding.live = to_hex(sdu);
  finding.reason = again ? "not in the capture; asked once more" : "not in the capture here";
  add({std::move(finding)});
  if (again) {
    ++said_again_;
    effects.push_back(StartPause{});
    return;
  }
  if (const auto answer = part_.answer_to_unexpected(sdu)) send(llc::Sapi::gmm, *answer, effects);
  if (part_.ends_dialogue(sdu)) finish(effects, "the live dialogue ended with " + layer3_name(sdu));
}

void DialogueReplay::on_xid(const LlcEnd::Received& received, ReplayEffects& effects) {
  const auto* message = expected([&](const DialogueMessage& one) {
    return one.kind == Kind::xid && one.sapi == received.sapi && one.command == received.command;
  });
  if (message != nullptr) {
    ++report_.messages;
    add(compare_xid(message->packet, message->information, received.information));
    effects.push_back(StopPatience{});
    return advance(effects);
  }
  // One that the capture has not is agreed to as it is: whoever asked goes on then (TS 44.064 8.5.3.2).
  if (!received.command) return;
  Finding finding;
  finding.message = "llc.xid";
  finding.verdict = Verdict::different;
  finding.live = to_hex(received.information);
  finding.reason = "not in the capture here";
  add({std::move(finding)});
  effects.push_back(SendLlcPdu{part_.tlli(), link_.xid(received.sapi, false, true, received.information)});
}

ReplayEffects DialogueReplay::on_patience_over() {
  ReplayEffects effects;
  if (finished_ || at_ >= messages_.size() || mine(messages_[at_])) return effects;
  Finding finding;
  finding.packet = messages_[at_].packet;
  finding.message = name_of(messages_[at_]);
  finding.verdict = Verdict::different;
  finding.captured = "came";
  finding.reason = "did not come";
  add({std::move(finding)});
  ++at_;
  advance(effects);
  return effects;
}

ReplayEffects DialogueReplay::on_pause_over() {
  ReplayEffects effects;
  if (!finished_) send(llc::Sapi::gmm, Bytes(last_said_), effects);
  return effects;
}

void DialogueReplay::on_lost(const std::string& reason) {
  ReplayEffects effects;
  Finding finding;
  finding.message = "connection";
  finding.verdict = Verdict::different;
  finding.reason = reason;
  add({std::move(finding)});
  finish(effects, reason);
}

void DialogueReplay::add(std::vector<Finding> findings) {
  for (auto& finding : findings) report_.findings.push_back(std::move(finding));
}

void DialogueReplay::leave_out(const DialogueMessage& message, std::string reason) {
  report_.findings.push_back({message.packet, name_of(message), {}, Verdict::left_out, {}, {}, std::move(reason)});
}

void DialogueReplay::finish(ReplayEffects& effects, const std::string& why_rest_is_left_out) {
  if (finished_) return;
  finished_ = true;
  for (; at_ < messages_.size(); ++at_) {
    if (messages_[at_].kind == Kind::user_data) {
      ++user_data_;
    } else if (had_.count(at_) == 0) {
      leave_out(messages_[at_], why_rest_is_left_out);
    }
  }
  if (user_data_ != 0) {
    Finding finding;
    finding.message = "user data";
    finding.verdict = Verdict::left_out;
    finding.reason = std::to_string(user_data_) + " frames: what they carry belongs to the captured session";
    add({std::move(finding)});
  }
  effects.push_back(StopPatience{});
}

Report DialogueReplay::take_report() {
  return std::move(report_);
}

}  // namespace foothold::lab::replay
