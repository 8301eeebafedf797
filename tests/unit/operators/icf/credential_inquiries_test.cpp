// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/credential_inquiries.h"

#include <gtest/gtest.h>

#include "icf_fixture.h"

namespace foothold::operators::icf {
namespace {

using Decision = CredentialInquiries::Decision;
using namespace std::chrono_literals;
const CredentialInquiries::TimePoint kStart{1000s};

CredentialInquiries::Waiting waiting(const gsm::Imsi& pcid, std::uint64_t connection = 1) {
  return {connection, gsm::gsup::Message(gsm::gsup::MessageType::send_auth_info_request, pcid)};
}
gsm::Imsi numbered(std::size_t n) {
  return imsi(("00102" + std::to_string(1'000'000'000 + n)).c_str());
}

TEST(CredentialInquiries, AsksOnceForAllThatWait) {
  CredentialInquiries inquiries;
  EXPECT_EQ(inquiries.inquire(waiting(imsi(kPcid), 1), kStart), Decision::ask);
  EXPECT_EQ(inquiries.inquire(waiting(imsi(kPcid), 2), kStart), Decision::wait);
  const auto waited = inquiries.answered(imsi(kPcid));
  ASSERT_EQ(waited.size(), 2U);
  EXPECT_EQ(waited[0].connection, 1U);
  EXPECT_EQ(waited[1].connection, 2U);
  EXPECT_TRUE(inquiries.answered(imsi(kPcid)).empty());
}

TEST(CredentialInquiries, RemembersANoForAWhile) {
  CredentialInquiries inquiries;
  inquiries.remember_absent(imsi(kPcid), kStart);
  EXPECT_EQ(inquiries.inquire(waiting(imsi(kPcid)), kStart + 29s), Decision::absent);
  EXPECT_EQ(inquiries.inquire(waiting(imsi(kPcid)), kStart + 30s), Decision::ask);
}

TEST(CredentialInquiries, AreBoundedInEveryDirection) {
  CredentialInquiries inquiries;
  for (std::size_t i = 0; i < CredentialInquiries::kMaxInquiries; ++i)
    ASSERT_EQ(inquiries.inquire(waiting(numbered(i)), kStart), Decision::ask);
  EXPECT_EQ(inquiries.inquire(waiting(numbered(999'999)), kStart), Decision::overload);
  for (std::size_t i = 1; i < CredentialInquiries::kMaxWaiting; ++i)
    ASSERT_EQ(inquiries.inquire(waiting(numbered(0)), kStart), Decision::wait);
  EXPECT_EQ(inquiries.inquire(waiting(numbered(0)), kStart), Decision::overload);

  CredentialInquiries flooded;
  for (std::size_t i = 0; i <= CredentialInquiries::kMaxAbsent; ++i) flooded.remember_absent(numbered(i), kStart);
  EXPECT_EQ(flooded.inquire(waiting(numbered(0)), kStart), Decision::ask) << "the oldest made room";
  EXPECT_EQ(flooded.inquire(waiting(numbered(1)), kStart), Decision::absent);
}

}  // namespace
}  // namespace foothold::operators::icf
