// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/tre_config.h"

#include <gtest/gtest.h>

namespace foothold::tre_emu::transport {
namespace {

TEST(TreConfig, ReadsItsKeys) {
  const auto config = parse_tre_config("state = 'd'\nsocket = 's'\ntrace = 't'\nclock = 'system'\nvpcd = 'v'\n");
  ASSERT_TRUE(config) << to_string(config.error());
  EXPECT_EQ(config->state, "d");
  EXPECT_EQ(config->socket, "s");
  EXPECT_EQ(config->trace, "t");
  EXPECT_EQ(config->vpcd, "v");
  EXPECT_TRUE(config->system_clock);
  EXPECT_EQ(parse_tre_config("state = 'd'\nsocket = 's'")->vpcd, "");
  EXPECT_FALSE(parse_tre_config("state = 'd'\nsocket = 's'")->system_clock);
}

TEST(TreConfig, NamesTheKeyAtFault) {
  const auto field = [](std::string_view text) { return parse_tre_config(text).error().field; };
  EXPECT_EQ(field("socket = 's'"), "state");
  EXPECT_EQ(field("state = 'd'"), "socket");
  EXPECT_EQ(field("state = 'd'\nsocket = 's'\nsokcet = 's'"), "sokcet");
  EXPECT_EQ(field("state = 5\nsocket = 's'"), "state");
  EXPECT_EQ(field("state = 'd'\nsocket = 's'\nclock = 'sundial'"), "clock");
  EXPECT_EQ(field("state = "), "TOML");
}

}  // namespace
}  // namespace foothold::tre_emu::transport
