// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/sim/select_response.h"

#include "base/byte_writer.h"
#include "tre_emu/card/access_rule.h"

namespace foothold::tre_emu::sim {

namespace {

using card::AccessMode;
using card::Condition;

// Type of file and structure (9.3).
constexpr std::uint8_t kMfType = 0x01;
constexpr std::uint8_t kDfType = 0x02;
constexpr std::uint8_t kEfType = 0x04;
constexpr std::uint8_t kStructures[] = {0x00, 0x01, 0x03};  // transparent, linear fixed, cyclic

// Characteristics: the clock may be stopped at either level; a SIM of 1.8 V technology, as the ATR says, too; b8 says
// that CHV1 is disabled. A terminal of 3 V or 1.8 V turns others off (TS 11.12, TS 11.18).
constexpr std::uint8_t kClockStop = 0x01;
constexpr std::uint8_t kLowVoltage = 0x30;
constexpr std::uint8_t kChv1Disabled = 0x80;

// Access conditions are levels (9.3): ALW 0, CHV1 1, CHV2 2, ADM 4, NEV F.
unsigned level(Condition condition) {
  switch (condition) {
    case Condition::always:
      return 0x0;
    case Condition::pin1:
      return 0x1;
    case Condition::pin2:
      return 0x2;
    case Condition::adm1:
      return 0x4;
    case Condition::never:
      break;
  }
  return 0xF;
}

// b8: it has been set; then the tries that are left.
std::uint8_t secret_status(const card::PinValue& value, std::uint8_t tries) {
  return static_cast<std::uint8_t>((value != card::PinValue() ? 0x80 : 0x00) | tries);
}

}  // namespace

Bytes folder_response(const card::Df& folder, const card::SecurityStatus& security) {
  const auto* const chv1 = security.find(card::kPin1);
  const auto* const chv2 = security.find(card::kPin2);
  Bytes out;
  ByteWriter writer(out);
  writer.u16(0);
  writer.u16(0);  // no memory that is not allocated
  writer.u16(folder.fid);
  writer.u8(folder.fid == card::kMf ? kMfType : kDfType);
  writer.bytes(Bytes(5));
  writer.u8(9);  // octets from here on
  const bool disabled = chv1 && !chv1->enabled;
  writer.u8(static_cast<std::uint8_t>(kClockStop | kLowVoltage | (disabled ? kChv1Disabled : 0U)));
  writer.u8(static_cast<std::uint8_t>(folder.folders.size()));
  writer.u8(static_cast<std::uint8_t>(folder.files.size()));
  writer.u8(5);  // CHV1, UNBLOCK CHV1, CHV2, UNBLOCK CHV2, ADM
  writer.u8(0);
  for (const auto* const chv : {chv1, chv2}) {
    writer.u8(chv ? secret_status(chv->value, chv->tries) : std::uint8_t{0});
    writer.u8(chv ? secret_status(chv->unblock, chv->unblock_tries) : std::uint8_t{0});
  }
  return out;
}

Bytes file_response(const card::Ef& file, ByteView access) {
  const auto levels = [&](AccessMode high, AccessMode low) {
    return static_cast<std::uint8_t>(level(condition_of(access, high)) << 4 | level(condition_of(access, low)));
  };
  const auto increase = level(condition_of(access, AccessMode::increase));
  const bool cyclic = file.structure == card::Structure::cyclic;
  Bytes out;
  ByteWriter writer(out);
  writer.u16(0);
  writer.u16(static_cast<std::uint16_t>(file.content.size()));
  writer.u16(file.fid);
  writer.u8(kEfType);
  writer.u8(cyclic && increase != 0xF ? 0x40 : 0x00);  // INCREASE is allowed
  writer.u8(levels(AccessMode::read, AccessMode::update));
  writer.u8(static_cast<std::uint8_t>(increase << 4 | 0xF));
  writer.u8(levels(AccessMode::activate, AccessMode::deactivate));
  writer.u8(file.activated ? 0x01 : 0x00);
  writer.u8(2);  // octets from here on
  writer.u8(kStructures[static_cast<std::size_t>(file.structure)]);
  writer.u8(static_cast<std::uint8_t>(file.record_length));
  return out;
}

}  // namespace foothold::tre_emu::sim
