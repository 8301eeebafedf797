// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/apdu_text.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "lab/card/file_names.h"

namespace foothold::gui::capture {
namespace {

enum class ClassOf : std::uint8_t { any, proprietary };

struct Instruction {
  ClassOf of;
  std::uint8_t ins;
  bool sends;  // data to the card
  std::string_view name;
};

// docs/tre-apdu.md; TS 102 221 10.1.2; those of the TRE first, since they are of class 8X alone.
constexpr std::array kInstructions = {
    Instruction{ClassOf::proprietary, 0xca, false, "GET DATA"},
    Instruction{ClassOf::proprietary, 0x30, true, "EXTEND MEASUREMENT"},
    Instruction{ClassOf::proprietary, 0x32, true, "GET EVIDENCE"},
    Instruction{ClassOf::proprietary, 0x34, true, "SIGN TLS"},
    Instruction{ClassOf::proprietary, 0x36, true, "VERIFY BOOTSTRAP"},
    Instruction{ClassOf::proprietary, 0x40, true, "INSTALL MCIM"},
    Instruction{ClassOf::proprietary, 0x42, false, "LIST MCIM"},
    Instruction{ClassOf::proprietary, 0x44, true, "ACTIVATE MCIM"},
    Instruction{ClassOf::proprietary, 0x46, true, "DEACTIVATE MCIM"},
    Instruction{ClassOf::proprietary, 0x48, true, "DELETE MCIM"},
    Instruction{ClassOf::proprietary, 0x4a, true, "GET TRANSACTION"},
    Instruction{ClassOf::any, 0xa4, true, "SELECT"},
    Instruction{ClassOf::any, 0xf2, false, "STATUS"},
    Instruction{ClassOf::any, 0xb0, false, "READ BINARY"},
    Instruction{ClassOf::any, 0xd6, true, "UPDATE BINARY"},
    Instruction{ClassOf::any, 0xb2, false, "READ RECORD"},
    Instruction{ClassOf::any, 0xdc, true, "UPDATE RECORD"},
    Instruction{ClassOf::any, 0xa2, true, "SEARCH RECORD"},
    Instruction{ClassOf::any, 0x32, true, "INCREASE"},
    Instruction{ClassOf::any, 0x20, true, "VERIFY PIN"},
    Instruction{ClassOf::any, 0x24, true, "CHANGE PIN"},
    Instruction{ClassOf::any, 0x26, true, "DISABLE PIN"},
    Instruction{ClassOf::any, 0x28, true, "ENABLE PIN"},
    Instruction{ClassOf::any, 0x2c, true, "UNBLOCK PIN"},
    Instruction{ClassOf::any, 0x04, true, "DEACTIVATE FILE"},
    Instruction{ClassOf::any, 0x44, true, "ACTIVATE FILE"},
    Instruction{ClassOf::any, 0x88, true, "AUTHENTICATE"},
    Instruction{ClassOf::any, 0x70, false, "MANAGE CHANNEL"},
    Instruction{ClassOf::any, 0xc0, false, "GET RESPONSE"},
    Instruction{ClassOf::any, 0x10, true, "TERMINAL PROFILE"},
    Instruction{ClassOf::any, 0xc2, true, "ENVELOPE"},
    Instruction{ClassOf::any, 0x12, false, "FETCH"},
    Instruction{ClassOf::any, 0x14, true, "TERMINAL RESPONSE"},
};

struct NamedNumber {
  std::uint16_t number;
  std::string_view name;
};

// docs/interfaces.md section 3.
constexpr std::array kObjects = {
    NamedNumber{0x0101, "TRE identity"},      NamedNumber{0x0102, "PCID"},  NamedNumber{0x0103, "PfC sign"},
    NamedNumber{0x0104, "PfC enc"},           NamedNumber{0x0105, "state"}, NamedNumber{0x0106, "Operators CA"},
    NamedNumber{0x0107, "discovery address"}, NamedNumber{0x0108, "APN"},
};

// TS 102 221 10.2.1, TS 31.102 7.3, docs/interfaces.md section 3.
constexpr std::array kStatuses = {
    NamedNumber{0x9000, "done"},
    NamedNumber{0x6300, "not verified"},
    NamedNumber{0x6581, "memory problem"},
    NamedNumber{0x6700, "wrong length"},
    NamedNumber{0x6881, "logical channel not supported"},
    NamedNumber{0x6882, "secure messaging not supported"},
    NamedNumber{0x6883, "last command of the chain expected"},
    NamedNumber{0x6884, "chaining not supported"},
    NamedNumber{0x6981, "command does not fit the file"},
    NamedNumber{0x6982, "security status not satisfied"},
    NamedNumber{0x6983, "blocked, or the TRE is locked"},
    NamedNumber{0x6984, "data invalidated"},
    NamedNumber{0x6985, "conditions of use not satisfied"},
    NamedNumber{0x6986, "no file selected"},
    NamedNumber{0x6988, "cannot be decrypted"},
    NamedNumber{0x6a80, "wrong data"},
    NamedNumber{0x6a81, "function not supported"},
    NamedNumber{0x6a82, "file not found"},
    NamedNumber{0x6a83, "record not found"},
    NamedNumber{0x6a84, "no space"},
    NamedNumber{0x6a86, "wrong P1 P2"},
    NamedNumber{0x6a88, "not found, or made for another TRE"},
    NamedNumber{0x6a89, "exists, or seen before"},
    NamedNumber{0x6b00, "wrong P1 P2"},
    NamedNumber{0x6d00, "unknown instruction"},
    NamedNumber{0x6e00, "unknown class"},
    NamedNumber{0x6f00, "technical problem"},
    NamedNumber{0x9862, "wrong MAC"},
    NamedNumber{0x9864, "security context not supported"},
};

std::uint16_t u16(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8U | bytes[at + 1]);
}

bool is_proprietary(std::uint8_t cla) {
  return (cla & 0x80U) != 0 && cla != 0xa0;  // A0 is a GSM SIM's
}

const Instruction* instruction_of(ByteView command) {
  if (command.size() < 4) return nullptr;
  const auto found = std::find_if(kInstructions.begin(), kInstructions.end(), [&](const Instruction& one) {
    return one.ins == command[1] && (one.of == ClassOf::any || is_proprietary(command[0]));
  });
  return found == kInstructions.end() ? nullptr : &*found;
}

ByteView data_of(ByteView command) {
  if (command.size() < 6) return {};
  return command.subspan(5, std::min<std::size_t>(command[4], command.size() - 5));
}

std::string_view name_in(const auto& table, std::uint16_t number) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.number == number; });
  return found == table.end() ? std::string_view{} : found->name;
}

