// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/vty_dialogue.h"

#include <algorithm>

namespace foothold::operators::sho {
namespace {

// RFC 854.
constexpr std::uint8_t kIac = 255;
constexpr std::uint8_t kWill = 251;
constexpr std::uint8_t kDont = 254;
constexpr std::uint8_t kSb = 250;
constexpr std::uint8_t kSe = 240;

bool is_prompt(std::string_view line) {
  if (line.size() < 3 || line.back() != ' ') return false;
  const char mark = line[line.size() - 2];
  const auto name = line.substr(0, line.size() - 2);
  return (mark == '>' || mark == '#') && std::none_of(name.begin(), name.end(), [](char c) {
           return c == ' ' || c == '%' || static_cast<unsigned char>(c) < 0x20;
         });
}

}  // namespace

Bytes VtyDialogue::send(const std::string& command) {
  echo_ = command;
  Bytes octets(command.begin(), command.end());
  octets.push_back('\r');  // libosmovty runs the line at CR; with CR LF it would run an empty one as well
  return octets;
}

void VtyDialogue::take(std::uint8_t octet) {
  switch (telnet_) {
    case Telnet::text:
      if (octet == kIac)
        telnet_ = Telnet::command;
      else if (octet != '\r' && octet != 0)
        text_ += static_cast<char>(octet);
      return;
    case Telnet::command:
      telnet_ = octet == kSb                       ? Telnet::subnegotiation
                : octet >= kWill && octet <= kDont ? Telnet::option
                                                   : Telnet::text;
      return;
    case Telnet::option:
      telnet_ = Telnet::text;
      return;
    case Telnet::subnegotiation:
      if (octet == kIac) telnet_ = Telnet::subnegotiation_command;
      return;
    case Telnet::subnegotiation_command:
      telnet_ = octet == kSe ? Telnet::text : Telnet::subnegotiation;
      return;
  }
}

Result<std::optional<VtyReply>> VtyDialogue::receive(ByteView octets) {
  for (const auto octet : octets) take(octet);
  if (text_.size() > kMaxReply) return fail("the VTY's reply is longer than 65536 octets", "vty");
  return take_reply();
}

std::optional<VtyReply> VtyDialogue::take_reply() {
  const auto last = text_.rfind('\n');
  const std::string prompt = last == std::string::npos ? text_ : text_.substr(last + 1);
  if (!is_prompt(prompt)) return std::nullopt;
  // Right after a command the text before its echo is the prompt that was taken already.
  if (!echo_.empty() && last == std::string::npos) return std::nullopt;
  VtyReply reply;
  reply.enabled = prompt[prompt.size() - 2] == '#';
  std::size_t start = 0;
  while (last != std::string::npos && start <= last) {
    const auto end = text_.find('\n', start);
    reply.lines.push_back(text_.substr(start, end - start));
    start = end + 1;
  }
  if (!echo_.empty() && !reply.lines.empty() && reply.lines.front() == echo_) reply.lines.erase(reply.lines.begin());
  std::fill(echo_.begin(), echo_.end(), '\0');  // may hold a key
  std::fill(text_.begin(), text_.end(), '\0');
  echo_.clear();
  text_.clear();
  return reply;
}

}  // namespace foothold::operators::sho
