// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/frame.h"

#include <algorithm>
#include <string>

#include "gsm/llc/fcs.h"

namespace foothold::gsm::llc {
namespace {

constexpr std::size_t kFcsOctets = 3;
constexpr std::size_t kN202 = 4;  // octets of layer 3 header that the FCS of an unprotected UI frame covers (8.9.9)

// C/R is 1 in the SGSN's commands and in the mobile's responses (6.2.2).
bool cr_bit(Sender sender, bool command) {
  return (sender == Sender::sgsn) == command;
}

std::uint8_t address(Sender sender, bool command, Sapi sapi) {
  return static_cast<std::uint8_t>((cr_bit(sender, command) ? 0x40 : 0) | static_cast<int>(sapi));
}

void append_fcs(Bytes& frame, std::size_t covered) {
  const auto fcs = frame_check_sequence(ByteView(frame).first(covered));
  for (const int shift : {0, 8, 16}) frame.push_back(static_cast<std::uint8_t>(fcs >> shift));
}

std::size_t covered_octets(const Frame& frame) {
  const auto* ui = std::get_if<UiControl>(&frame.control);
  const bool all = ui == nullptr || ui->fully_protected;
  return frame.header_size + (all ? frame.information.size() : std::min(kN202, frame.information.size()));
}

}  // namespace

Result<Frame> decode_frame(ByteView pdu, Sender sender) {
  if (pdu.size() < 2 + kFcsOctets) return fail("is shorter than a header and an FCS", "LLC PDU", pdu.size());
  if (pdu[0] & 0x80) return fail("protocol discriminator 1: an invalid frame", "LLC address", 0);
  const auto sapi = static_cast<std::uint8_t>(pdu[0] & 15);
  if (!is_assigned(sapi)) return fail("SAPI " + std::to_string(sapi) + " is reserved", "LLC address", 0);

  Frame frame;
  frame.sapi = static_cast<Sapi>(sapi);
  frame.command = ((pdu[0] & 0x40) != 0) == (sender == Sender::sgsn);
  const auto control = pdu[1];
  if (control >> 5 == 0b110) {
    if (pdu.size() < 3 + kFcsOctets) return fail("is shorter than its control field", "UI control", pdu.size());
    frame.header_size = 3;
    frame.control =
        UiControl{static_cast<std::uint16_t>((control & 7) << 6 | pdu[2] >> 2), (pdu[2] & 2) != 0, (pdu[2] & 1) != 0};
  } else if (control >> 5 == 0b111) {
    frame.header_size = 2;
    frame.control = UControl{static_cast<UCommand>(control & 15), (control & 0x10) != 0};
  } else {
    frame.header_size = 2;  // at least; nothing of it is used
    frame.control = NumberedControl{};
  }
  const auto end = pdu.size() - kFcsOctets;
  frame.information = pdu.subspan(frame.header_size, end - frame.header_size);
  frame.fcs = static_cast<std::uint32_t>(pdu[end] | pdu[end + 1] << 8 | pdu[end + 2] << 16);
  return frame;
}

bool fcs_is_right(ByteView clear_pdu, const Frame& frame) {
  return frame_check_sequence(clear_pdu.first(covered_octets(frame))) == frame.fcs;
}

Bytes encode_ui(Sender sender, bool command, Sapi sapi, const UiControl& control, ByteView information) {
  Bytes frame;
  frame.reserve(information.size() + 3 + kFcsOctets);
  frame.push_back(address(sender, command, sapi));
  frame.push_back(static_cast<std::uint8_t>(0xc0 | (control.nu >> 6 & 7)));
  frame.push_back(static_cast<std::uint8_t>((control.nu & 63) << 2 | (control.ciphered ? 2 : 0) |
                                            (control.fully_protected ? 1 : 0)));
  frame.insert(frame.end(), information.begin(), information.end());
  append_fcs(frame, control.fully_protected ? frame.size() : 3 + std::min(kN202, information.size()));
  return frame;
}

Bytes encode_u(Sender sender, bool command, Sapi sapi, const UControl& control, ByteView information) {
  Bytes frame;
  frame.reserve(information.size() + 2 + kFcsOctets);
  frame.push_back(address(sender, command, sapi));
  frame.push_back(
      static_cast<std::uint8_t>(0xe0 | (control.poll_final ? 0x10 : 0) | static_cast<int>(control.command)));
  frame.insert(frame.end(), information.begin(), information.end());
  append_fcs(frame, frame.size());
  return frame;
}

const char* to_string(UCommand command) {
  switch (command) {
    case UCommand::dm:
      return "DM";
    case UCommand::disc:
      return "DISC";
    case UCommand::ua:
      return "UA";
    case UCommand::sabm:
      return "SABM";
    case UCommand::frmr:
      return "FRMR";
    case UCommand::xid:
      return "XID";
    case UCommand::null:
      return "NULL";
  }
  return "reserved";
}

}  // namespace foothold::gsm::llc
