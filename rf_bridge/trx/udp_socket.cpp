// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/udp_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "rf_bridge/ipv4_endpoint.h"

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::uint16_t kHighestBasePort = 65000;
// A frame's bursts for as long as a busy machine keeps a program from running.
constexpr int kReceiveBuffer = 1 << 20;
// Refusals that are passed over in one call.
constexpr int kRefusals = 16;

Result<sockaddr_in> address_of(const TrxEndpoint& endpoint, std::uint16_t port_offset) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(endpoint.base_port + port_offset));
  if (inet_pton(AF_INET, endpoint.address.c_str(), &address.sin_addr) != 1) {
    return fail("'" + endpoint.address + "' is no IPv4 address", "address");
  }
  return address;
}

std::string text_of(const TrxEndpoint& endpoint, std::uint16_t port_offset) {
  return endpoint.address + ":" + std::to_string(endpoint.base_port + port_offset);
}

}  // namespace

Result<TrxEndpoint> parse_endpoint(const std::string& text, const char* field) {
  const auto address = parse_ipv4_endpoint(text);
  if (!address || ntohs(address->sin_port) > kHighestBasePort) {
    return fail("'" + text + "' is no IPv4 address with a base port up to 65000, such as 127.0.0.1:6700", field);
  }
  return TrxEndpoint{text.substr(0, text.rfind(':')), ntohs(address->sin_port)};
}

TrxEndpoint endpoint_of_mobile(TrxEndpoint first, unsigned index) {
  constexpr unsigned kPortsOfMobile = 20, kGroup = kPortsToOwner / kPortsOfMobile;
  first.base_port = static_cast<std::uint16_t>(first.base_port + index / kGroup * 2 * kPortsToOwner +
                                               index % kGroup * kPortsOfMobile);
  return first;
}

TrxEndpoint owner_of(TrxEndpoint transceiver) {
  transceiver.base_port = static_cast<std::uint16_t>(transceiver.base_port + kPortsToOwner);
  return transceiver;
}

Result<UdpSocket> UdpSocket::open(const TrxEndpoint& local, const TrxEndpoint& remote, std::uint16_t port_offset) {
  const auto ours = address_of(local, port_offset);
  if (!ours) return tl::unexpected(ours.error());
  const auto theirs = address_of(remote, port_offset);
  if (!theirs) return tl::unexpected(theirs.error());
  UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return fail(std::string("cannot open a UDP socket: ") + std::strerror(errno));
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);  // more is only better
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*ours), sizeof *ours) != 0) {
    return fail("cannot bind to " + text_of(local, port_offset) + ": " + std::strerror(errno), "local");
  }
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&*theirs), sizeof *theirs) != 0) {
    return fail("cannot reach " + text_of(remote, port_offset) + ": " + std::strerror(errno), "remote");
  }
  return UdpSocket(std::move(fd));
}

UdpSocket::Received UdpSocket::receive(std::span<std::uint8_t> buffer) const {
  for (int i = 0; i < kRefusals; ++i) {
    const auto size = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
    if (size >= 0) return {true, ByteView(buffer.data(), static_cast<std::size_t>(size))};
    if (errno != ECONNREFUSED && errno != EINTR) break;
  }
  return {};
}

void UdpSocket::send(ByteView datagram) const {
  // A refusal of an earlier datagram is reported instead of sending this one.
  for (int i = 0; i < 2; ++i) {
    if (::send(fd_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL) >= 0 || errno != ECONNREFUSED) return;
  }
}

}  // namespace foothold::rf_bridge::trx
