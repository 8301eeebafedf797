// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/subscriber_locations.h"

namespace foothold::operators::vno {

void SubscriberLocations::seen(const gsm::Imsi& imsi, SgsnId sgsn) {
  if (const auto found = by_imsi_.find(imsi.digits()); found != by_imsi_.end()) {
    found->second->sgsn = sgsn;
    by_age_.splice(by_age_.begin(), by_age_, found->second);
    return;
  }
  if (by_imsi_.size() == kMax) {
    by_imsi_.erase(by_age_.back().imsi);
    by_age_.pop_back();
  }
  by_age_.push_front({imsi.digits(), sgsn});
  by_imsi_.emplace(imsi.digits(), by_age_.begin());
}

std::optional<SgsnId> SubscriberLocations::find(const gsm::Imsi& imsi) const {
  const auto found = by_imsi_.find(imsi.digits());
  if (found == by_imsi_.end()) return std::nullopt;
  return found->second->sgsn;
}

void SubscriberLocations::forget_sgsn(SgsnId sgsn) {
  for (auto at = by_age_.begin(); at != by_age_.end();) {
    if (at->sgsn == sgsn) {
      by_imsi_.erase(at->imsi);
      at = by_age_.erase(at);
    } else {
      ++at;
    }
  }
}

}  // namespace foothold::operators::vno
