// SPDX-License-Identifier: AGPL-3.0-or-later
//
// These need a user namespace (or root) and /dev/net/tun, as the mobile itself does; where the machine has neither
// they are skipped, saying so.
#include "m2me/net/network_namespace.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>

#include "m2me/net/icmp_echo.h"
#include "m2me/net/ping.h"
#include "m2me/net/tun_device.h"

namespace foothold::m2me {
namespace {

using ::testing::HasSubstr;

// Why not to run; empty if all is there. A process without root becomes root of a user namespace of its own, which
// must happen before it has threads.
std::string enter_user_namespace() {
  static const std::string reason = [] {
    if (::geteuid() != 0 && ::unshare(CLONE_NEWUSER) != 0) return std::string("no user namespaces on this machine");
    if (::access("/dev/net/tun", R_OK | W_OK) != 0) return std::string("/dev/net/tun is not there or not accessible");
    std::string why;
    std::thread([&] {
      if (auto made = NetworkNamespace::unshare(); !made) why = to_string(made.error());
    }).join();
    return why;
  }();
  return reason;
}

// Runs `body` in a thread of its own, since a thread that has left its namespace is of no use to other tests.
template <class Body>
void in_new_namespace(Body body) {
  std::thread([&] {
    auto made = NetworkNamespace::unshare();
    ASSERT_TRUE(made) << to_string(made.error());
    body();
  }).join();
}

class NetworkNamespaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string reason = enter_user_namespace(); !reason.empty()) GTEST_SKIP() << reason;
  }
};

TEST_F(NetworkNamespaceTest, IsOfTheThreadAlone) {
  const auto inode = [] { return std::filesystem::read_symlink("/proc/thread-self/ns/net").string(); };
  const std::string before = inode();
  in_new_namespace([&] { EXPECT_NE(inode(), before); });
  EXPECT_EQ(inode(), before);
}

TEST_F(NetworkNamespaceTest, CanBeEnteredByAnotherThread) {
  const auto inode = [] { return std::filesystem::read_symlink("/proc/thread-self/ns/net").string(); };
  std::optional<NetworkNamespace> made;
  std::string first;
  std::thread([&] {
    made = NetworkNamespace::unshare().value();
    first = inode();
  }).join();
  std::thread([&] {
    EXPECT_NE(inode(), first);
    EXPECT_TRUE(made->enter());
    EXPECT_EQ(inode(), first);
  }).join();
}

