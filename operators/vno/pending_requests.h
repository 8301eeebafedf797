// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gsm/gsup/connection_effects.h"
#include "gsm/gsup/message.h"

namespace foothold::operators::vno {

using SgsnId = std::uint64_t;

// Which SGSN waits for an answer to what. GSUP has no transaction identifier: an answer belongs to the oldest request
// of its kind for its IMSI.
class PendingRequests {
 public:
  static constexpr std::size_t kMax = 10'000;

  struct Request {
    gsm::Imsi imsi;
    gsm::gsup::MessageType type;
    SgsnId sgsn;
    std::size_t upstream;
    gsm::gsup::TimePoint deadline;
  };

  // Deadlines must not go backwards from call to call. False if there are too many.
  bool add(Request request);
  // The oldest that this answer (result or error) fits, taken out.
  std::optional<Request> take(const gsm::Imsi& imsi, gsm::gsup::MessageType answer);
  std::vector<Request> take_expired(gsm::gsup::TimePoint now);
  std::vector<Request> take_all_of_upstream(std::size_t upstream);
  void forget_sgsn(SgsnId sgsn);
  std::optional<gsm::gsup::TimePoint> next_deadline() const;
  std::size_t size() const { return by_age_.size(); }

 private:
  using ByAge = std::list<Request>;
  using Key = std::pair<std::string, gsm::gsup::MessageType>;

  Request take(ByAge::iterator entry);
  template <class Predicate>
  std::vector<Request> take_if(Predicate predicate);

  ByAge by_age_;
  std::multimap<Key, ByAge::iterator> by_key_;  // equal keys: oldest first
};

}  // namespace foothold::operators::vno
