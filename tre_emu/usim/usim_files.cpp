// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/usim_files.h"

#include <algorithm>
#include <array>

#include "base/byte_writer.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::usim {

namespace {

using card::Df;
using card::Ef;
using vault::Subscription;

constexpr std::array<std::uint8_t, 16> kUsimAid = {0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02, 0xFF,
                                                   0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x01, 0x00};

constexpr std::size_t kDirRecord = 64;  // octets; AID and label as TLV have 38 at most
constexpr std::size_t kArrRecord = 16;
constexpr std::uint16_t kDfGsmAccess = 0x5F3B;

enum class Access { read, update };

// A row of TS 31.102 4.2 and 4.4.3. `service` is the one of EF_UST that the file stands for, 0 where it is mandatory.
struct FileRow {
  std::uint16_t fid;
  std::uint8_t sfi;  // 0: none
  std::uint8_t service;
  Access access;
  bool secret;
  std::uint8_t record_length;
  Bytes (*content)(const Subscription&);
};

Bytes filled(std::size_t size) {
  return Bytes(size, 0xFF);
}

// Two digits to an octet, the first one low, F for what is missing (TS 24.008 10.5.1.3 and many others).
void put_swapped_digits(Bytes& out, std::string_view digits) {
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const unsigned low = static_cast<unsigned>(digits[at] - '0');
    const unsigned high = at + 1 < digits.size() ? static_cast<unsigned>(digits[at + 1] - '0') : 0xF;
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
}

// The home network in the three octets of a LAI (TS 24.008 10.5.1.3).
Bytes home_plmn(const Subscription& subscription) {
  const auto digit = [&](std::size_t at) { return static_cast<unsigned>(subscription.imsi.at(at) - '0'); };
  const unsigned third = subscription.mnc_digits == 3 ? digit(5) : 0xF;
  return {static_cast<std::uint8_t>(digit(1) << 4 | digit(0)), static_cast<std::uint8_t>(third << 4 | digit(2)),
          static_cast<std::uint8_t>(digit(4) << 4 | digit(3))};
}

Bytes imsi_file(const Subscription& subscription) {
  return imsi_content(subscription.imsi);
}

// KSI 7, no key (4.2.3, 4.2.4).
Bytes keys_file(const Subscription&) {
  Bytes content = filled(33);
  content[0] = 0x07;
  return content;
}

// Kc and a key sequence number of 7, no key (4.4.3.1, 4.4.3.2).
Bytes kc_file(const Subscription&) {
  Bytes content = filled(9);
  content[8] = 0x07;
  return content;
}

// Of access classes 0 to 9 the one that the last digit of the IMSI names (4.2.15, TS 22.011 4.2).
Bytes access_class_file(const Subscription& subscription) {
  const unsigned classes = 1U << (subscription.imsi.back() - '0');
  return {static_cast<std::uint8_t>(classes >> 8), static_cast<std::uint8_t>(classes)};
}

// TMSI none, LAI of the home network with LAC 0000, "not updated" (4.2.17, annex E).
Bytes loci_file(const Subscription& subscription) {
  Bytes content = filled(4);
  ByteWriter writer(content);
  writer.bytes(home_plmn(subscription));
  writer.bytes(Bytes{0x00, 0x00, 0xFF, 0x01});
  return content;
}

// P-TMSI and signature none, RAI of the home network, "not updated" (4.2.23, annex E).
Bytes psloci_file(const Subscription& subscription) {
  Bytes content = filled(7);
  ByteWriter writer(content);
  writer.bytes(home_plmn(subscription));
  writer.bytes(Bytes{0x00, 0x00, 0xFF, 0x01});
  return content;
}

// Normal operation; the last octet is the length of the MNC (4.2.18).
Bytes administrative_data_file(const Subscription& subscription) {
  return {0x00, 0x00, 0x00, subscription.mnc_digits};
}

Bytes service_table_file(const Subscription&);

const FileRow kAdfFiles[] = {
    {0x6F05, 0x02, 0, Access::read, false, 0,
     [](const Subscription&) {
       return Bytes{'e', 'n'};
     }},                                                                                          // EF_LI
    {0x6F07, 0x07, 0, Access::read, false, 0, imsi_file},                                         // EF_IMSI
    {0x6F08, 0x08, 0, Access::update, true, 0, keys_file},                                        // EF_Keys
    {0x6F09, 0x09, 0, Access::update, true, 0, keys_file},                                        // EF_KeysPS
    {0x6F31, 0x12, 0, Access::read, false, 0, [](const Subscription&) { return Bytes{0x0A}; }},   // EF_HPPLMN, 60 min
    {0x6F38, 0x04, 0, Access::read, false, 0, service_table_file},                                // EF_UST
    {0x6F56, 0x05, 34, Access::read, false, 0, [](const Subscription&) { return Bytes{0x00}; }},  // EF_EST
    {0x6F5B, 0x0F, 0, Access::update, false, 0,                                                   // EF_START-HFN
     [](const Subscription&) { return Bytes{0xF0, 0x00, 0x00, 0xF0, 0x00, 0x00}; }},
    {0x6F5C, 0x10, 0, Access::read, false, 0, [](const Subscription&) { return filled(3); }},     // EF_THRESHOLD
    {0x6F73, 0x0C, 0, Access::update, false, 0, psloci_file},                                     // EF_PSLOCI
    {0x6F78, 0x06, 0, Access::read, false, 0, access_class_file},                                 // EF_ACC
    {0x6F7B, 0x0D, 0, Access::update, false, 0, [](const Subscription&) { return filled(12); }},  // EF_FPLMN
    {0x6F7E, 0x0B, 0, Access::update, false, 0, loci_file},                                       // EF_LOCI
    {0x6FAD, 0x03, 0, Access::read, false, 0, administrative_data_file},                          // EF_AD
    {0x6FB7, 0x01, 0, Access::read, false, 4,                                                     // EF_ECC, 112
     [](const Subscription&) {
       return Bytes{0x11, 0xF2, 0xFF, 0x00};
     }},
    {kEfGbabp, 0, 68, Access::update, false, 0, [](const Subscription&) { return filled(128); }},  // EF_GBABP
};

const FileRow kGsmAccessFiles[] = {
    {0x4F20, 0x01, 27, Access::update, true, 0, kc_file},  // EF_Kc
    {0x4F52, 0x02, 27, Access::update, true, 0, kc_file},  // EF_KcGPRS
};

// Services without a file of their own: 33 "shall be set to 1" (TS 31.102 4.2.8), 38 the GSM security context of
// AUTHENTICATE.
constexpr std::uint8_t kOtherServices[] = {33, 38};

Bytes service_table_file(const Subscription&) {
  Bytes content;
  const auto offer = [&](std::size_t service) {
    if (service == 0) return;
    const auto octet = (service - 1) / 8;
    if (content.size() <= octet) content.resize(octet + 1);
    content[octet] = static_cast<std::uint8_t>(content[octet] | 1U << (service - 1) % 8);
  };
  for (const auto& row : kAdfFiles) offer(row.service);
  for (const auto& row : kGsmAccessFiles) offer(row.service);
  for (const auto service : kOtherServices) offer(service);
  return content;
}

Ef make_file(const FileRow& row, const Subscription& subscription) {
  Ef file;
  file.fid = row.fid;
  if (row.sfi != 0) file.sfi = row.sfi;
  file.record_length = row.record_length;
  file.terminal_updates = row.access == Access::update;
  file.secret = row.secret;
  file.content = row.content(subscription);
  const auto written = subscription.files.find(row.fid);
  if (file.terminal_updates && written != subscription.files.end() && written->second.size() == file.content.size()) {
    std::ranges::copy(written->second.reveal(), file.content.begin());
  }
  return file;
}

Ef fixed_file(std::uint16_t fid, std::uint8_t sfi, Bytes content, std::size_t record_length = 0) {
  Ef file;
  file.fid = fid;
  file.sfi = sfi;
  file.content = std::move(content);
  file.record_length = record_length;
  return file;
}

void pad_record(Bytes& content, std::size_t record_length) {
  content.resize((content.size() + record_length - 1) / record_length * record_length, 0xFF);
}

// EF_DIR: an application template to a record (TS 102 221 13.1).
Bytes directory(std::initializer_list<DirectoryEntry> applications) {
  Bytes content;
  for (const auto& application : applications) {
    Bytes entry;
    card::put_tlv(entry, 0x4F, application.aid);
    card::put_tlv(entry, 0x50, Bytes(application.label.begin(), application.label.end()));
    card::put_tlv(content, 0x61, entry);
    pad_record(content, kDirRecord);
  }
  return content;
}

// EF_ARR: access mode and security condition, expanded format (TS 102 221 9.2.2): 90 always, 97 never.
Bytes access_rules() {
  Bytes content{0x80, 0x01, 0x01, 0x90, 0x00, 0x80, 0x01, 0x02, 0x97, 0x00};  // 1: read always, update never
  pad_record(content, kArrRecord);
  content.insert(content.end(), {0x80, 0x01, 0x03, 0x90, 0x00});  // 2: read and update always
  pad_record(content, kArrRecord);
  return content;
}

}  // namespace

