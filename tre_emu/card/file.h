// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace foothold::tre_emu::card {

inline constexpr std::uint16_t kMf = 0x3F00;
inline constexpr std::uint16_t kCurrentAdf = 0x7FFF;
inline constexpr std::uint16_t kEfArr = 0x2F06;     // in the MF
inline constexpr std::uint16_t kEfArrAdf = 0x6F06;  // in ADFs and DFs

class SecurityStatus;

enum class Structure : std::uint8_t { transparent, linear, cyclic };

// The record of an EF_ARR that rules a file; the EF_ARR is looked for in the file's folder, then further up
// (TS 102 221 9.2.7). Record 0: none, and nobody may do anything.
struct ArrReference {
  std::uint16_t fid = kEfArr;
  std::uint8_t record = 0;
};

// An elementary file (TS 102 221 8.2.2). Of a cyclic one the newest record comes first.
struct Ef {
  std::uint16_t fid = 0;
  std::optional<std::uint8_t> sfi;  // 1..30
  Structure structure = Structure::transparent;
  std::size_t record_length = 0;  // octets, 1..255; 0 for a transparent file
  ArrReference rule;
  bool secret = false;  // content is a session key: never into a trace
  bool activated = true;
  std::string_view name;      // as the specification has it ("EF_IMSI"), in static memory
  std::uint16_t kept_as = 0;  // what its owner keeps it as; the same for files of DF_GSM and ADF_USIM that are one
  Bytes content;

  bool transparent() const { return structure == Structure::transparent; }
  std::size_t records() const { return record_length == 0 ? 0 : content.size() / record_length; }
  ByteView record(std::size_t number) const {  // from 1
    return ByteView(content).subspan((number - 1) * record_length, record_length);
  }
};

// A dedicated file; with an AID it is an application's (ADF). A tree does not change its shape once made, so that
// channels may point into it.
struct Df {
  std::uint16_t fid = 0;
  Bytes aid;
  ArrReference rule;
  bool activated = true;
  std::string_view name;  // as for Ef
  std::vector<Ef> files;
  std::vector<Df> folders;

  Ef* find_ef(std::uint16_t id);
  const Ef* find_ef(std::uint16_t id) const;
  Ef* find_sfi(std::uint8_t sfi);
  Df* find_df(std::uint16_t id);
};

// Where a file lies: from the MF down, or from the MF and an ADF.
class Path {
 public:
  static constexpr std::size_t kMaxDepth = 6;

  explicit Path(Df* mf) : folders_{mf}, depth_(1) {}
  std::size_t depth() const { return depth_; }
  Df* operator[](std::size_t at) const { return folders_[at]; }
  Df* current() const { return folders_[depth_ - 1]; }
  Df* parent() const { return depth_ > 1 ? folders_[depth_ - 2] : nullptr; }
  // False where no tree of this card is so deep.
  bool enter(Df* folder) {
    if (depth_ == kMaxDepth) return false;
    folders_[depth_++] = folder;
    return true;
  }
  void leave() { --depth_; }
  void back_to_mf() { depth_ = 1; }

 private:
  std::array<Df*, kMaxDepth> folders_;
  std::size_t depth_;
};

// The record of EF_ARR that `rule` means, seen from `path`; empty if there is none.
ByteView access_record(const Path& path, const ArrReference& rule);

// The file control parameters that SELECT and STATUS answer (TS 102 221 11.1.1.3), tag 62 included.
Bytes fcp(const Df& folder, const SecurityStatus& security);
Bytes fcp(const Ef& file);

}  // namespace foothold::tre_emu::card
