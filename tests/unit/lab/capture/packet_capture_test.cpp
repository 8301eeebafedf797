// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Captures for real, in a network namespace of its own, as a run of the lab does.
#include "lab/capture/packet_capture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "packets.h"
#include "trace/memory_sink.h"

namespace foothold::lab::capture {
namespace {

using trace::Actor;

class PacketCaptureTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    // Needs no privileges, but a kernel that lets users have namespaces of their own.
    ASSERT_EQ(::unshare(CLONE_NEWUSER | CLONE_NEWNET), 0) << std::strerror(errno);
    bring_up("lo");
  }

  static void bring_up(const char* interface) {
    const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM, 0));
    ifreq request{};
    std::strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
    ASSERT_EQ(::ioctl(fd.get(), SIOCGIFFLAGS, &request), 0) << std::strerror(errno);
    request.ifr_flags |= IFF_UP;
    ASSERT_EQ(::ioctl(fd.get(), SIOCSIFFLAGS, &request), 0) << std::strerror(errno);
  }

  // Sends datagrams from a port of its own to 127.0.0.1:`port`, where nobody listens.
  static void send_to(std::uint16_t port, const Bytes& payload, int times = 1) {
    const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < times; ++i) {
      ::sendto(fd.get(), payload.data(), payload.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
  }

  static std::unique_ptr<PacketCapture> open(trace::Sink& sink) {
    AddressTable actors;
    EXPECT_TRUE(actors.add("127.0.0.1", 0, Actor::sgsn));
    return std::move(*PacketCapture::open(std::move(actors), sink));
  }

  // Packets to this UDP port (the kernel answers with ICMP that nobody listens: not counted).
  static std::vector<trace::Event> packets_to(const trace::MemorySink& sink, std::uint16_t port) {
    std::vector<trace::Event> found;
    for (const trace::Event& event : sink.named("wire.packet")) {
      const auto packet = trace::wire::ip_packet_in(event);
      if (packet && packet->protocol == trace::wire::kUdp && packet->destination.port == port) found.push_back(event);
    }
    return found;
  }
};

TEST_F(PacketCaptureTest, SeesEachLoopbackPacketOnceFromTheReturnOfAddOn) {
  trace::MemorySink sink;
  auto capture = open(sink);
  send_to(5000, {1});
  ASSERT_TRUE(capture->add("lo"));
  EXPECT_EQ(sink.count("capture.running"), 1U);
  send_to(5001, {2}, 100);
  capture->stop();
  EXPECT_EQ(packets_to(sink, 5000).size(), 0U);
  const auto seen = packets_to(sink, 5001);
  ASSERT_EQ(seen.size(), 100U);
  EXPECT_EQ(seen[0].payload, trace::Payload::ethernet);
  EXPECT_EQ(seen[0].to, Actor::sgsn);
  EXPECT_NE(seen[0].time, trace::Time{});
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.time < b.time; }));
}

TEST_F(PacketCaptureTest, TellsOfAnAttachRequest) {
  trace::MemorySink sink;
  auto capture = open(sink);
  ASSERT_TRUE(capture->add("lo"));
  send_to(2157, test::attach_request_ns());
  capture->stop();
  ASSERT_EQ(sink.count("wire.attach_request"), 1U);
  EXPECT_EQ(sink.named("wire.attach_request")[0].field("imsi"), "001010000000001");
  ASSERT_EQ(packets_to(sink, 2157).size(), 1U);
  EXPECT_EQ(packets_to(sink, 2157)[0].layer, trace::Layer::ns);
}

TEST_F(PacketCaptureTest, SeesIpv4OfATunThatComesLater) {
  trace::MemorySink sink;
  auto capture = open(sink);
  ASSERT_TRUE(capture->add("lo"));
  EXPECT_FALSE(capture->add("tun-test"));

  UniqueFd tun(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  ASSERT_TRUE(tun) << std::strerror(errno);
  ifreq request{};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  std::strncpy(request.ifr_name, "tun-test", sizeof request.ifr_name - 1);
  ASSERT_EQ(::ioctl(tun.get(), TUNSETIFF, &request), 0) << std::strerror(errno);
  bring_up("tun-test");
  ASSERT_TRUE(capture->add("tun-test"));
  const Bytes packet = test::udp_packet({0x0a2e0002, 7}, {0x0a2e0001, 5002}, Bytes{1, 2, 3});
  ASSERT_EQ(::write(tun.get(), packet.data(), packet.size()), static_cast<ssize_t>(packet.size()));
  capture->stop();
  const auto seen = packets_to(sink, 5002);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].payload, trace::Payload::ipv4);
  EXPECT_EQ(seen[0].bytes, packet);
}

TEST_F(PacketCaptureTest, GoesOnWhenAnInterfaceIsTakenAway) {
  trace::MemorySink sink;
  auto capture = open(sink);
  {
    UniqueFd tun(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
    ASSERT_TRUE(tun) << std::strerror(errno);
    ifreq request{};
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strncpy(request.ifr_name, "tun-gone", sizeof request.ifr_name - 1);
    ASSERT_EQ(::ioctl(tun.get(), TUNSETIFF, &request), 0) << std::strerror(errno);
    bring_up("tun-gone");
    ASSERT_TRUE(capture->add("tun-gone"));
  }
  ASSERT_TRUE(capture->add("lo"));
  send_to(5003, {1});
  capture->stop();
  EXPECT_EQ(packets_to(sink, 5003).size(), 1U);
}

TEST_F(PacketCaptureTest, NamesTheInterfaceThatIsNot) {
  trace::MemorySink sink;
  auto capture = open(sink);
  const auto missing = capture->add("no-such");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().field, "no-such");
  EXPECT_FALSE(capture->add("a-name-that-is-far-too-long"));
  EXPECT_FALSE(capture->add(""));
}

}  // namespace
}  // namespace foothold::lab::capture
