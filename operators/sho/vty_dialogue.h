// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::operators::sho {

// What an Osmocom VTY says between a command and its next prompt.
struct VtyReply {
  std::vector<std::string> lines;  // without the echoed command
  bool enabled = false;            // the prompt ends in '#', not '>'
};

// The client's half of the telnet conversation with an Osmocom daemon: takes octets as they come, drops telnet's
// negotiation, and knows a reply is whole by the prompt at its end.
class VtyDialogue {
 public:
  static constexpr std::size_t kMaxReply = 64 * 1024;  // octets

  // The octets that send `command`; its echo will not be part of the reply.
  Bytes send(const std::string& command);
  // A reply once its prompt is there. Error: the reply is too long.
  Result<std::optional<VtyReply>> receive(ByteView octets);

 private:
  enum class Telnet { text, command, option, subnegotiation, subnegotiation_command };
  void take(std::uint8_t octet);
  std::optional<VtyReply> take_reply();

  Telnet telnet_ = Telnet::text;
  std::string text_;
  std::string echo_;
};

}  // namespace foothold::operators::sho
