// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/file.h"

#include <algorithm>

#include "base/byte_writer.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::card {

namespace {

// File descriptor byte and data coding byte (TS 102 221 11.1.1.4.3).
constexpr std::uint8_t kDfDescriptor = 0x78;           // shareable, DF or ADF
constexpr std::uint8_t kTransparentDescriptor = 0x41;  // shareable, working EF
constexpr std::uint8_t kLinearDescriptor = 0x42;
constexpr std::uint8_t kDataCoding = 0x21;
constexpr std::uint8_t kActivated = 0x05;  // life cycle status, operational (11.1.1.4.9)

Bytes two_octets(std::size_t number) {
  Bytes out;
  ByteWriter(out).u16(static_cast<std::uint16_t>(number));
  return out;
}

// Referenced format (11.1.1.4.7.2): a record of EF_ARR in the MF. Record 1 is "read always", 2 "read, update always".
void put_security(Bytes& out, std::uint8_t arr_record) {
  Bytes reference = two_octets(kEfArr);
  reference.push_back(arr_record);
  put_tlv(out, 0x8B, reference);
}

}  // namespace

Ef* Df::find_ef(std::uint16_t id) {
  const auto found = std::ranges::find(files, id, &Ef::fid);
  return found == files.end() ? nullptr : &*found;
}

Ef* Df::find_sfi(std::uint8_t sfi) {
  const auto found = std::ranges::find(files, std::optional<std::uint8_t>(sfi), &Ef::sfi);
  return found == files.end() ? nullptr : &*found;
}

Df* Df::find_df(std::uint16_t id) {
  const auto found = std::ranges::find(folders, id, &Df::fid);
  return found == folders.end() ? nullptr : &*found;
}

Bytes fcp(const Df& folder) {
  Bytes body;
  put_tlv(body, 0x82, Bytes{kDfDescriptor, kDataCoding});
  put_tlv(body, 0x83, two_octets(folder.fid));
  if (!folder.aid.empty()) put_tlv(body, 0x84, folder.aid);
  // UICC characteristics: no clock stop preference that an emulation could have (11.1.1.4.6.1).
  if (folder.fid == kMf) put_tlv(body, 0xA5, Bytes{0x80, 0x01, 0x71});
  put_tlv(body, 0x8A, Bytes{kActivated});
  put_security(body, 1);
  // PIN status template (11.1.1.4.10): the application PIN 01 is there and disabled.
  if (folder.fid == kMf || !folder.aid.empty()) put_tlv(body, 0xC6, Bytes{0x90, 0x01, 0x00, 0x83, 0x01, 0x01});
  Bytes out;
  put_tlv(out, 0x62, body);
  return out;
}

Bytes fcp(const Ef& file) {
  Bytes body;
  if (file.transparent()) {
    put_tlv(body, 0x82, Bytes{kTransparentDescriptor, kDataCoding});
  } else {
    Bytes descriptor{kLinearDescriptor, kDataCoding};
    ByteWriter writer(descriptor);
    writer.u16(static_cast<std::uint16_t>(file.record_length));
    writer.u8(static_cast<std::uint8_t>(file.records()));
    put_tlv(body, 0x82, descriptor);
  }
  put_tlv(body, 0x83, two_octets(file.fid));
  put_tlv(body, 0x8A, Bytes{kActivated});
  put_security(body, file.terminal_updates ? 2 : 1);
  put_tlv(body, 0x80, two_octets(file.content.size()));
  // An empty object says that the file has no SFI; none at all would mean the FID's low bits (11.1.1.4.8).
  put_tlv(body, 0x88, file.sfi ? Bytes{static_cast<std::uint8_t>(*file.sfi << 3)} : Bytes{});
  Bytes out;
  put_tlv(out, 0x62, body);
  return out;
}

}  // namespace foothold::tre_emu::card
