// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::usim {

// What files hold before anybody has written them: what follows from the subscription, and the suggestions of
// TS 31.102 annex E for the rest. Clauses are of TS 31.102 where no other one is named.

template <std::size_t kSize>
Bytes empty_file(const vault::Subscription&) {
  return Bytes(kSize, 0xFF);
}
template <std::size_t kSize>
Bytes zero_file(const vault::Subscription&) {
  return Bytes(kSize, 0x00);
}
template <std::uint8_t... kOctets>
Bytes octets_file(const vault::Subscription&) {
  return {kOctets...};
}

Bytes iccid_content(std::string_view iccid);  // EF_ICCID, TS 102 221 13.2: ten octets of swapped digits
Bytes imsi_content(std::string_view imsi);    // EF_IMSI, 4.2.2

Bytes imsi_file(const vault::Subscription& subscription);
Bytes keys_file(const vault::Subscription& subscription);                 // 4.2.3, 4.2.4
Bytes kc_file(const vault::Subscription& subscription);                   // 4.4.3.1, 4.4.3.2
Bytes access_class_file(const vault::Subscription& subscription);         // 4.2.15
Bytes loci_file(const vault::Subscription& subscription);                 // 4.2.17
Bytes psloci_file(const vault::Subscription& subscription);               // 4.2.23
Bytes administrative_data_file(const vault::Subscription& subscription);  // 4.2.18
Bytes home_network_file(const vault::Subscription& subscription);         // EF_HPLMNwAcT, 4.2.54
Bytes network_list_file(const vault::Subscription& subscription);         // 4.2.5, 4.2.53: eight empty entries
Bytes short_messages_file(const vault::Subscription& subscription);       // 4.2.25: ten free records
Bytes message_reports_file(const vault::Subscription& subscription);      // 4.2.32: ten free records
Bytes provider_name_file(const vault::Subscription& subscription);        // 4.2.12
Bytes epsloci_file(const vault::Subscription& subscription);              // 4.2.91

}  // namespace foothold::tre_emu::usim
