// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/credential_inquiries.h"

namespace foothold::operators::icf {

CredentialInquiries::Decision CredentialInquiries::inquire(Waiting waiting, TimePoint now) {
  const auto pcid = waiting.request.imsi;
  if (const auto absent = absent_until_.find(pcid); absent != absent_until_.end() && now < absent->second)
    return Decision::absent;
  if (const auto asked = waiting_.find(pcid); asked != waiting_.end()) {
    if (asked->second.size() == kMaxWaiting) return Decision::overload;
    asked->second.push_back(std::move(waiting));
    return Decision::wait;
  }
  if (waiting_.size() == kMaxInquiries) return Decision::overload;
  waiting_[pcid].push_back(std::move(waiting));
  return Decision::ask;
}

std::vector<CredentialInquiries::Waiting> CredentialInquiries::answered(const gsm::Imsi& pcid) {
  const auto found = waiting_.find(pcid);
  if (found == waiting_.end()) return {};
  auto waited = std::move(found->second);
  waiting_.erase(found);
  return waited;
}

void CredentialInquiries::remember_absent(const gsm::Imsi& pcid, TimePoint now) {
  const auto drop_oldest = [&] {
    absent_until_.erase(absent_by_age_.front());
    absent_by_age_.pop_front();
  };
  while (!absent_by_age_.empty() && absent_until_[absent_by_age_.front()] <= now) drop_oldest();
  if (absent_until_.contains(pcid)) return;
  if (absent_by_age_.size() == kMaxAbsent) drop_oldest();
  absent_until_[pcid] = now + kAbsentFor;
  absent_by_age_.push_back(pcid);
}

}  // namespace foothold::operators::icf
