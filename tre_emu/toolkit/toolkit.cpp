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

bool is_bearer_command(CommandType type) {
  return type >= CommandType::open_channel && type <= CommandType::get_channel_status;
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
    case CommandType::open_channel:
      return "open_channel";
    case CommandType::close_channel:
      return "close_channel";
    case CommandType::receive_data:
      return "receive_data";
    case CommandType::send_data:
      return "send_data";
    case CommandType::get_channel_status:
      return "get_channel_status";
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
  bearer_.reset();
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
  ask_terminal();
  return StatusWord::ok;
}

// A list replaces the one before (TS 102 223 6.4.16), so that all events are named at once.
void Toolkit::ask_terminal() {
  std::vector<EventKind> events;
  if (terminal_can(5, 5)) events.push_back(EventKind::location_status);
  if (terminal_can(6, 3)) events.push_back(EventKind::data_available);
  if (terminal_can(6, 4)) events.push_back(EventKind::channel_status);
  if (terminal_can(5, 1) && !events.empty()) queue(set_up_event_list(events));
  if (terminal_can(4, 7)) queue(provide_local_information(LocalInformation::location));
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
  // What a channel carries is the APDU's to show.
  if (!response->objects.empty() && done.type != CommandType::receive_data) {
    happening.facts.emplace_back("objects", to_hex(response->objects));
  }
  happenings_.push_back(std::move(happening));
  if (is_bearer_command(done.type)) {
    bearer_.on_response(*response);
    queue_bearer_command();
  } else if (done.type == CommandType::refresh && response->may_be_tried_again()) {
    try_again(std::move(done));
  } else if (done.type == CommandType::timer_management && !response->performed()) {
    end_postponement();
  }
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

// The timer has run out, or the terminal does not start it.
void Toolkit::end_postponement() {
  if (postponed_) queue(*std::exchange(postponed_, std::nullopt));
}

Response Toolkit::envelope(const Command& command) {
  const auto envelope = decode_envelope(command.data);
  if (!envelope) return StatusWord::wrong_data;
  const bool timer = envelope->kind == Envelope::Kind::timer_expiration;
  happenings_.push_back({"event",
                         {{"kind", timer ? "timer_expiration" : "event_download"},
                          {"subject", std::to_string(envelope->subject)},
                          {"objects", to_hex(envelope->objects)}}});
  if (timer && envelope->subject == kRetryTimer) end_postponement();
  if (!timer) {
    bearer_.on_event(*envelope);
    queue_bearer_command();
  }
  return StatusWord::ok;
}

// What the commands of a stream need (TS 102 223 5.2): octet 12 for the commands, 13 for the number of channels, 17 for
// the transport, and the event that tells of data.
bool Toolkit::can_bear(ChannelTarget::Transport transport) const {
  for (unsigned bit = 1; bit <= 5; ++bit) {
    if (!terminal_can(12, bit)) return false;
  }
  const bool has_channels = terminal_can(13, 6) || terminal_can(13, 7) || terminal_can(13, 8);
  const bool tells_of_data = terminal_can(5, 1) && terminal_can(6, 3);
  return has_channels && tells_of_data && terminal_can(17, transport == ChannelTarget::Transport::tcp ? 1 : 2);
}

bool Toolkit::open_bearer(const ChannelTarget& target) {
  if (!can_bear(target.transport) || !bearer_.open(target)) return false;
  queue_bearer_command();
  return true;
}

bool Toolkit::write_bearer(ByteView octets) {
  const bool taken = bearer_.write(octets);
  queue_bearer_command();
  return taken;
}

Bytes Toolkit::read_bearer(std::size_t count) {
  auto octets = bearer_.read(count);
  queue_bearer_command();
  return octets;
}

void Toolkit::close_bearer() {
  bearer_.close();
  queue_bearer_command();
}

// One at most is in the queue, or out.
void Toolkit::queue_bearer_command() {
  if (queue_.size() >= kMaxQueue) return;
  if (auto command = bearer_.take_command()) queue(std::move(*command));
}

}  // namespace foothold::tre_emu::toolkit
