// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "trace/event.h"

namespace foothold::lab {

// Who is where in a run: docs/interfaces.md section 1, as data. The PLMNs are of the test range (MCC 001).
namespace plan {

inline constexpr const char* kMachine = "foothold-m2me";
inline constexpr unsigned kMostMachines = 64;  // as many as foothold-transceiver has radios for

inline std::string numbered(const char* before, unsigned number, std::size_t digits) {
  const auto text = std::to_string(number);
  return before + std::string(digits - text.size(), '0') + text;
}
// Of the run's machines, counted from 1.
inline std::string pcid(unsigned machine) {
  return numbered("00102", machine, 10);
}
// With Radio::gb each machine stands at Gb with an NS port of its own.
inline constexpr unsigned kFirstGbPort = 23001;
// Whose that is, among so many; empty for any other port.
inline std::string pcid_at_gb(std::uint16_t port, unsigned machines) {
  return port >= kFirstGbPort && port < kFirstGbPort + machines ? pcid(port - kFirstGbPort + 1) : std::string();
}
inline std::string tre_identity(unsigned machine) {
  return numbered("TRE-", machine, 6);
}
// TAC of no device on the market, serial number, software version.
inline std::string imeisv(unsigned machine) {
  return numbered("35699900", machine - 1, 6) + "18";
}

inline constexpr const char* kVnoPlmn = "001-01";
inline constexpr const char* kRoPlmn = "001-02";
inline constexpr const char* kShoPlmn = "001-03";
inline constexpr const char* kShoPlmnDigits = "00103";
inline constexpr int kMncDigits = 2;

inline constexpr const char* kProvisioningApn = "foothold.ro";
inline constexpr const char* kOperationalApn = "internet";
inline constexpr const char* kPingTarget = "10.46.0.1";  // the GGSN's end of the operational APN

// FQDN of the DRF in its NAF_Id (TS 33.220 annex B.2.2).
inline constexpr const char* kDrfName = "drf.mnc002.mcc001.pub.3gppnetwork.org";

// The Ub of the ICF: where a device of this RO starts (step 7).
inline constexpr const char* kDiscoveryUrl = "https://10.23.1.1:443/";
inline constexpr const char* kCcifUrl = "https://10.23.1.2:443";
inline constexpr const char* kDrfUrl = "https://10.23.1.3:443";
inline constexpr const char* kDpfDeviceUrl = "https://10.23.1.4:443/dm";
inline constexpr const char* kDpfAddress = "10.23.1.4:443";
// The same through a phone: nobody but a machine has this port, for itself (machine_phone.h).
inline constexpr const char* kDpfThroughPhone = "10.23.1.4:4443";
inline constexpr const char* kDpfThroughPhoneUrl = "https://10.23.1.4:4443/dm";
inline constexpr const char* kDpfOperatorsUrl = "https://10.23.1.4:8443";
inline constexpr const char* kShoUrl = "https://10.23.2.1:443";
inline constexpr const char* kPvaUrl = "https://10.23.3.1:443";
inline constexpr int kPushPort = 4035;  // OMA push over HTTP

// An operators' service that has a TLS certificate.
struct HttpsService {
  const char* role;          // CN, and the actor in the trace
  const char* organization;  // O
  const char* address;
};
inline constexpr std::array kHttpsServices = {
    HttpsService{"ICF", "RO", "10.23.1.1"},  HttpsService{"CCIF", "RO", "10.23.1.2"},
    HttpsService{"DRF", "RO", "10.23.1.3"},  HttpsService{"DPF", "RO", "10.23.1.4"},
    HttpsService{"SHO", "SHO", "10.23.2.1"}, HttpsService{"PVA", "PVA", "10.23.3.1"},
};

}  // namespace plan
}  // namespace foothold::lab