TEST_F(NetworkNamespaceTest, KeepsOpenSocketsWhereTheyWere) {
  std::thread([&] {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto before = NetworkNamespace::unshare();  // where loopback is up for sure
    ASSERT_TRUE(before);
    const UniqueFd core(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    ASSERT_EQ(::bind(core.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ::getsockname(core.get(), reinterpret_cast<sockaddr*>(&address), &size);
    const UniqueFd gb(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ASSERT_TRUE(NetworkNamespace::unshare());
    EXPECT_EQ(::sendto(gb.get(), "x", 1, 0, reinterpret_cast<sockaddr*>(&address), size), 1);
    char octet = 0;
    EXPECT_EQ(::recv(core.get(), &octet, 1, 0), 1);
  }).join();
}

TEST_F(NetworkNamespaceTest, PingsItsOwnLoopback) {
  in_new_namespace([] {
    auto ping = Ping::open(42);
    ASSERT_TRUE(ping) << to_string(ping.error());
    auto reply = ping->ping({127, 0, 0, 1}, 1, std::chrono::seconds(10));
    ASSERT_TRUE(reply) << to_string(reply.error());
    EXPECT_EQ(to_string(reply->from), "127.0.0.1");
    EXPECT_EQ(reply->sequence, 1);
  });
}

// Plays the network behind a TUN: an echo request that comes out goes back in as the reply.
Bytes echoed(Bytes packet) {
  const auto payload = ipv4_payload(packet);
  if (!payload) return {};
  auto echo = decode_icmp_echo(*payload);
  if (!echo || echo->reply) return {};
  echo->reply = true;
  const Bytes message = encode_icmp_echo(*echo);
  const std::size_t header = packet.size() - payload->size();
  std::copy(message.begin(), message.end(), packet.begin() + static_cast<std::ptrdiff_t>(header));
  std::swap_ranges(packet.begin() + 12, packet.begin() + 16, packet.begin() + 16);  // source and destination
  return packet;
}

TEST_F(NetworkNamespaceTest, CarriesPacketsThroughTheTun) {
  in_new_namespace([] {
    auto tun = TunDevice::open("gprs0");
    ASSERT_TRUE(tun) << to_string(tun.error());
    auto active = tun->activate({172, 16, 32, 5}, 1400);
    ASSERT_TRUE(active) << to_string(active.error());
    auto ping = Ping::open(7).value();
    ASSERT_TRUE(ping.send({10, 46, 0, 1}, 3));

    std::optional<Ping::Reply> reply;
    while (!reply) {
      pollfd fds[] = {{tun->fd(), POLLIN, 0}, {ping.fd(), POLLIN, 0}};
      ASSERT_GT(::poll(fds, 2, 10000), 0) << "nothing came out of the TUN";
      if (fds[0].revents != 0) {
        auto packet = tun->read();
        ASSERT_TRUE(packet);
        const Bytes answer = echoed(*packet);
        ASSERT_TRUE(answer.empty() || tun->write(answer));
      }
      reply = ping.receive();
    }
    EXPECT_EQ(to_string(reply->from), "10.46.0.1");
    EXPECT_EQ(reply->sequence, 3);
  });
}

TEST_F(NetworkNamespaceTest, TakesAnotherAddressAfterDeactivation) {
  in_new_namespace([] {
    auto tun = TunDevice::open("gprs0").value();
    ASSERT_TRUE(tun.activate({172, 16, 32, 5}, 1400));
    ASSERT_TRUE(tun.deactivate());
    auto ping = Ping::open(7).value();
    EXPECT_FALSE(ping.send({10, 46, 0, 1}, 1));  // no route any more
    EXPECT_TRUE(tun.deactivate());               // as often as one likes
    auto again = tun.activate({10, 46, 0, 2}, 1400);
    ASSERT_TRUE(again) << to_string(again.error());
    EXPECT_TRUE(ping.send({10, 46, 0, 1}, 1));
  });
}

TEST_F(NetworkNamespaceTest, ReportsNoReply) {
  in_new_namespace([] {
    auto tun = TunDevice::open("gprs0").value();
    ASSERT_TRUE(tun.activate({172, 16, 32, 5}, 1400));
    auto ping = Ping::open(7).value();
    auto reply = ping.ping({10, 46, 0, 1}, 1, std::chrono::milliseconds(20));
    ASSERT_FALSE(reply);
    EXPECT_THAT(reply.error().what, HasSubstr("no reply from 10.46.0.1"));
  });
}

TEST_F(NetworkNamespaceTest, SaysWhatIsWrongWithATun) {
  in_new_namespace([] {
    EXPECT_FALSE(TunDevice::open(""));
    EXPECT_FALSE(TunDevice::open("a-name-that-is-too-long"));
    auto first = TunDevice::open("gprs0").value();
    auto second = TunDevice::open("gprs0");
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().what, HasSubstr("another program holds it"));
    EXPECT_FALSE(first.write(Bytes{0x00}));
    EXPECT_FALSE(set_interface_up("absent0", true));
    EXPECT_FALSE(set_interface_address("gprs0", {1, 2, 3, 4}, 33));
    EXPECT_TRUE(first.read()->empty());
  });
}

TEST(Ipv4Address, ParsesAndPrints) {
  EXPECT_EQ(to_string(parse_ipv4("10.46.0.1").value()), "10.46.0.1");
  for (const char* bad : {"", "10.46.0", "10.46.0.256", "::1", "a"}) EXPECT_FALSE(parse_ipv4(bad)) << bad;
}

}  // namespace
}  // namespace foothold::m2me
