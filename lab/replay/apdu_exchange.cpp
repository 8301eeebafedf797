// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/apdu_exchange.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/hex.h"

namespace foothold::lab::replay {
namespace {

constexpr std::size_t kHeader = 4;
constexpr std::size_t kStatusWord = 2;

enum class Direction : std::uint8_t { none, to_card, from_card };

struct Instruction {
  std::uint8_t ins;
  Direction direction;
  std::string_view name;
};

// TS 102 221 table 10.5 and TS 31.102 7.1; INS C0, B0 and the like carry data out of the card.
constexpr std::array kInstructions = {
    Instruction{0x04, Direction::none, "DEACTIVATE FILE"},
    Instruction{0x10, Direction::to_card, "TERMINAL PROFILE"},
    Instruction{0x12, Direction::from_card, "FETCH"},
    Instruction{0x14, Direction::to_card, "TERMINAL RESPONSE"},
    Instruction{0x20, Direction::to_card, "VERIFY PIN"},
    Instruction{0x24, Direction::to_card, "CHANGE PIN"},
    Instruction{0x26, Direction::to_card, "DISABLE PIN"},
    Instruction{0x28, Direction::to_card, "ENABLE PIN"},
    Instruction{0x2C, Direction::to_card, "UNBLOCK PIN"},
    Instruction{0x32, Direction::to_card, "INCREASE"},
    Instruction{0x44, Direction::none, "ACTIVATE FILE"},
    Instruction{0x70, Direction::from_card, "MANAGE CHANNEL"},
    Instruction{0x84, Direction::from_card, "GET CHALLENGE"},
    Instruction{0x88, Direction::to_card, "AUTHENTICATE"},
    Instruction{0xA2, Direction::to_card, "SEARCH RECORD"},
    Instruction{0xA4, Direction::to_card, "SELECT"},
    Instruction{0xB0, Direction::from_card, "READ BINARY"},
    Instruction{0xB2, Direction::from_card, "READ RECORD"},
    Instruction{0xC0, Direction::from_card, "GET RESPONSE"},
    Instruction{0xC2, Direction::to_card, "ENVELOPE"},
    Instruction{0xCA, Direction::from_card, "GET DATA"},
    Instruction{0xD6, Direction::to_card, "UPDATE BINARY"},
    Instruction{0xDC, Direction::to_card, "UPDATE RECORD"},
    Instruction{0xF2, Direction::from_card, "STATUS"},
};

// The TRE application (docs/tre-apdu.md): proprietary class, and INS that mean something else above.
constexpr std::array kTreInstructions = {
    Instruction{0x30, Direction::to_card, "EXTEND MEASUREMENT"},
    Instruction{0x32, Direction::to_card, "GET EVIDENCE"},
    Instruction{0x34, Direction::to_card, "SIGN TLS"},
    Instruction{0x36, Direction::to_card, "VERIFY BOOTSTRAP"},
    Instruction{0x40, Direction::to_card, "INSTALL MCIM"},
    Instruction{0x42, Direction::from_card, "LIST MCIM"},
    Instruction{0x44, Direction::to_card, "ACTIVATE MCIM"},
    Instruction{0x46, Direction::to_card, "DEACTIVATE MCIM"},
    Instruction{0x48, Direction::to_card, "DELETE MCIM"},
    Instruction{0x4A, Direction::to_card, "GET TRANSACTION"},
};

// Class 80 without channel and chaining; INCREASE of TS 102 221 has class 80 too, but P1 and P2 of the TRE's commands
// are 0 and INCREASE always has three octets.
bool proprietary(std::uint8_t cla) {
  return (cla & 0xE0U) == 0x80;
}

const Instruction* find_instruction(ByteView command) {
  const auto find = [&](const auto& table) -> const Instruction* {
    const auto row = std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.ins == command[1]; });
    return row == table.end() ? nullptr : &*row;
  };
  const bool increase = command[1] == 0x32 && command.size() > kHeader && command[4] == 3;
  if (proprietary(command[0]) && !increase) {
    if (const auto* found = find(kTreInstructions)) return found;
  }
  return find(kInstructions);
}

Direction direction_of(ByteView octets, std::size_t rest) {
  if (const auto* instruction = find_instruction(octets)) return instruction->direction;
  // Of a command that nobody knows: what fits.
  return rest == octets[4] || rest < octets[4] ? Direction::from_card : Direction::to_card;
}

