// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "tre_emu/card/apdu.h"
#include "tre_emu/card/application.h"
#include "tre_emu/card/channel.h"

namespace foothold::tre_emu::card {

// A command and its answer. The shown forms have the same size, with secrets as zeros, and are for a trace.
struct Exchange {
  Bytes response;  // with SW1 SW2
  StatusWord sw = StatusWord::ok;
  Bytes shown_command;
  Bytes shown_response;
  Command command;  // complete at the end of a chain
  bool decoded = false;
  std::vector<std::pair<std::string, std::string>> facts;
};

// The card operating system as one terminal meets it: classes, logical channels 0 to 19, command chaining, GET
// RESPONSE, what PINs it has verified. The terminals of a card share its files and applications and nothing else.
class TerminalSession {
 public:
  static constexpr std::size_t kChannels = 20;
  static constexpr std::size_t kMaxChain = 16384;  // octets of one command's data

  explicit TerminalSession(const Card& card, SessionParts parts = {});
  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;

  // `shown`: whether somebody will look at the shown forms; else they stay empty.
  Exchange process(ByteView apdu, bool shown = true);
  // As a reset of the card: only the basic channel is open, at the MF, no answer waits and no PIN is verified.
  void reset();

  // The application selected on a channel, or null.
  const Application* application(unsigned channel) const;

 private:
  struct Slot {
    Channel channel;
    Response pending;              // data left for GET RESPONSE
    std::optional<Command> chain;  // what has come so far of a chained command
  };

  Response dispatch(Command& command);
  Response dispatch_class_a0(const Command& command);
  Response manage_channel(const Command& command);
  Response get_response(Slot& slot, const Command& command);
  Response perform(Slot& slot, const Command& command);
  Response get_challenge(const Command& command) const;
  Response offer(Slot& slot, const Command& command, Response response);

  const Card& card_;
  SessionParts parts_;
  SecurityStatus security_;
  std::array<std::optional<Slot>, kChannels> slots_;
};

}  // namespace foothold::tre_emu::card
