// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/tre_config.h"

#include <gtest/gtest.h>

namespace foothold::tre_emu::transport {
namespace {

TEST(TreConfig, ReadsItsKeys) {
  const auto config = parse_tre_config("state = 'd'\nsocket = 's'\ntrace = 't'\nclock = 'system'\nvpcd = 'v'\n");
  ASSERT_TRUE(config) << to_string(config.error());
  ASSERT_EQ(config->cards.size(), 1U);
  EXPECT_EQ(config->cards[0].state, "d");
  EXPECT_EQ(config->cards[0].socket, "s");
  EXPECT_EQ(config->cards[0].vpcd, "v");
  EXPECT_EQ(config->trace, "t");
  EXPECT_TRUE(config->system_clock);
  EXPECT_TRUE(config->trace_apdus);
  const auto few = parse_tre_config("state = 'd'\nsocket = 's'\ntrace_apdus = 'none'");
  EXPECT_EQ(few->cards[0].vpcd, "");
  EXPECT_FALSE(few->system_clock);
  EXPECT_FALSE(few->trace_apdus);
}

TEST(TreConfig, TakesManyCards) {
  const auto config = parse_tre_config(
      "clock = 'system'\n[[card]]\nstate = 'a'\nvpcd = 'v'\n[[card]]\nstate = 'b'\nsocket = 's'\nsap = 'p'\n");
  ASSERT_TRUE(config) << to_string(config.error());
  ASSERT_EQ(config->cards.size(), 2U);
  EXPECT_EQ(config->cards[0].state, "a");
  EXPECT_EQ(config->cards[0].vpcd, "v");
  EXPECT_EQ(config->cards[0].socket, "");
  EXPECT_EQ(config->cards[1].state, "b");
  EXPECT_EQ(config->cards[1].sap, "p");
  EXPECT_TRUE(config->system_clock);
}

TEST(TreConfig, NamesTheKeyAtFault) {
  const auto field = [](std::string_view text) { return parse_tre_config(text).error().field; };
  EXPECT_EQ(field("socket = 's'"), "state");
  EXPECT_EQ(field("state = 'd'"), "socket");
  EXPECT_EQ(field("state = 'd'\nsocket = 's'\nsokcet = 's'"), "sokcet");
  EXPECT_EQ(field("state = 5\nsocket = 's'"), "state");
  EXPECT_EQ(field("state = 'd'\nsocket = 's'\nclock = 'sundial'"), "clock");
  EXPECT_EQ(field("state = 'd'\nsocket = 's'\ntrace_apdus = 'some'"), "trace_apdus");
  EXPECT_EQ(field("state = "), "TOML");
  EXPECT_EQ(field("card = 'c'"), "card");
  EXPECT_EQ(field("card = []"), "card");
  EXPECT_EQ(field("card = [5]"), "card");
  EXPECT_EQ(field("state = 'd'\n[[card]]\nstate = 'a'\nvpcd = 'v'"), "state");
  EXPECT_EQ(field("[[card]]\nstate = 'a'"), "socket");
  EXPECT_EQ(field("[[card]]\nvpcd = 'v'"), "state");
  EXPECT_EQ(field("[[card]]\nstate = 'a'\nvpcd = 'v'\ntrace = 't'"), "trace");
  EXPECT_EQ(field("[[card]]\nstate = 'a'\nvpcd = 'v'\n[[card.card]]\nstate = 'b'"), "card");
}

}  // namespace
}  // namespace foothold::tre_emu::transport
