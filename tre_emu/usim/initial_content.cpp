// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/initial_content.h"

#include "base/byte_writer.h"

namespace foothold::tre_emu::usim {

namespace {

using vault::Subscription;

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

// Records that begin with a status octet of 00, free, and are FF otherwise.
Bytes free_records(std::size_t records, std::size_t length) {
  Bytes content(records * length, 0xFF);
  for (std::size_t record = 0; record < records; ++record) content[record * length] = 0x00;
  return content;
}

}  // namespace

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

Bytes imsi_file(const Subscription& subscription) {
  return imsi_content(subscription.imsi);
}

// KSI 7, no key.
Bytes keys_file(const Subscription&) {
  Bytes content(33, 0xFF);
  content[0] = 0x07;
  return content;
}

// Kc and a key sequence number of 7, no key.
Bytes kc_file(const Subscription&) {
  Bytes content(9, 0xFF);
  content[8] = 0x07;
  return content;
}

// Of access classes 0 to 9 the one that the last digit of the IMSI names (TS 22.011 4.2).
Bytes access_class_file(const Subscription& subscription) {
  const unsigned classes = 1U << (subscription.imsi.back() - '0');
  return {static_cast<std::uint8_t>(classes >> 8), static_cast<std::uint8_t>(classes)};
}

// TMSI none, LAI of the home network with LAC 0000, "not updated" (annex E).
Bytes loci_file(const Subscription& subscription) {
  Bytes content(4, 0xFF);
  ByteWriter writer(content);
  writer.bytes(home_plmn(subscription));
  writer.bytes(Bytes{0x00, 0x00, 0xFF, 0x01});
  return content;
}

// P-TMSI and signature none, RAI of the home network, "not updated" (annex E).
Bytes psloci_file(const Subscription& subscription) {
  Bytes content(7, 0xFF);
  ByteWriter writer(content);
  writer.bytes(home_plmn(subscription));
  writer.bytes(Bytes{0x00, 0x00, 0xFF, 0x01});
  return content;
}

// Normal operation; the last octet is the length of the MNC.
Bytes administrative_data_file(const Subscription& subscription) {
  return {0x00, 0x00, 0x00, subscription.mnc_digits};
}

// The home network by UTRAN and GSM.
Bytes home_network_file(const Subscription& subscription) {
  auto content = home_plmn(subscription);
  content.insert(content.end(), {0x80, 0x80});
  return content;
}

Bytes network_list_file(const Subscription&) {
  Bytes content;
  for (int entry = 0; entry < 8; ++entry) content.insert(content.end(), {0xFF, 0xFF, 0xFF, 0x00, 0x00});
  return content;
}

Bytes short_messages_file(const Subscription&) {
  return free_records(10, 176);
}

Bytes message_reports_file(const Subscription&) {
  return free_records(10, 30);
}

// GUTI none, TAI of the home network, "not updated" (annex E).
Bytes epsloci_file(const Subscription& subscription) {
  Bytes content(12, 0xFF);
  ByteWriter writer(content);
  writer.bytes(home_plmn(subscription));
  writer.bytes(Bytes{0x00, 0x00, 0x01});
  return content;
}

// The home network's number, "001-02", until an administrator writes a name: OsmocomBB's mobile takes a file without
// one for a broken one. Displayed beside the name of the network, and not abroad.
Bytes provider_name_file(const Subscription& subscription) {
  Bytes content{0x03};
  const auto number = std::string_view(subscription.imsi).substr(0, 3U + subscription.mnc_digits);
  content.insert(content.end(), number.begin(), number.end());
  content.insert(content.begin() + 4, '-');
  content.resize(17, 0xFF);
  return content;
}

}  // namespace foothold::tre_emu::usim
