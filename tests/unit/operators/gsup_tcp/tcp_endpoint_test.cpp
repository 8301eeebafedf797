// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/gsup_tcp/tcp_endpoint.h"

#include <gtest/gtest.h>

namespace foothold::operators {
namespace {

TEST(TcpEndpoint, ReadsAndWritesAddressAndPort) {
  const auto endpoint = TcpEndpoint::parse("127.0.1.1:4222");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->address, 0x7f000101U);
  EXPECT_EQ(endpoint->port, 4222);
  EXPECT_EQ(endpoint->to_string(), "127.0.1.1:4222");
}

TEST(TcpEndpoint, RefusesAnythingElse) {
  for (const auto* text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:1x",
                           "localhost:4222", "1.2.3:4", ":4222"})
    EXPECT_FALSE(TcpEndpoint::parse(text)) << text;
}

}  // namespace
}  // namespace foothold::operators
