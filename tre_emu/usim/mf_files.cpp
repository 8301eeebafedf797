// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/mf_files.h"

#include <algorithm>

#include "tre_emu/card/access_rule.h"
#include "tre_emu/card/tlv.h"
#include "tre_emu/usim/file_table.h"
#include "tre_emu/usim/initial_content.h"

namespace foothold::tre_emu::usim {

namespace {

using card::Condition;
using card::Ef;

constexpr std::size_t kDirRecord = 64;  // octets; AID and label as TLV have 38 at most

// Read always; the TRE alone writes.
constexpr card::AccessRule kFixed{Condition::always, Condition::never, Condition::never, Condition::never};
constexpr card::AccessRule kPreference{Condition::always, Condition::pin1, Condition::adm1, Condition::never};

Ef make_file(std::string_view name, std::uint16_t fid, std::uint8_t sfi, std::uint8_t rule, Bytes content) {
  Ef file;
  file.name = name;
  file.fid = fid;
  file.sfi = sfi;
  file.rule = {card::kEfArr, rule};
  file.kept_as = fid;
  file.content = std::move(content);
  return file;
}

}  // namespace

Bytes directory_content(std::span<const DirectoryEntry> applications) {
  Bytes content;
  for (const auto& application : applications) {
    Bytes entry;
    card::put_tlv(entry, 0x4F, application.aid);
    card::put_tlv(entry, 0x50, Bytes(application.label.begin(), application.label.end()));
    card::put_tlv(content, 0x61, entry);
    content.resize((content.size() + kDirRecord - 1) / kDirRecord * kDirRecord, 0xFF);
  }
  return content;
}

std::shared_ptr<card::Df> make_mf(const vault::DeviceState& state) {
  card::AccessRules rules;
  const auto fixed = rules.record_of(kFixed);
  auto mf = std::make_shared<card::Df>();
  mf->name = "MF";
  mf->fid = card::kMf;
  mf->rule = {card::kEfArr, fixed};
  auto directory = make_file("EF_DIR", kEfDir, 0x1E, fixed, directory_content({}));
  directory.structure = card::Structure::linear;
  directory.record_length = kDirRecord;
  mf->files.push_back(std::move(directory));
  mf->files.push_back(make_file("EF_PL", 0x2F05, 0x05, rules.record_of(kPreference), {'e', 'n'}));
  // TS 102 221 13.5: 60 mA, no time that the terminal should stay in idle, no further information.
  mf->files.push_back(make_file("EF_UMPC", 0x2F08, 0x08, fixed, {0x3C, 0xFF, 0x00, 0x00, 0x00}));
  mf->files.push_back(make_file("EF_ICCID", kEfIccid, 0x02, fixed, iccid_content(state.active().iccid)));
  mf->files.push_back(make_access_rules_file(rules, card::kEfArr, 0x06));
  for (const auto& [fid, content] : state.card_files) {
    Ef* const file = mf->find_ef(fid);
    if (file && file->content.size() == content.size()) std::ranges::copy(content.reveal(), file->content.begin());
  }
  return mf;
}

}  // namespace foothold::tre_emu::usim
