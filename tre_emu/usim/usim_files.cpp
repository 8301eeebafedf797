// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/usim_files.h"

#include <algorithm>
#include <array>

#include "pki/crypto.h"
#include "tre_emu/usim/gba_naf_list.h"

namespace foothold::tre_emu::usim {

namespace {

using card::Df;
using vault::Subscription;

constexpr std::array<std::uint8_t, kUsimAidSize> kUsimAid = {0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02, 0xFF,
                                                             0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x01, 0x00};
constexpr std::size_t kOwnPart = 12;  // of the AID; what comes behind tells our USIMs apart

constexpr std::uint16_t kDfGsmAccess = 0x5F3B;

using namespace table;
constexpr auto kPin = card::Condition::pin1;
constexpr auto kPin2 = card::Condition::pin2;

Bytes service_table_file(const Subscription&);

// TS 31.102 4.2, with access conditions as there but for EF_IMSI and EF_UST: nobody changes those by UPDATE, since an
// identity comes with its MCIM only, and the services are those of this card.
// clang-format off
constexpr FileRow kAdfFiles[] = {
    // name            FID     SFI   srv structure     rec  read  update activate increase secret kept as  content
    {"EF_LI",          0x6F05, 0x02,  0, kTransparent,   0, {kAlw, kPin,  kAdm, kNev}, false, 0, octets_file<'e', 'n'>, "4.2.1"},
    {"EF_IMSI",        0x6F07, 0x07,  0, kTransparent,   0, {kPin, kNev,  kAdm, kNev}, false, 0, imsi_file, "4.2.2"},
    {"EF_Keys",        0x6F08, 0x08,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, true,  0, keys_file, "4.2.3"},
    {"EF_KeysPS",      0x6F09, 0x09,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, true,  0, keys_file, "4.2.4"},
    {"EF_HPPLMN",      0x6F31, 0x12,  0, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, octets_file<0x0A>, "4.2.6"},
    {"EF_ACMmax",      0x6F37, 0x00, 13, kTransparent,   0, {kPin, kPin2, kAdm, kNev}, false, 0, zero_file<3>, "4.2.7"},
    {"EF_UST",         0x6F38, 0x04,  0, kTransparent,   0, {kPin, kNev,  kAdm, kNev}, false, 0, service_table_file, "4.2.8"},
    {"EF_ACM",         0x6F39, 0x1C, 13, kCyclic,        3, {kPin, kPin2, kAdm, kPin}, false, 0, zero_file<15>, "4.2.9"},
    {"EF_FDN",         0x6F3B, 0x00,  2, kLinear,       28, {kPin, kPin2, kAdm, kNev}, false, 0, empty_file<280>, "4.2.24"},
    {"EF_SMS",         0x6F3C, 0x00, 10, kLinear,      176, {kPin, kPin,  kAdm, kNev}, false, 0, short_messages_file, "4.2.25"},
    {"EF_GID1",        0x6F3E, 0x00, 17, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, empty_file<8>, "4.2.10"},
    {"EF_GID2",        0x6F3F, 0x00, 18, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, empty_file<8>, "4.2.11"},
    {"EF_MSISDN",      0x6F40, 0x00, 21, kLinear,       28, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<56>, "4.2.26"},
    {"EF_PUCT",        0x6F41, 0x00, 13, kTransparent,   0, {kPin, kPin2, kAdm, kNev}, false, 0, octets_file<0xFF, 0xFF, 0xFF, 0x00, 0x00>, "4.2.13"},
    {"EF_SMSP",        0x6F42, 0x00, 12, kLinear,       40, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<80>, "4.2.27"},
    {"EF_SMSS",        0x6F43, 0x00, 10, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<2>, "4.2.28"},
    {"EF_CBMI",        0x6F45, 0x00, 15, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<20>, "4.2.14"},
    {"EF_SPN",         0x6F46, 0x00, 19, kTransparent,   0, {kAlw, kAdm,  kAdm, kNev}, false, 0, provider_name_file, "4.2.12"},
    {"EF_SMSR",        0x6F47, 0x00, 11, kLinear,       30, {kPin, kPin,  kAdm, kNev}, false, 0, message_reports_file, "4.2.32"},
    {"EF_CBMIR",       0x6F50, 0x00, 16, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<20>, "4.2.22"},
    {"EF_EST",         0x6F56, 0x05, 34, kTransparent,   0, {kPin, kPin2, kAdm, kNev}, false, 0, octets_file<0x00>, "4.2.47"},
    {"EF_START-HFN",   0x6F5B, 0x0F,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, octets_file<0xF0, 0x00, 0x00, 0xF0, 0x00, 0x00>, "4.2.51"},
    {"EF_THRESHOLD",   0x6F5C, 0x10,  0, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, empty_file<3>, "4.2.52"},
    {"EF_PLMNwAcT",    0x6F60, 0x0A, 20, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, network_list_file, "4.2.5"},
    {"EF_OPLMNwAcT",   0x6F61, 0x11, 42, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, network_list_file, "4.2.53"},
    {"EF_HPLMNwAcT",   0x6F62, 0x13, 43, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, home_network_file, "4.2.54"},
    {"EF_PSLOCI",      0x6F73, 0x0C,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, psloci_file, "4.2.23"},
    {"EF_ACC",         0x6F78, 0x06,  0, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, access_class_file, "4.2.15"},
    {"EF_FPLMN",       0x6F7B, 0x0D,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<12>, "4.2.16"},
    {"EF_LOCI",        0x6F7E, 0x0B,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, loci_file, "4.2.17"},
    {"EF_AD",          0x6FAD, 0x03,  0, kTransparent,   0, {kAlw, kAdm,  kAdm, kNev}, false, 0, administrative_data_file, "4.2.18"},
    {"EF_ECC",         0x6FB7, 0x01,  0, kLinear,        4, {kAlw, kAdm,  kAdm, kNev}, false, 0, octets_file<0x11, 0xF2, 0xFF, 0x00>, "4.2.21"},
    {"EF_NETPAR",      0x6FC4, 0x00,  0, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<64>, "4.2.57"},
    {"EF_PNN",         0x6FC5, 0x19, 45, kLinear,       32, {kAlw, kAdm,  kAdm, kNev}, false, 0, empty_file<128>, "4.2.58"},
    {"EF_OPL",         0x6FC6, 0x1A, 46, kLinear,        8, {kAlw, kAdm,  kAdm, kNev}, false, 0, empty_file<32>, "4.2.59"},
    {"EF_GBABP",       kEfGbabp, 0x00, 68, kTransparent, 0, {kPin, kPin,  kAdm, kNev}, false, 0, empty_file<kGbabpSize>, "4.2.79"},
    {"EF_EHPLMN",      0x6FD9, 0x1D, 71, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, empty_file<12>, "4.2.84"},
    {"EF_GBANL",       kEfGbanl, 0x00, 68, kLinear, kGbanlRecord, {kPin, kAdm, kAdm, kNev}, false, 0, empty_file<kGbanlRecord * kGbanlRecords>, "4.2.83"},
    {"EF_LRPLMNSI",    0x6FDC, 0x00, 74, kTransparent,   0, {kPin, kAdm,  kAdm, kNev}, false, 0, octets_file<0x00>, "4.2.86"},
    {"EF_EPSLOCI",     0x6FE3, 0x1E, 85, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, false, 0, epsloci_file, "4.2.91"},
    {"EF_EPSNSC",      0x6FE4, 0x18, 85, kLinear,       54, {kPin, kPin,  kAdm, kNev}, true,  0, empty_file<54>, "4.2.92"},
};

// DF_GSM-ACCESS, 4.4.3.
constexpr FileRow kGsmAccessFiles[] = {
    {"EF_Kc",          0x4F20, 0x01, 27, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, true,  0, kc_file, "4.4.3.1"},
    {"EF_KcGPRS",      0x4F52, 0x02, 27, kTransparent,   0, {kPin, kPin,  kAdm, kNev}, true,  0, kc_file, "4.4.3.2"},
};
// clang-format on

// Services without a file of their own: 33 "shall be set to 1" (4.2.8), 38 the GSM security context of AUTHENTICATE.
constexpr std::uint8_t kOtherServices[] = {33, 38};

Bytes service_table_file(const Subscription&) {
  Bytes services(std::begin(kOtherServices), std::end(kOtherServices));
  for (const auto& row : kAdfFiles) services.push_back(row.service);
  for (const auto& row : kGsmAccessFiles) services.push_back(row.service);
  return usim_service_table(services);
}

}  // namespace

ByteView usim_aid() {
  return kUsimAid;
}

// The first bit keeps it apart from the PCID's.
Bytes usim_aid(std::string_view mcim) {
  const auto digest = pki::sha256(Bytes(mcim.begin(), mcim.end()));
  Bytes aid(kUsimAid.begin(), kUsimAid.begin() + kOwnPart);
  aid.insert(aid.end(), digest.begin(), digest.begin() + (kUsimAidSize - kOwnPart));
  aid[kOwnPart] |= 0x80;
  return aid;
}

std::shared_ptr<Df> make_usim_adf(const Subscription& subscription, ByteView aid) {
  auto adf = std::make_shared<Df>();
  adf->name = "ADF_USIM";
  adf->fid = card::kCurrentAdf;
  adf->aid.assign(aid.begin(), aid.end());
  adf->rule = {card::kEfArr, 1};
  card::AccessRules rules;
  add_files(*adf, kAdfFiles, subscription, rules);
  Df gsm_access;
  gsm_access.name = "DF_GSM-ACCESS";
  gsm_access.fid = kDfGsmAccess;
  gsm_access.rule = {card::kEfArr, 1};
  add_files(gsm_access, kGsmAccessFiles, subscription, rules);  // under the ADF's EF_ARR
  adf->folders.push_back(std::move(gsm_access));
  adf->files.insert(adf->files.begin(), make_access_rules_file(rules, card::kEfArrAdf, 0x17));
  return adf;
}

std::span<const FileRow> adf_usim_table() {
  return kAdfFiles;
}

std::span<const FileRow> df_gsm_access_table() {
  return kGsmAccessFiles;
}

}  // namespace foothold::tre_emu::usim
