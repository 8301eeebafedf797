// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "tre_emu/card/access_rule.h"
#include "tre_emu/card/file.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::usim {

// A file as the specification describes it.
struct FileRow {
  std::string_view name;
  std::uint16_t fid;
  std::uint8_t sfi;      // 0: none
  std::uint8_t service;  // of EF_UST or EF_SST that stands for the file; 0 where it is mandatory
  card::Structure structure;
  std::uint8_t record_length;  // 0: transparent
  card::AccessRule access;
  bool secret;
  std::uint16_t kept_as;  // 0: as its own identifier
  Bytes (*content)(const vault::Subscription&);
  std::string_view clause;
};

// The words of such a table.
namespace table {
inline constexpr auto kAlw = card::Condition::always;
inline constexpr auto kAdm = card::Condition::adm1;
inline constexpr auto kNev = card::Condition::never;
inline constexpr auto kTransparent = card::Structure::transparent;
inline constexpr auto kLinear = card::Structure::linear;
inline constexpr auto kCyclic = card::Structure::cyclic;
}  // namespace table

// The files of a table into a folder, and the rules that they are under into `rules`. What a terminal has written, and
// may write, stands in place of the initial content.
void add_files(card::Df& folder, std::span<const FileRow> table, const vault::Subscription& subscription,
               card::AccessRules& rules);

// An EF_ARR (TS 102 221 13.4, TS 31.102 4.2.55) that holds `rules`; read always, updated never. SFI 0: none.
card::Ef make_access_rules_file(card::AccessRules& rules, std::uint16_t fid, std::uint8_t sfi);

// Under this identifier, which no file has, a subscription's files hold the identifiers of those that are deactivated.
inline constexpr std::uint16_t kDeactivatedFiles = 0x0000;
Bytes with_activation(ByteView deactivated, std::uint16_t kept_as, bool activated);

// A service table (TS 31.102 4.2.8: a bit for each; TS 51.011 10.3.7: two) that offers these.
Bytes usim_service_table(std::span<const std::uint8_t> services);
Bytes sim_service_table(std::span<const std::uint8_t> services);

}  // namespace foothold::tre_emu::usim
