// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/device_sessions.h"

#include <gtest/gtest.h>

namespace foothold::operators::dpf {
namespace {

dm::Message message(const std::string& session, std::uint32_t id) {
  dm::Message made;
  made.header = {session, id, "https://dpf/dm", "IMEI:0", {}};
  return made;
}

TEST(DeviceSessions, KeepOneOfEachDevice) {
  DeviceSessions sessions;
  const auto first = sessions.of("001020000000001", message("a", 1));
  ASSERT_TRUE(first);
  EXPECT_EQ(sessions.of("001020000000001", message("a", 2)), first);
  const auto other = sessions.of("001020000000002", message("a", 1));
  EXPECT_NE(other, first);
  EXPECT_FALSE(first->superseded);

  const auto next = sessions.of("001020000000001", message("b", 1));
  EXPECT_NE(next, first);
  EXPECT_TRUE(first->superseded);
  EXPECT_EQ(sessions.of("001020000000001", message("a", 2)), nullptr);
}

TEST(DeviceSessions, BeginWithMessage1) {
  DeviceSessions sessions;
  EXPECT_EQ(sessions.of("001020000000001", message("a", 2)), nullptr);
}

TEST(DeviceSessions, ForgetWhatIsStillThere) {
  DeviceSessions sessions;
  const auto first = sessions.of("1", message("a", 1));
  const auto second = sessions.of("1", message("b", 1));
  sessions.forget("1", first);
  EXPECT_EQ(sessions.of("1", message("b", 2)), second);
  sessions.forget("1", second);
  EXPECT_EQ(sessions.of("1", message("b", 2)), nullptr);
}

TEST(DeviceSessions, AreBounded) {
  DeviceSessions sessions;
  for (std::size_t i = 0; i <= DeviceSessions::kMaxSessions; ++i) sessions.of(std::to_string(i), message("a", 1));
  EXPECT_EQ(sessions.of("0", message("a", 2)), nullptr);
  EXPECT_NE(sessions.of("1", message("a", 2)), nullptr);
}

}  // namespace
}  // namespace foothold::operators::dpf