ByteView usim_aid() {
  return kUsimAid;
}

Bytes iccid_content(std::string_view iccid) {
  Bytes content;
  put_swapped_digits(content, iccid);
  content.resize(10, 0xFF);
  return content;
}

Bytes imsi_content(std::string_view imsi) {
  // As a mobile identity: length, then the first digit above the type 001 and the parity bit (TS 24.008 10.5.1.4).
  Bytes content;
  const bool odd = imsi.size() % 2 == 1;
  content.push_back(static_cast<std::uint8_t>(imsi.size() / 2 + 1));
  content.push_back(static_cast<std::uint8_t>((imsi.front() - '0') << 4 | (odd ? 0x9 : 0x1)));
  put_swapped_digits(content, imsi.substr(1));
  content.resize(9, 0xFF);
  return content;
}

std::shared_ptr<Df> make_mf(std::string_view iccid, std::initializer_list<DirectoryEntry> applications) {
  auto mf = std::make_shared<Df>();
  mf->fid = card::kMf;
  mf->files = {
      fixed_file(0x2F00, 0x1E, directory(applications), kDirRecord),
      fixed_file(0x2F05, 0x05, {'e', 'n'}),  // EF_PL, preferred language
      fixed_file(card::kEfArr, 0x06, access_rules(), kArrRecord),
      fixed_file(kEfIccid, 0x02, iccid_content(iccid)),
  };
  return mf;
}

std::shared_ptr<Df> make_usim_adf(const Subscription& subscription) {
  auto adf = std::make_shared<Df>();
  adf->fid = card::kCurrentAdf;
  adf->aid.assign(kUsimAid.begin(), kUsimAid.end());
  for (const auto& row : kAdfFiles) adf->files.push_back(make_file(row, subscription));
  Df gsm_access;
  gsm_access.fid = kDfGsmAccess;
  for (const auto& row : kGsmAccessFiles) gsm_access.files.push_back(make_file(row, subscription));
  adf->folders.push_back(std::move(gsm_access));
  return adf;
}

}  // namespace foothold::tre_emu::usim