std::uint16_t status_word(ByteView octets) {
  return static_cast<std::uint16_t>(octets[octets.size() - 2] << 8U | octets.back());
}

// A command with data that is followed by Le and the answer, or by the answer alone. Which of both nothing tells but
// the numbers: our TRE's terminals ask for all there is (Le 00), others for what they know to be there.
void take_answer(ApduExchange& exchange, ByteView behind) {
  if (behind.empty()) return;
  if (behind[0] == 0 || behind[0] == behind.size() - 1) {
    exchange.command.push_back(behind[0]);
    behind = behind.subspan(1);
  }
  exchange.data.assign(behind.begin(), behind.end());
}

bool all_zero(ByteView octets) {
  return !octets.empty() && std::all_of(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet == 0; });
}

// Our TRE writes zeros in place of what a terminal stores or proves itself with (tre_emu/card/terminal_session.h).
bool may_be_hidden(std::uint8_t ins) {
  constexpr std::array<std::uint8_t, 7> kSecret = {0x20, 0x24, 0x26, 0x28, 0x2C, 0xD6, 0xDC};
  return std::find(kSecret.begin(), kSecret.end(), ins) != kSecret.end();
}

}  // namespace

Result<ApduExchange> split_exchange(ByteView octets) {
  if (octets.size() < kHeader + kStatusWord) return fail("is shorter than a header and a status word", "APDU", 0);
  ApduExchange exchange;
  exchange.sw = status_word(octets);
  const ByteView body = octets.first(octets.size() - kStatusWord);
  if (body.size() <= kHeader + 1) {  // P3 alone, or nothing
    exchange.command.assign(body.begin(), body.end());
    const auto* known = find_instruction(body);
    exchange.command_cut =
        known != nullptr && known->direction == Direction::to_card && body.size() == kHeader + 1 && body[4] != 0;
    return exchange;
  }
  const std::size_t p3 = body[4];
  const ByteView rest = body.subspan(kHeader + 1);
  if (direction_of(body, rest.size()) != Direction::to_card) {
    exchange.command.assign(body.begin(), body.begin() + kHeader + 1);
    exchange.data.assign(rest.begin(), rest.end());
    return exchange;
  }
  std::size_t header = kHeader + 1;
  std::size_t lc = p3;
  if (p3 == 0 && rest.size() > 2) {  // extended length (ISO 7816-4 5.1)
    lc = static_cast<std::size_t>(rest[0] << 8U | rest[1]);
    header += 2;
  }
  if (body.size() < header + lc) {  // a length that the packet does not have: a card that refused early
    exchange.command.assign(body.begin(), body.begin() + kHeader + 1);
    exchange.command_cut = true;
    return exchange;
  }
  exchange.command.assign(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(header + lc));
  exchange.hidden_command = may_be_hidden(body[1]) && all_zero(body.subspan(header, lc));
  take_answer(exchange, body.subspan(header + lc));
  return exchange;
}

void ApduSession::take(std::size_t packet, ByteView octets) {
  auto exchange = split_exchange(octets);
  if (!exchange) {
    ++damaged_;
    return;
  }
  exchange->packet = packet;
  if (!exchanges_.empty()) {
    auto& before = exchanges_.back();
    const auto sw1 = before.sw >> 8;
    const bool same_channel = ((before.command[0] ^ exchange->command[0]) & 0x03U) == 0;
    if (sw1 == 0x61 && exchange->command[1] == 0xC0 && same_channel) {
      before.data.insert(before.data.end(), exchange->data.begin(), exchange->data.end());
      before.sw = exchange->sw;
      return;
    }
    const bool asked_again = exchange->command.size() == before.command.size() &&
                             before.command.size() == kHeader + 1 &&
                             std::equal(before.command.begin(), before.command.end() - 1, exchange->command.begin());
    if (sw1 == 0x6C && asked_again) {
      const auto packet_before = before.packet;
      before = std::move(*exchange);
      before.packet = packet_before;
      return;
    }
  }
  exchanges_.push_back(std::move(*exchange));
}

std::string command_name(ByteView command) {
  if (command.size() < 2) return "?";
  if (const auto* instruction = find_instruction(command)) return std::string(instruction->name);
  return to_hex(command.first(2));
}

}  // namespace foothold::lab::replay
