// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/llc/sapi.h"

namespace foothold::gsm::llc {

// Who sent a frame; with the C/R bit it tells commands from responses (TS 44.064 6.2.2, table 1).
enum class Sender : std::uint8_t { mobile, sgsn };

// Control field of a UI frame (TS 44.064 6.3.3, 6.3.5.5).
struct UiControl {
  std::uint16_t nu = 0;         // N(U), 0..511
  bool ciphered = false;        // E
  bool fully_protected = true;  // PM: the FCS covers all of the information field
  friend bool operator==(const UiControl&, const UiControl&) = default;
};

// The M bits of a U frame (TS 44.064 6.4.1, table 5).
enum class UCommand : std::uint8_t {
  dm = 0b0001,
  disc = 0b0100,
  ua = 0b0110,
  sabm = 0b0111,
  frmr = 0b1000,
  xid = 0b1011,
  null = 0b0000,
};

struct UControl {
  UCommand command = UCommand::xid;
  bool poll_final = false;
  friend bool operator==(const UControl&, const UControl&) = default;
};

// I and S frames: acknowledged mode, which this mobile does not offer.
struct NumberedControl {
  friend bool operator==(const NumberedControl&, const NumberedControl&) = default;
};

using Control = std::variant<UiControl, UControl, NumberedControl>;

struct Frame {
  Sapi sapi = Sapi::gmm;
  bool command = true;  // as against response
  Control control;
  std::size_t header_size = 0;  // address and control field, octets
  ByteView information;         // still ciphered if the frame is; a view into the PDU
  std::uint32_t fcs = 0;        // likewise
};

// Splits a PDU. The FCS is not checked here, since that of a ciphered frame is ciphered too: see fcs_is_right().
Result<Frame> decode_frame(ByteView pdu, Sender sender);

// Whether `fcs` fits `pdu`, a frame in the clear with its three FCS octets.
bool fcs_is_right(ByteView clear_pdu, const Frame& frame);

// A frame in the clear, FCS included. `information` is at most 1520 octets (TS 44.064 8.9.8).
Bytes encode_ui(Sender sender, bool command, Sapi sapi, const UiControl& control, ByteView information);
Bytes encode_u(Sender sender, bool command, Sapi sapi, const UControl& control, ByteView information);

const char* to_string(UCommand command);

}  // namespace foothold::gsm::llc
