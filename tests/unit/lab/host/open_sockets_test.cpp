// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/open_sockets.h"

#include <gtest/gtest.h>

namespace foothold::lab {
namespace {

// /proc/net/tcp and udp of a run: osmo-hlr on 127.0.3.1:4222 with one client, osmo-sgsn on 127.0.0.1:2157.
constexpr std::string_view kTcp =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 0103007F:107E 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1043 1 0 100 0 0 10 0\n"
    "   1: 0100007F:D2F2 0103007F:107E 01 00000000:00000000 00:00000000 00000000     0        0 1044 1 0 20 4 30 10 "
    "-1\n";
constexpr std::string_view kUdp =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer "
    "drops\n"
    "  357: 0100007F:086D 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1050 2 0 0\n";

TEST(OpenSockets, FindsListeningTcpSocket) {
  EXPECT_TRUE(holds_server_socket(kTcp, Transport::tcp, "127.0.3.1", 4222));
}

TEST(OpenSockets, TellsAddressesOfOnePortApart) {
  EXPECT_FALSE(holds_server_socket(kTcp, Transport::tcp, "127.0.0.1", 4222));
  EXPECT_FALSE(holds_server_socket(kTcp, Transport::tcp, "127.0.3.1", 4258));
}

TEST(OpenSockets, DoesNotTakeConnectionForListener) {
  EXPECT_FALSE(holds_server_socket(kTcp, Transport::tcp, "127.0.0.1", 0xD2F2));
}

TEST(OpenSockets, FindsBoundUdpSocket) {
  EXPECT_TRUE(holds_server_socket(kUdp, Transport::udp, "127.0.0.1", 2157));
  EXPECT_FALSE(holds_server_socket(kUdp, Transport::udp, "127.0.0.1", 2158));
}

TEST(OpenSockets, RefusesWhatIsNoTableOrNoAddress) {
  EXPECT_FALSE(holds_server_socket("", Transport::tcp, "127.0.0.1", 1));
  EXPECT_FALSE(holds_server_socket("0: 0103007F:107E\n\n:::", Transport::tcp, "127.0.3.1", 4222));
  EXPECT_FALSE(holds_server_socket(kTcp, Transport::tcp, "localhost", 4222));
}

}  // namespace
}  // namespace foothold::lab
