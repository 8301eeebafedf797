// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/sim/sim_files.h"

#include <algorithm>

#include "tre_emu/usim/initial_content.h"

namespace foothold::tre_emu::sim {

namespace {

using card::Df;
using usim::FileRow;
using vault::Subscription;

using namespace usim::table;
constexpr auto kChv1 = card::Condition::pin1;
constexpr auto kChv2 = card::Condition::pin2;

Bytes service_table_file(const Subscription&);

// The USIM's content of a file of the same identifier is of another form; those are kept apart.
constexpr std::uint16_t kKeptLp = 0xA005;
constexpr std::uint16_t kKeptEcc = 0xA0B7;
// One with the USIM's of another identifier.
constexpr std::uint16_t kKeptKc = 0x4F20;
constexpr std::uint16_t kKeptKcGprs = 0x4F52;
constexpr std::uint16_t kKeptPsloci = 0x6F73;

// TS 51.011 10.3, with access conditions as there but for EF_IMSI and EF_SST (as in the USIM).
// clang-format off
constexpr FileRow kGsmFiles[] = {
    // name          FID     SFI   srv structure     rec  read   update activate increase secret kept as content
    {"EF_LP",        0x6F05, 0,  0, kTransparent,   0, {kAlw,  kChv1, kAdm, kNev}, false, kKeptLp, usim::octets_file<0x01>, "10.3.1"},
    {"EF_IMSI",      0x6F07, 0,  0, kTransparent,   0, {kChv1, kNev,  kAdm, kNev}, false, 0, usim::imsi_file, "10.3.2"},
    {"EF_Kc",        0x6F20, 0,  0, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, true,  kKeptKc, usim::kc_file, "10.3.3"},
    {"EF_PLMNsel",   0x6F30, 0,  7, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::empty_file<24>, "10.3.4"},
    {"EF_HPPLMN",    0x6F31, 0,  0, kTransparent,   0, {kChv1, kAdm,  kAdm, kNev}, false, 0, usim::octets_file<0x0A>, "10.3.5"},
    {"EF_ACMmax",    0x6F37, 0,  5, kTransparent,   0, {kChv1, kChv2, kAdm, kNev}, false, 0, usim::zero_file<3>, "10.3.6"},
    {"EF_SST",       0x6F38, 0,  0, kTransparent,   0, {kChv1, kNev,  kAdm, kNev}, false, 0, service_table_file, "10.3.7"},
    {"EF_ACM",       0x6F39, 0,  5, kCyclic,        3, {kChv1, kChv2, kAdm, kChv1}, false, 0, usim::zero_file<15>, "10.3.8"},
    {"EF_GID1",      0x6F3E, 0, 15, kTransparent,   0, {kChv1, kAdm,  kAdm, kNev}, false, 0, usim::empty_file<8>, "10.3.9"},
    {"EF_GID2",      0x6F3F, 0, 16, kTransparent,   0, {kChv1, kAdm,  kAdm, kNev}, false, 0, usim::empty_file<8>, "10.3.10"},
    {"EF_PUCT",      0x6F41, 0,  5, kTransparent,   0, {kChv1, kChv2, kAdm, kNev}, false, 0, usim::octets_file<0xFF, 0xFF, 0xFF, 0x00, 0x00>, "10.3.12"},
    {"EF_CBMI",      0x6F45, 0, 14, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::empty_file<20>, "10.3.13"},
    {"EF_SPN",       0x6F46, 0, 17, kTransparent,   0, {kAlw,  kAdm,  kAdm, kNev}, false, 0, usim::provider_name_file, "10.3.11"},
    {"EF_CBMIR",     0x6F50, 0, 30, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::empty_file<20>, "10.3.28"},
    {"EF_KcGPRS",    0x6F52, 0, 38, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, true,  kKeptKcGprs, usim::kc_file, "10.3.32"},
    {"EF_LOCIGPRS",  0x6F53, 0, 38, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, kKeptPsloci, usim::psloci_file, "10.3.33"},
    {"EF_PLMNwAcT",  0x6F60, 0, 43, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::network_list_file, "10.3.35"},
    {"EF_OPLMNwAcT", 0x6F61, 0, 44, kTransparent,   0, {kChv1, kAdm,  kAdm, kNev}, false, 0, usim::network_list_file, "10.3.36"},
    {"EF_HPLMNwAcT", 0x6F62, 0, 45, kTransparent,   0, {kChv1, kAdm,  kAdm, kNev}, false, 0, usim::home_network_file, "10.3.37"},
    {"EF_BCCH",      0x6F74, 0,  0, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::empty_file<16>, "10.3.14"},
    {"EF_ACC",       0x6F78, 0,  0, kTransparent,   0, {kChv1, kAdm,  kAdm, kNev}, false, 0, usim::access_class_file, "10.3.15"},
    {"EF_FPLMN",     0x6F7B, 0,  0, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::empty_file<12>, "10.3.16"},
    {"EF_LOCI",      0x6F7E, 0,  0, kTransparent,   0, {kChv1, kChv1, kAdm, kNev}, false, 0, usim::loci_file, "10.3.17"},
    {"EF_AD",        0x6FAD, 0,  0, kTransparent,   0, {kAlw,  kAdm,  kAdm, kNev}, false, 0, usim::administrative_data_file, "10.3.18"},
    // Phase 2 with PROFILE DOWNLOAD.
    {"EF_Phase",     0x6FAE, 0,  0, kTransparent,   0, {kAlw,  kNev,  kAdm, kNev}, false, 0, usim::octets_file<0x03>, "10.3.19"},
    {"EF_PNN",       0x6FC5, 0, 51, kLinear,       32, {kAlw,  kAdm,  kAdm, kNev}, false, 0, usim::empty_file<128>, "10.3.41"},
    {"EF_OPL",       0x6FC6, 0, 52, kLinear,        8, {kAlw,  kAdm,  kAdm, kNev}, false, 0, usim::empty_file<32>, "10.3.42"},
    {"EF_ECC",       0x6FB7, 0,  0, kTransparent,   0, {kAlw,  kAdm,  kAdm, kNev}, false, kKeptEcc, usim::octets_file<0x11, 0xF2, 0xFF>, "10.3.27"},
};

// TS 51.011 10.5.
constexpr FileRow kTelecomFiles[] = {
    {"EF_ADN",       0x6F3A, 0,  2, kLinear,       28, {kChv1, kChv1, kChv2, kNev}, false, 0, usim::empty_file<28 * 50>, "10.5.1"},
    {"EF_FDN",       0x6F3B, 0,  3, kLinear,       28, {kChv1, kChv2, kAdm,  kNev}, false, 0, usim::empty_file<280>, "10.5.2"},
    {"EF_SMS",       0x6F3C, 0,  4, kLinear,      176, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::short_messages_file, "10.5.3"},
    {"EF_MSISDN",    0x6F40, 0,  9, kLinear,       28, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::empty_file<56>, "10.5.5"},
    {"EF_SMSP",      0x6F42, 0, 12, kLinear,       40, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::empty_file<80>, "10.5.6"},
    {"EF_SMSS",      0x6F43, 0,  4, kTransparent,   0, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::empty_file<2>, "10.5.7"},
    {"EF_LND",       0x6F44, 0, 13, kCyclic,       28, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::empty_file<280>, "10.5.8"},
    {"EF_SMSR",      0x6F47, 0, 35, kLinear,       30, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::message_reports_file, "10.5.15"},
    {"EF_EXT1",      0x6F4A, 0, 10, kLinear,       13, {kChv1, kChv1, kAdm,  kNev}, false, 0, usim::empty_file<65>, "10.5.10"},
};
// clang-format on

// Services without a file of their own: 1 that CHV1 can be disabled, 29 that the SIM is proactive.
constexpr std::uint8_t kOtherServices[] = {1, 29};

Bytes service_table_file(const Subscription&) {
  Bytes services(std::begin(kOtherServices), std::end(kOtherServices));
  for (const auto& row : kGsmFiles) services.push_back(row.service);
  for (const auto& row : kTelecomFiles) services.push_back(row.service);
  return usim::sim_service_table(services);
}

Df make_folder(std::string_view name, std::uint16_t fid, std::span<const FileRow> table, const Subscription& active) {
  Df folder;
  folder.name = name;
  folder.fid = fid;
  folder.rule = {card::kEfArr, 1};
  card::AccessRules rules;
  usim::add_files(folder, table, active, rules);
  folder.files.insert(folder.files.begin(), usim::make_access_rules_file(rules, card::kEfArrAdf, 0));
  return folder;
}

}  // namespace

void add_folders(Df& mf, const Subscription& active) {
  mf.folders.push_back(make_folder("DF_TELECOM", kDfTelecom, kTelecomFiles, active));
  mf.folders.push_back(make_folder("DF_GSM", kDfGsm, kGsmFiles, active));
}

void refill(Df& mf, const Subscription& active) {
  Df fresh;
  add_folders(fresh, active);
  for (auto& folder : fresh.folders) {
    Df* const shown = mf.find_df(folder.fid);
    for (std::size_t at = 0; at < folder.files.size(); ++at) {
      shown->files[at].content = std::move(folder.files[at].content);
      shown->files[at].activated = folder.files[at].activated;
    }
  }
}

void show(Df& mf, std::uint16_t kept_as, ByteView content) {
  for (auto& folder : mf.folders) {
    const auto file = std::ranges::find(folder.files, kept_as, &card::Ef::kept_as);
    if (file != folder.files.end() && file->content.size() == content.size()) {
      std::ranges::copy(content, file->content.begin());
    }
  }
}

std::span<const FileRow> df_gsm_table() {
  return kGsmFiles;
}

std::span<const FileRow> df_telecom_table() {
  return kTelecomFiles;
}

}  // namespace foothold::tre_emu::sim
