// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/upstream_link.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::operators::vno {
namespace {

using namespace std::chrono_literals;
using gsm::gsup::CloseLink;
using gsm::gsup::TimePoint;
const TimePoint kStart{1000s};
const Bytes kIdGet = from_hex("0011fe0401080107010201030104010501010100").value();

void bring_up(UpstreamLink& link, TimePoint now) {
  link.connecting(now);
  link.connected(now);
  link.receive(kIdGet, now);
}

TEST(UpstreamLink, IsReadyWhenTheServerHasItsName) {
  UpstreamLink link("VNO");
  EXPECT_TRUE(link.wants_connection(kStart));
  link.connecting(kStart);
  EXPECT_FALSE(link.wants_connection(kStart + 100s));
  link.connected(kStart);
  EXPECT_FALSE(link.is_ready());
  EXPECT_EQ(link.receive(kIdGet, kStart).size(), 2U);
  EXPECT_TRUE(link.is_ready());
}

TEST(UpstreamLink, BacksOffLongerEachTimeUpToABound) {
  UpstreamLink link("VNO");
  auto now = kStart;
  for (const auto pause : {200ms, 400ms, 800ms, 1000ms, 1000ms}) {
    link.connecting(now);
    EXPECT_EQ(link.closed(now), pause == 200ms) << "only the first failure is news";
    EXPECT_FALSE(link.wants_connection(now + pause - 1ms));
    EXPECT_EQ(link.next_deadline(), now + pause);
    now += pause;
    EXPECT_TRUE(link.wants_connection(now));
  }
}

TEST(UpstreamLink, BacksOffShortlyAfterALinkThatWasReady) {
  UpstreamLink link("VNO");
  for (int i = 0; i < 5; ++i) link.closed(kStart);
  bring_up(link, kStart);
  EXPECT_TRUE(link.closed(kStart));
  EXPECT_EQ(link.next_deadline(), kStart + 200ms);
}

TEST(UpstreamLink, GivesUpASetUpThatHangs) {
  for (const bool tcp_up : {false, true}) {
    UpstreamLink link("VNO");
    link.connecting(kStart);
    if (tcp_up) link.connected(kStart);
    EXPECT_TRUE(link.on_time(kStart + 4999ms).empty());
    const auto effects = link.on_time(kStart + 5s);
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<CloseLink>(effects[0]));
  }
}

TEST(UpstreamLink, PingsWhenReadyAndClosesWithoutPong) {
  UpstreamLink link("VNO");
  bring_up(link, kStart);
  EXPECT_EQ(link.on_time(kStart + 20s).size(), 1U);
  EXPECT_TRUE(std::holds_alternative<CloseLink>(link.on_time(kStart + 30s).at(0)));
}

TEST(UpstreamLink, IsDeafWhileDown) {
  UpstreamLink link("VNO");
  EXPECT_TRUE(link.receive(kIdGet, kStart).empty());
}

}  // namespace
}  // namespace foothold::operators::vno
