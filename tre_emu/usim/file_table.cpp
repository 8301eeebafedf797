// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/file_table.h"

#include <algorithm>

#include "base/byte_writer.h"

namespace foothold::tre_emu::usim {

namespace {

using card::Condition;
using card::Ef;
using vault::Subscription;

constexpr card::AccessRule kRulesFile{Condition::always, Condition::never, Condition::never, Condition::never};

bool is_deactivated(const Subscription& subscription, std::uint16_t kept_as) {
  const auto found = subscription.files.find(kDeactivatedFiles);
  if (found == subscription.files.end()) return false;
  const auto list = found->second.reveal();
  for (std::size_t at = 0; at + 1 < list.size(); at += 2) {
    if ((list[at] << 8 | list[at + 1]) == kept_as) return true;
  }
  return false;
}

Ef make_file(const FileRow& row, const Subscription& subscription, card::AccessRules& rules) {
  Ef file;
  file.name = row.name;
  file.fid = row.fid;
  if (row.sfi != 0) file.sfi = row.sfi;
  file.structure = row.structure;
  file.record_length = row.record_length;
  file.rule = {card::kEfArrAdf, rules.record_of(row.access)};
  file.secret = row.secret;
  file.kept_as = row.kept_as != 0 ? row.kept_as : row.fid;
  file.activated = !is_deactivated(subscription, file.kept_as);
  file.content = row.content(subscription);
  const bool changes = row.access.update != Condition::never || row.access.increase != Condition::never;
  const auto written = subscription.files.find(file.kept_as);
  if (changes && written != subscription.files.end() && written->second.size() == file.content.size()) {
    std::ranges::copy(written->second.reveal(), file.content.begin());
  }
  return file;
}

}  // namespace

void add_files(card::Df& folder, std::span<const FileRow> table, const Subscription& subscription,
               card::AccessRules& rules) {
  folder.files.reserve(folder.files.size() + table.size() + 1);
  for (const auto& row : table) folder.files.push_back(make_file(row, subscription, rules));
}

Ef make_access_rules_file(card::AccessRules& rules, std::uint16_t fid, std::uint8_t sfi) {
  Ef file;
  file.name = "EF_ARR";
  file.fid = fid;
  if (sfi != 0) file.sfi = sfi;
  file.structure = card::Structure::linear;
  file.record_length = card::AccessRules::kRecordLength;
  file.rule = {fid, rules.record_of(kRulesFile)};
  file.kept_as = fid;
  file.content = rules.content();
  return file;
}

Bytes with_activation(ByteView deactivated, std::uint16_t kept_as, bool activated) {
  Bytes list;
  ByteWriter writer(list);
  for (std::size_t at = 0; at + 1 < deactivated.size(); at += 2) {
    if ((deactivated[at] << 8 | deactivated[at + 1]) != kept_as) writer.bytes(deactivated.subspan(at, 2));
  }
  if (!activated) writer.u16(kept_as);
  return list;
}

Bytes usim_service_table(std::span<const std::uint8_t> services) {
  Bytes content;
  for (const unsigned service : services) {
    if (service == 0) continue;
    const auto octet = (service - 1) / 8;
    if (content.size() <= octet) content.resize(octet + 1);
    content[octet] = static_cast<std::uint8_t>(content[octet] | 1U << (service - 1) % 8);
  }
  return content;
}

Bytes sim_service_table(std::span<const std::uint8_t> services) {
  Bytes content;
  for (const unsigned service : services) {
    if (service == 0) continue;
    const auto octet = (service - 1) / 4;
    if (content.size() <= octet) content.resize(octet + 1);
    content[octet] = static_cast<std::uint8_t>(content[octet] | 3U << (service - 1) % 4 * 2);
  }
  return content;
}

}  // namespace foothold::tre_emu::usim
