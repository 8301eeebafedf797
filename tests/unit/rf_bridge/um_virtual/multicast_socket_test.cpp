// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/multicast_socket.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::um_virtual {
namespace {

std::string field_at_fault(const char* hears, const char* tells, const char* interface) {
  const auto socket = MulticastSocket::open(hears, tells, interface);
  return socket ? std::string() : socket.error().field;
}

TEST(MulticastSocket, RefusesWhatIsNoGroup) {
  EXPECT_EQ(field_at_fault("239.193.23.1", "239.193.23.2:4729", "127.0.0.1"), "hears");
  EXPECT_EQ(field_at_fault("127.0.0.1:4729", "239.193.23.2:4729", "127.0.0.1"), "hears");
  EXPECT_EQ(field_at_fault("239.193.23.1:4729x", "239.193.23.2:4729", "127.0.0.1"), "hears");
  EXPECT_EQ(field_at_fault("239.193.23.1:4729", "239.193.23.2:0", "127.0.0.1"), "tells");
  EXPECT_EQ(field_at_fault("239.193.23.1:4729", "239.193.23.2:70000", "127.0.0.1"), "tells");
  EXPECT_EQ(field_at_fault("239.193.23.1:4729", "239.193.23.2:4729", "lo"), "interface");
}

}  // namespace
}  // namespace foothold::rf_bridge::um_virtual
