// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"

namespace foothold::tre_emu::card {

inline constexpr std::uint16_t kMf = 0x3F00;
inline constexpr std::uint16_t kCurrentAdf = 0x7FFF;
inline constexpr std::uint16_t kEfArr = 0x2F06;

// An elementary file (TS 102 221 8.2.2).
struct Ef {
  std::uint16_t fid = 0;
  std::optional<std::uint8_t> sfi;  // 1..30
  std::size_t record_length = 0;    // octets; 0 for a transparent file, else linear fixed
  bool terminal_updates = false;    // UPDATE is allowed always; READ is, for every file here
  bool secret = false;              // content is a session key: never into a trace
  Bytes content;

  bool transparent() const { return record_length == 0; }
  std::size_t records() const { return transparent() ? 0 : content.size() / record_length; }
};

// A dedicated file; with an AID it is an application's (ADF). A tree does not change its shape once made, so that
// channels may point into it.
struct Df {
  std::uint16_t fid = 0;
  Bytes aid;
  std::vector<Ef> files;
  std::vector<Df> folders;

  Ef* find_ef(std::uint16_t id);
  Ef* find_sfi(std::uint8_t sfi);
  Df* find_df(std::uint16_t id);
};

// The file control parameters that SELECT and STATUS answer (TS 102 221 11.1.1.3), tag 62 included.
Bytes fcp(const Df& folder);
Bytes fcp(const Ef& file);

}  // namespace foothold::tre_emu::card
