// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/multicast_socket.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "rf_bridge/ipv4_endpoint.h"

namespace foothold::rf_bridge::um_virtual {
namespace {

// A second of a busy cell, for a receiver that is late.
constexpr int kReceiveBuffer = 1 << 20;

Result<sockaddr_in> parse_group(const std::string& text, const char* field) {
  const auto address = parse_ipv4_endpoint(text);
  if (address && IN_MULTICAST(ntohl(address->sin_addr.s_addr))) return *address;
  return fail("'" + text + "' is no multicast group with a port, such as 239.193.23.1:4729", field);
}

template <class Value>
bool set(int fd, int level, int option, const Value& value) {
  return ::setsockopt(fd, level, option, &value, sizeof value) == 0;
}

}  // namespace

Result<MulticastSocket> MulticastSocket::open(const std::string& hears, const std::string& tells,
                                              const std::string& interface) {
  const auto in = parse_group(hears, "hears");
  if (!in) return tl::unexpected(in.error());
  const auto out = parse_group(tells, "tells");
  if (!out) return tl::unexpected(out.error());
  ip_mreq membership{};
  membership.imr_multiaddr = in->sin_addr;
  if (inet_pton(AF_INET, interface.c_str(), &membership.imr_interface) != 1) {
    return fail("'" + interface + "' is no IPv4 address", "interface");
  }
  UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return fail(std::string("cannot open a UDP socket: ") + std::strerror(errno));
  (void)set(fd.get(), SOL_SOCKET, SO_RCVBUF, kReceiveBuffer);  // the kernel gives what it allows
  const bool ours = set(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1) &&
                    // To the group, not to any address: else the socket hears every group that anybody joined.
                    ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*in), sizeof *in) == 0 &&
                    set(fd.get(), IPPROTO_IP, IP_ADD_MEMBERSHIP, membership) &&
                    set(fd.get(), IPPROTO_IP, IP_MULTICAST_IF, membership.imr_interface) &&
                    set(fd.get(), IPPROTO_IP, IP_MULTICAST_TTL, 0) && set(fd.get(), IPPROTO_IP, IP_MULTICAST_LOOP, 1);
  if (!ours) return fail("cannot join " + hears + " on " + interface + ": " + std::strerror(errno), "hears");
  return MulticastSocket(std::move(fd), *out);
}

MulticastSocket::Received MulticastSocket::receive(std::span<std::uint8_t> buffer) const {
  ssize_t size = -1;
  do {
    size = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
  } while (size < 0 && errno == EINTR);
  if (size < 0) return {};
  return {true, ByteView(buffer.data(), static_cast<std::size_t>(size))};
}

void MulticastSocket::send(ByteView datagram) const {
  (void)::sendto(fd_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&tells_),
                 sizeof tells_);
}

}  // namespace foothold::rf_bridge::um_virtual
