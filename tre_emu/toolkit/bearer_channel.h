// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"
#include "tre_emu/toolkit/channel_command.h"

namespace foothold::tre_emu::toolkit {

// A stream of octets to a server through the terminal's data connection (Bearer Independent Protocol, TS 102 223 6.4.27
// to 6.4.31, 7.5.10, 7.5.11). One command is out at a time.
//
//   open()          OPEN CHANNEL; the response names the channel, or refuses it
//   write()         SEND DATA, piece by piece
//   data available  RECEIVE DATA until the terminal has no more; no further while kMaxBuffered octets wait to be read
//   "not now"       GET CHANNEL STATUS: goes on if the link is still there, three times in a row at most
//   close()         CLOSE CHANNEL once all is sent
//   channel status  that the link was dropped, an error of the protocol: closed; what was received can still be read
class BearerChannel {
 public:
  enum class State : std::uint8_t { closed = 0, opening = 1, open = 2, closing = 3 };

  static constexpr std::size_t kMaxBuffered = 32768;      // octets, each way
  static constexpr std::uint16_t kTerminalBuffer = 1500;  // asked for in OPEN CHANNEL
  static constexpr int kMaxAttempts = 3;

  // False unless closed, with no response to come any more.
  bool open(const ChannelTarget& target);
  // All of it, or false: not open and not being opened, or no room.
  bool write(ByteView octets);
  // At most `count` of what has come.
  Bytes read(std::size_t count);
  void close();
  // The terminal is another one, or was reset: its channels are gone.
  void reset() { *this = BearerChannel(); }

  State state() const { return state_; }
  std::size_t readable() const { return received_.size(); }

  // The command that is to go out next. Until its response it is the only one.
  std::optional<ProactiveCommand> take_command();
  // To the command that was taken last.
  void on_response(const TerminalResponse& response);
  // An ENVELOPE (EVENT DOWNLOAD); others than this channel's are not its business.
  void on_event(const Envelope& event);

 private:
  std::optional<ProactiveCommand> wanted() const;
  void opened(const TerminalResponse& response);
  void sent(const TerminalResponse& response);
  void received(const TerminalResponse& response);
  void told_status(const TerminalResponse& response);
  void end();
  bool try_again(const TerminalResponse& response);

  State state_ = State::closed;
  ChannelTarget target_;
  std::uint8_t channel_ = 0;
  Bytes unsent_;
  Bytes received_;
  std::size_t available_ = 0;  // octets that the terminal said it holds; 255 may be more
  bool asks_status_ = false;
  int attempts_ = 0;
  std::optional<ProactiveCommand> out_;
};

}  // namespace foothold::tre_emu::toolkit
