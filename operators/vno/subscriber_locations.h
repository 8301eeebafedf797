// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "gsm/identity/imsi.h"
#include "operators/vno/pending_requests.h"

namespace foothold::operators::vno {

// At which SGSN a subscriber was last seen, so that what its operator sends unasked (INSERT DATA, LOCATION CANCEL)
// finds the way. Bounded: the subscriber that was quiet longest is forgotten first.
class SubscriberLocations {
 public:
  static constexpr std::size_t kMax = 100'000;

  void seen(const gsm::Imsi& imsi, SgsnId sgsn);
  std::optional<SgsnId> find(const gsm::Imsi& imsi) const;
  void forget_sgsn(SgsnId sgsn);
  std::size_t size() const { return by_imsi_.size(); }

 private:
  struct Entry {
    std::string imsi;
    SgsnId sgsn;
  };
  std::list<Entry> by_age_;  // seen last, first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_imsi_;
};

}  // namespace foothold::operators::vno
