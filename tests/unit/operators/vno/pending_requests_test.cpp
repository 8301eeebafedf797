// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/pending_requests.h"

#include <gtest/gtest.h>

namespace foothold::operators::vno {
namespace {

using gsm::gsup::MessageType;
using gsm::gsup::TimePoint;
using std::chrono::seconds;
const TimePoint kStart{seconds{100}};

gsm::Imsi imsi(int last) {
  return gsm::Imsi::parse("00102000000" + std::to_string(1000 + last)).value();
}

PendingRequests::Request request(int last, MessageType type, SgsnId sgsn, TimePoint deadline = kStart,
                                 std::size_t upstream = 0) {
  return {imsi(last), type, sgsn, upstream, deadline};
}

TEST(PendingRequests, GivesAnswersToTheOldestOfTheirKind) {
  PendingRequests pending;
  pending.add(request(1, MessageType::send_auth_info_request, 10));
  pending.add(request(1, MessageType::update_location_request, 11));
  pending.add(request(1, MessageType::send_auth_info_request, 12));
  pending.add(request(2, MessageType::send_auth_info_request, 13));
  EXPECT_EQ(pending.take(imsi(1), MessageType::send_auth_info_result)->sgsn, 10U);
  EXPECT_EQ(pending.take(imsi(1), MessageType::send_auth_info_error)->sgsn, 12U);
  EXPECT_FALSE(pending.take(imsi(1), MessageType::send_auth_info_result));
  EXPECT_EQ(pending.take(imsi(1), MessageType::update_location_result)->sgsn, 11U);
  EXPECT_EQ(pending.size(), 1U);
}

TEST(PendingRequests, ExpireInOrder) {
  PendingRequests pending;
  pending.add(request(1, MessageType::purge_ms_request, 1, kStart + seconds{1}));
  pending.add(request(2, MessageType::purge_ms_request, 2, kStart + seconds{2}));
  EXPECT_EQ(pending.next_deadline(), kStart + seconds{1});
  EXPECT_TRUE(pending.take_expired(kStart).empty());
  EXPECT_EQ(pending.take_expired(kStart + seconds{1}).size(), 1U);
  EXPECT_EQ(pending.next_deadline(), kStart + seconds{2});
  EXPECT_FALSE(pending.take(imsi(1), MessageType::purge_ms_result)) << "an expired one waits for nothing";
}

TEST(PendingRequests, ForgetASgsnAndAnUpstream) {
  PendingRequests pending;
  pending.add(request(1, MessageType::purge_ms_request, 1, kStart, 0));
  pending.add(request(2, MessageType::purge_ms_request, 2, kStart, 0));
  pending.add(request(3, MessageType::purge_ms_request, 2, kStart, 1));
  pending.forget_sgsn(1);
  EXPECT_EQ(pending.size(), 2U);
  const auto lost = pending.take_all_of_upstream(1);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].imsi, imsi(3));
}

TEST(PendingRequests, AreBounded) {
  PendingRequests pending;
  for (std::size_t i = 0; i < PendingRequests::kMax; ++i)
    ASSERT_TRUE(pending.add(request(1, MessageType::purge_ms_request, 1)));
  EXPECT_FALSE(pending.add(request(1, MessageType::purge_ms_request, 1)));
}

}  // namespace
}  // namespace foothold::operators::vno
