// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/toolkit.h"

#include <algorithm>

#include "base/hex.h"

namespace foothold::tre_emu::toolkit {

namespace {

using card::Command;
using card::Response;
using card::StatusWord;

enum Instruction : std::uint8_t { profile_ins = 0x10, fetch_ins = 0x12, response_ins = 0x14, envelope_ins = 0xC2 };

// General results 20 to 2F: not now (TS 102 223 8.12).
bool may_be_tried_again(std::uint8_t result) {
  return result >> 4 == 0x2;
}

std::string name_of(const ProactiveCommand& command) {
  switch (command.type) {
    case CommandType::refresh:
      return "refresh";
    case CommandType::set_up_event_list:
      return "set_up_event_list";
    case CommandType::provide_local_information:
      return "provide_local_information";
    case CommandType::timer_management:
      return "timer_management";
  }
  return "unknown";
}

}  // namespace

void Toolkit::reset() {
  profile_.reset();
  queue_.clear();
  out_.reset();
  postponed_.reset();
  number_ = 1;
  attempts_ = 0;
}

bool Toolkit::terminal_can(std::size_t octet, unsigned bit) const {
  return profile_ && octet <= profile_->size() && ((*profile_)[octet - 1] >> (bit - 1) & 1U) != 0;
}

bool Toolkit::can_refresh() const {
  return terminal_can(3, 8);
}

std::size_t Toolkit::waiting() const {
  return profile_ && !out_ && !queue_.empty() ? encode(queue_.front(), number_).size() : 0;
}

void Toolkit::queue(ProactiveCommand command) {
  if (queue_.size() < kMaxQueue) queue_.push_back(std::move(command));
}

bool Toolkit::raise_refresh(const ProactiveCommand& refresh) {
  if (!can_refresh()) return false;
  // An older one is overtaken: the terminal will read everything anew anyway.
  std::erase_if(queue_, [](const auto& one) { return one.type == CommandType::refresh; });
  postponed_.reset();
  attempts_ = 0;
  queue_.push_front(refresh);
  return true;
}

Response Toolkit::process(const Command& command, card::SecurityStatus&) {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::wrong_p1_p2;
  switch (command.ins) {
    case profile_ins:
      return terminal_profile(command);
    case fetch_ins:
      return fetch(command);
    case response_ins:
      return terminal_response(command);
    case envelope_ins:
      return envelope(command);
    default:
      return StatusWord::ins_not_supported;
  }
}

// TS 102 221 11.2.1; the bits are those of TS 102 223 5.2.
Response Toolkit::terminal_profile(const Command& command) {
  if (command.data.empty() || command.data.size() > 255) return StatusWord::wrong_length;
  reset();
  profile_ = command.data;
  happenings_.push_back({"profile", {{"octets", std::to_string(command.data.size())}}});
  if (terminal_can(5, 1) && terminal_can(5, 4)) queue(set_up_event_list({EventKind::location_status}));
  if (terminal_can(4, 7)) queue(provide_local_information(LocalInformation::location));
  return StatusWord::ok;
}

Response Toolkit::fetch(const Command& command) {
  if (!command.data.empty() || !command.ne) return StatusWord::wrong_length;
  if (waiting() == 0) return StatusWord::conditions_not_satisfied;
  auto octets = encode(queue_.front(), number_);
  if (*command.ne < 256 && *command.ne != octets.size()) return card::right_length(octets.size());
  out_ = std::move(queue_.front());
  queue_.pop_front();
  happenings_.push_back({"proactive", {{"command", name_of(*out_)}, {"qualifier", std::to_string(out_->qualifier)}}});
  return Response(std::move(octets));
}

Response Toolkit::terminal_response(const Command& command) {
  const auto response = decode_terminal_response(command.data);
  if (!response) return StatusWord::wrong_data;
  if (!out_) return StatusWord::conditions_not_satisfied;
  if (response->number != number_ || response->type != static_cast<std::uint8_t>(out_->type)) {
    return StatusWord::wrong_data;
  }
  number_ = static_cast<std::uint8_t>(number_ % 254 + 1);
  auto done = std::move(*out_);
  out_.reset();
  Happening happening{"response", {{"command", name_of(done)}, {"result", to_hex(Bytes{response->result})}}};
  if (!response->objects.empty()) happening.facts.emplace_back("objects", to_hex(response->objects));
  happenings_.push_back(std::move(happening));
  if (done.type == CommandType::refresh && may_be_tried_again(response->result)) try_again(std::move(done));
  return StatusWord::ok;
}

// "Terminal currently unable to process command": in a while, if the terminal has timers, else with the next status.
void Toolkit::try_again(ProactiveCommand refresh) {
  if (++attempts_ >= kMaxAttempts) return;
  if (terminal_can(8, 1)) {
    postponed_ = std::move(refresh);
    queue(start_timer(kRetryTimer, kRetryAfter));
  } else {
    queue(std::move(refresh));
  }
}

Response Toolkit::envelope(const Command& command) {
  const auto envelope = decode_envelope(command.data);
  if (!envelope) return StatusWord::wrong_data;
  const bool timer = envelope->kind == Envelope::Kind::timer_expiration;
  happenings_.push_back({"event",
                         {{"kind", timer ? "timer_expiration" : "event_download"},
                          {"subject", std::to_string(envelope->subject)},
                          {"objects", to_hex(envelope->objects)}}});
  if (timer && envelope->subject == kRetryTimer && postponed_) {
    queue(std::move(*postponed_));
    postponed_.reset();
  }
  return StatusWord::ok;
}

}  // namespace foothold::tre_emu::toolkit
