// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tre_emu/card/application.h"
#include "tre_emu/toolkit/bearer_channel.h"
#include "tre_emu/toolkit/proactive_command.h"

namespace foothold::tre_emu::toolkit {

// What came of the toolkit, for a trace.
struct Happening {
  std::string name;  // profile, proactive, response, event
  std::vector<std::pair<std::string, std::string>> facts;
};

// The card application toolkit of one terminal session (TS 102 223, TS 31.111): what the terminal says it can do, and
// commands to it that wait to be fetched. One command is out at a time.
//
//   TERMINAL PROFILE   SET UP EVENT LIST and PROVIDE LOCAL INFORMATION are queued, as far as the terminal can do them
//   91xx, FETCH        the oldest command goes out
//   TERMINAL RESPONSE  done; a REFRESH that the terminal could not do now is tried again after a timer's expiry
//   a bearer in use    the channel's next command is queued whenever it has one
//
// To a terminal that has sent no profile nothing is ever offered.
class Toolkit : public card::ToolkitPart {
 public:
  static constexpr std::size_t kMaxQueue = 8;
  static constexpr int kMaxAttempts = 3;  // of one REFRESH
  static constexpr std::uint8_t kRetryTimer = 1;
  static constexpr std::chrono::seconds kRetryAfter{30};

  void reset() override;
  std::size_t waiting() const override;
  card::Response process(const card::Command& command, card::SecurityStatus&) override;

  // Another subscription is active. False if the terminal cannot be told.
  bool raise_refresh(const ProactiveCommand& refresh);
  bool knows_terminal() const { return profile_.has_value(); }

  // A channel through the terminal's data connection. False if the terminal has no such channels, or it is in use.
  bool open_bearer(const ChannelTarget& target);
  bool can_bear(ChannelTarget::Transport transport) const;
  bool write_bearer(ByteView octets);  // false: not open, or no room
  Bytes read_bearer(std::size_t count);
  void close_bearer();
  const BearerChannel& bearer() const { return bearer_; }

  std::vector<Happening> take_happenings() { return std::exchange(happenings_, {}); }

 private:
  bool terminal_can(std::size_t octet, unsigned bit) const;  // both from 1, as in TS 102 223 5.2
  bool can_refresh() const;
  void queue(ProactiveCommand command);
  card::Response terminal_profile(const card::Command& command);
  card::Response fetch(const card::Command& command);
  card::Response terminal_response(const card::Command& command);
  card::Response envelope(const card::Command& command);
  void try_again(ProactiveCommand refresh);
  void end_postponement();
  void ask_terminal();
  void queue_bearer_command();

  std::optional<Bytes> profile_;
  std::deque<ProactiveCommand> queue_;
  std::optional<ProactiveCommand> out_;        // fetched, and not responded to
  std::optional<ProactiveCommand> postponed_;  // a REFRESH that waits for the timer
  std::uint8_t number_ = 1;                    // of the next command that is fetched, 1 to 254
  int attempts_ = 0;
  BearerChannel bearer_;
  std::vector<Happening> happenings_;
};

}  // namespace foothold::tre_emu::toolkit