std::string hex_of(std::uint16_t number) {
  const std::array<std::uint8_t, 2> octets = {static_cast<std::uint8_t>(number >> 8U),
                                              static_cast<std::uint8_t>(number)};
  return to_hex(octets);
}

std::string application_name(ByteView aid) {
  const std::string hex = to_hex(aid);
  if (hex.starts_with("a0000000871002")) return "ADF.USIM";
  if (hex.starts_with("a0000000871004")) return "ADF.ISIM";
  if (hex.starts_with("f0464f4f54484f4c44")) return "TRE";
  return "? " + hex;
}

constexpr std::uint16_t kCurrentApplication = 0x7fff;  // TS 102 221 8.4

std::string file_name(std::uint16_t identifier) {
  if (identifier == kCurrentApplication) return "ADF";
  const auto name = lab::name_of_identifier(identifier);
  return name.empty() ? "? " + hex_of(identifier) : std::string(name);
}

std::string authentication_context(std::uint8_t p2) {
  switch (p2 & 7U) {
    case 0:
      return "GSM";
    case 1:
      return "UMTS";
    case 4:
      return "GBA";
    default:
      return "context " + std::to_string(p2 & 7U);
  }
}

}  // namespace

std::optional<ApduExchange> split_exchange(ByteView exchange) {
  if (exchange.size() < 6) return std::nullopt;
  ApduExchange out;
  const std::size_t body = exchange.size() - 2;
  out.status = u16(exchange, body);
  std::size_t command = std::min<std::size_t>(body, 5);
  const Instruction* const known = instruction_of(exchange);
  if (body > 5 && (known == nullptr || known->sends)) command = std::min(body, std::size_t{5} + exchange[4]);
  out.command = exchange.first(command);
  out.data = data_of(out.command);
  out.answer = exchange.subspan(command, body - command);
  return out;
}

std::string_view command_name(ByteView command) {
  const Instruction* const known = instruction_of(command);
  return known == nullptr ? std::string_view("unknown command") : known->name;
}

std::string selected_file(ByteView command) {
  if (command.size() < 4 || command[1] != 0xa4) return {};
  const ByteView data = data_of(command);
  if (command[2] == 0x04) return application_name(data);
  if (command[2] == 0x03) return "parent";
  if (data.size() < 2) return data.empty() ? "MF" : std::string("?");
  return file_name(u16(data, data.size() - 2));  // of a path the last step
}

bool is_folder(std::string_view file) {
  return file == "MF" || file == "TRE" || file.starts_with("ADF") || file.starts_with("DF.");
}

std::string command_text(ByteView command) {
  if (command.size() < 4) return "no command";
  std::string text(command_name(command));
  if (instruction_of(command) == nullptr) return text + " " + to_hex(command.first(4));
  const std::uint16_t p1_p2 = u16(command, 2);
  switch (command[1]) {
    case 0xa4:
      text += " " + selected_file(command);
      break;
    case 0xca: {
      const std::string_view object = name_in(kObjects, p1_p2);
      text += " " + (object.empty() ? hex_of(p1_p2) : std::string(object));
      break;
    }
    case 0x88:
      text += " " + authentication_context(command[3]);
      break;
    case 0xb0:
    case 0xd6:
      // TS 102 221 11.1.3: with bit 8 of P1 a short file identifier, else an offset.
      text += (command[2] & 0x80U) != 0 ? " of SFI " + std::to_string(command[2] & 0x1fU)
                                        : " from " + std::to_string(p1_p2);
      break;
    case 0xb2:
    case 0xdc:
      text += " " + std::to_string(command[2]);
      break;
    case 0x70:
      text += command[2] == 0x80 ? " close " + std::to_string(command[3]) : std::string(" open");
      break;
    case 0x20:
    case 0x24:
    case 0x26:
    case 0x28:
    case 0x2c:
      text += " " + std::to_string(command[3]);
      break;
    default:
      break;
  }
  if ((command[0] & 0x10U) != 0 && (command[0] & 0x40U) == 0) text += ", more follows";
  return text;
}

std::string status_text(std::uint16_t status) {
  std::string text = hex_of(status);
  const unsigned low = status & 0xffU;
  const std::string octets = std::to_string(low == 0 ? 256 : low);
  if (status >> 8U == 0x61 || status >> 8U == 0x9f) return text + " done, " + octets + " octets wait";
  if (status >> 8U == 0x6c) return text + " wrong Le, " + octets + " would be right";
  if (status >> 8U == 0x91) return text + " done, a proactive command waits";
  if (status >> 4U == 0x63c) return text + " wrong, " + std::to_string(status & 0xfU) + " tries left";
  const std::string_view known = name_in(kStatuses, status);
  return known.empty() ? text : text + " " + std::string(known);
}

}  // namespace foothold::gui::capture
