// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "gsm/gsup/message.h"

namespace foothold::operators::icf {

// Requests that wait while the CCIF is asked for a credential. One inquiry serves all that wait for its PCID, and a
// "no" is remembered for kAbsentFor, so that a flood of attaches with invented PCIDs does not become a flood at the
// CCIF.
class CredentialInquiries {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMaxInquiries = 256;
  static constexpr std::size_t kMaxWaiting = 4;  // requests for one PCID
  static constexpr std::size_t kMaxAbsent = 10'000;
  static constexpr std::chrono::seconds kAbsentFor{30};

  struct Waiting {
    std::uint64_t connection;
    gsm::gsup::Message request;
  };
  enum class Decision {
    ask,       // ask the CCIF; the request waits
    wait,      // it is being asked; the request waits
    absent,    // it said no a moment ago
    overload,  // too much waits already
  };
  Decision inquire(Waiting waiting, TimePoint now);
  // The CCIF answered, or could not: what waited is handed back.
  std::vector<Waiting> answered(const gsm::Imsi& pcid);
  void remember_absent(const gsm::Imsi& pcid, TimePoint now);

 private:
  std::map<gsm::Imsi, std::vector<Waiting>> waiting_;
  std::map<gsm::Imsi, TimePoint> absent_until_;
  std::deque<gsm::Imsi> absent_by_age_;
};

}  // namespace foothold::operators::icf
