// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/pending_requests.h"

namespace foothold::operators::vno {

bool PendingRequests::add(Request request) {
  if (by_age_.size() >= kMax) return false;
  const Key key(request.imsi.digits(), request.type);
  by_key_.emplace(key, by_age_.insert(by_age_.end(), std::move(request)));
  return true;
}

std::optional<PendingRequests::Request> PendingRequests::take(const gsm::Imsi& imsi, gsm::gsup::MessageType answer) {
  const Key key(imsi.digits(), gsm::gsup::request_of(answer));
  const auto found = by_key_.lower_bound(key);
  if (found == by_key_.end() || found->first != key) return std::nullopt;
  return take(found->second);
}

std::vector<PendingRequests::Request> PendingRequests::take_expired(gsm::gsup::TimePoint now) {
  std::vector<Request> expired;
  while (!by_age_.empty() && by_age_.front().deadline <= now) expired.push_back(take(by_age_.begin()));
  return expired;
}

std::vector<PendingRequests::Request> PendingRequests::take_all_of_upstream(std::size_t upstream) {
  return take_if([&](const Request& request) { return request.upstream == upstream; });
}

void PendingRequests::forget_sgsn(SgsnId sgsn) {
  take_if([&](const Request& request) { return request.sgsn == sgsn; });
}

std::optional<gsm::gsup::TimePoint> PendingRequests::next_deadline() const {
  if (by_age_.empty()) return std::nullopt;
  return by_age_.front().deadline;
}

PendingRequests::Request PendingRequests::take(ByAge::iterator entry) {
  const auto [first, last] = by_key_.equal_range(Key(entry->imsi.digits(), entry->type));
  for (auto at = first; at != last; ++at) {
    if (at->second == entry) {
      by_key_.erase(at);
      break;
    }
  }
  auto request = std::move(*entry);
  by_age_.erase(entry);
  return request;
}

template <class Predicate>
std::vector<PendingRequests::Request> PendingRequests::take_if(Predicate predicate) {
  std::vector<Request> taken;
  for (auto at = by_age_.begin(); at != by_age_.end();) {
    const auto entry = at++;
    if (predicate(*entry)) taken.push_back(take(entry));
  }
  return taken;
}

}  // namespace foothold::operators::vno
