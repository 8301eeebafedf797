// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/packet_socket.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace foothold::lab::capture {
namespace {

constexpr int kReceiveBuffer = 16 << 20;          // octets; a fleet's burst
constexpr std::size_t kLargestPacket = 66 << 10;  // loopback has an MTU of 64 KiB

Error system_error(const char* doing, const std::string& interface) {
  return Error{std::string(doing) + ": " + std::strerror(errno), interface};
}

trace::Time time_of(msghdr& message) {
  for (cmsghdr* control = CMSG_FIRSTHDR(&message); control != nullptr; control = CMSG_NXTHDR(&message, control)) {
    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(control), sizeof stamp);
    return trace::Time(std::chrono::seconds(stamp.tv_sec) + std::chrono::nanoseconds(stamp.tv_nsec));
  }
  return {};
}

}  // namespace

Result<PacketSocket> PacketSocket::open(const std::string& interface) {
  // Protocol 0: nothing arrives before the socket is bound to its interface.
  UniqueFd fd(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return tl::unexpected(system_error("cannot capture (CAP_NET_RAW)", interface));
  ifreq request{};
  if (interface.empty() || interface.size() >= sizeof request.ifr_name) {
    return fail("an interface's name has 1 to 15 octets", interface);
  }
  std::copy(interface.begin(), interface.end(), request.ifr_name);
  if (::ioctl(fd.get(), SIOCGIFINDEX, &request) != 0) return tl::unexpected(system_error("no interface", interface));
  const int index = request.ifr_ifindex;
  if (::ioctl(fd.get(), SIOCGIFHWADDR, &request) != 0) return tl::unexpected(system_error("no interface", interface));
  const auto hardware = request.ifr_hwaddr.sa_family;

  const int on = 1;
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0) {
    return tl::unexpected(system_error("no time stamps", interface));
  }
  // Beyond the system's limit where we may; as much as it gives where not.
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBuffer, sizeof kReceiveBuffer) != 0) {
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  }
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = index;
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return tl::unexpected(system_error("cannot capture", interface));
  }
  const bool loopback = hardware == ARPHRD_LOOPBACK;
  return PacketSocket(std::move(fd), loopback, loopback || hardware == ARPHRD_ETHER);
}

std::optional<CapturedPacket> PacketSocket::next() {
  while (true) {
    CapturedPacket packet;
    packet.bytes.resize(kLargestPacket);
    sockaddr_ll source{};
    alignas(cmsghdr) std::array<char, 256> control{};
    iovec piece{packet.bytes.data(), packet.bytes.size()};
    msghdr message{};
    message.msg_name = &source;
    message.msg_namelen = sizeof source;
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = ::recvmsg(fd_.get(), &message, MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (loopback_ && source.sll_pkttype == PACKET_OUTGOING) continue;
    if (!link_header_ && ntohs(source.sll_protocol) != ETH_P_IP) continue;
    packet.bytes.resize(static_cast<std::size_t>(got));
    packet.bytes.shrink_to_fit();  // it may wait in a queue
    packet.payload = link_header_ ? trace::Payload::ethernet : trace::Payload::ipv4;
    packet.time = time_of(message);
    return packet;
  }
}

std::size_t PacketSocket::take_drops() {
  tpacket_stats statistics{};  // reading them sets them back
  socklen_t size = sizeof statistics;
  if (::getsockopt(fd_.get(), SOL_PACKET, PACKET_STATISTICS, &statistics, &size) != 0) return 0;
  return statistics.tp_drops;
}

}  // namespace foothold::lab::capture
