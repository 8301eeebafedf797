// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/file.h"

#include <algorithm>

#include "base/byte_writer.h"
#include "tre_emu/card/security_status.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::card {

namespace {

// File descriptor byte and data coding byte (TS 102 221 11.1.1.4.3).
constexpr std::uint8_t kDfDescriptor = 0x78;           // shareable, DF or ADF
constexpr std::uint8_t kTransparentDescriptor = 0x41;  // shareable, working EF
constexpr std::uint8_t kLinearDescriptor = 0x42;
constexpr std::uint8_t kCyclicDescriptor = 0x46;
constexpr std::uint8_t kDataCoding = 0x21;
// Life cycle status, operational (11.1.1.4.9).
constexpr std::uint8_t kActivated = 0x05;
constexpr std::uint8_t kDeactivated = 0x04;

// What a card's file takes of its memory beside its content; the total size is of the card's own making (11.1.1.4.2).
constexpr std::size_t kFileHeader = 32;

// Writes tag 62 and what is in it in one piece: all lengths here are below 128.
class Template {
 public:
  Template() {
    out_.reserve(80);
    out_ = {0x62, 0x00};
  }
  void put(std::uint8_t tag, std::initializer_list<std::uint8_t> value) {
    out_.push_back(tag);
    out_.push_back(static_cast<std::uint8_t>(value.size()));
    out_.insert(out_.end(), value);
  }
  void put(std::uint8_t tag, ByteView value) {
    out_.push_back(tag);
    ByteWriter(out_).lv(value);
  }
  void put_number(std::uint8_t tag, std::size_t number) {
    put(tag, {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)});
  }
  // Referenced format (11.1.1.4.7.2).
  void put_security(const ArrReference& rule) {
    put(0x8B, {static_cast<std::uint8_t>(rule.fid >> 8), static_cast<std::uint8_t>(rule.fid), rule.record});
  }
  Bytes finish() {
    out_[1] = static_cast<std::uint8_t>(out_.size() - 2);
    return std::move(out_);
  }

 private:
  Bytes out_;
};

std::size_t total_size(const Ef& file) {
  return file.content.size() + kFileHeader;
}

std::size_t total_size(const Df& folder) {
  std::size_t total = kFileHeader;
  for (const auto& file : folder.files) total += total_size(file);
  for (const auto& below : folder.folders) total += total_size(below);
  return total;
}

}  // namespace

Ef* Df::find_ef(std::uint16_t id) {
  const auto found = std::ranges::find(files, id, &Ef::fid);
  return found == files.end() ? nullptr : &*found;
}

const Ef* Df::find_ef(std::uint16_t id) const {
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

ByteView access_record(const Path& path, const ArrReference& rule) {
  if (rule.record == 0) return {};
  for (auto depth = path.depth(); depth > 0; --depth) {
    const Ef* const arr = path[depth - 1]->find_ef(rule.fid);
    if (arr) return rule.record <= arr->records() ? arr->record(rule.record) : ByteView();
  }
  return {};
}

Bytes fcp(const Df& folder, const SecurityStatus& security) {
  Template out;
  out.put(0x82, {kDfDescriptor, kDataCoding});
  out.put_number(0x83, folder.fid);
  if (!folder.aid.empty()) out.put(0x84, ByteView(folder.aid));
  // UICC characteristics: no clock stop preference that an emulation could have (11.1.1.4.6.1).
  if (folder.fid == kMf) out.put(0xA5, {0x80, 0x01, 0x71});
  out.put(0x8A, {folder.activated ? kActivated : kDeactivated});
  out.put_security(folder.rule);
  // PIN status template (11.1.1.4.10): which are enabled, from the first bit on, then which there are.
  Bytes references{0x90, 0x01, 0x00};
  unsigned bit = 0x80;
  for (const auto reference : {kPin1, kPin2, kAdm1}) {
    const Pin* const pin = security.find(reference);
    if (!pin) continue;
    references[2] = static_cast<std::uint8_t>(references[2] | (pin->enabled ? bit : 0U));
    bit >>= 1;
    references.insert(references.end(), {0x83, 0x01, reference});
  }
  if (bit != 0x80) out.put(0xC6, ByteView(references));
  out.put_number(0x81, total_size(folder));
  return out.finish();
}

Bytes fcp(const Ef& file) {
  Template out;
  if (file.transparent()) {
    out.put(0x82, {kTransparentDescriptor, kDataCoding});
  } else {
    out.put(0x82, {file.structure == Structure::linear ? kLinearDescriptor : kCyclicDescriptor, kDataCoding,
                   static_cast<std::uint8_t>(file.record_length >> 8), static_cast<std::uint8_t>(file.record_length),
                   static_cast<std::uint8_t>(file.records())});
  }
  out.put_number(0x83, file.fid);
  out.put(0x8A, {file.activated ? kActivated : kDeactivated});
  out.put_security(file.rule);
  out.put_number(0x80, file.content.size());
  out.put_number(0x81, total_size(file));
  // An empty object says that the file has no SFI; none at all would mean the FID's low bits (11.1.1.4.8).
  if (file.sfi) {
    out.put(0x88, {static_cast<std::uint8_t>(*file.sfi << 3)});
  } else {
    out.put(0x88, {});
  }
  return out.finish();
}

}  // namespace foothold::tre_emu::card
