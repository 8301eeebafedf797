// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/net/ping.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "m2me/net/icmp_echo.h"

namespace foothold::m2me {

Result<Ping> Ping::open(std::uint16_t identifier) {
  UniqueFd fd(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP));
  if (!fd) {
    return fail(std::string("cannot open a raw socket: ") + std::strerror(errno) +
                (errno == EPERM ? "; it takes CAP_NET_RAW" : ""));
  }
  return Ping(std::move(fd), identifier);
}

Result<void> Ping::send(const Ipv4Address& target, std::uint16_t sequence) {
  Bytes data(56);
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::uint8_t>(i);
  const Bytes message = encode_icmp_echo({false, identifier_, sequence, std::move(data)});
  sockaddr_in to{};
  to.sin_family = AF_INET;
  std::memcpy(&to.sin_addr, target.data(), target.size());
  // The oldest request makes room: nobody waits for it any more.
  if (outstanding_.size() >= kMostOutstanding) {
    outstanding_.erase(std::min_element(outstanding_.begin(), outstanding_.end(),
                                        [](const auto& a, const auto& b) { return a.second.sent < b.second.sent; }));
  }
  outstanding_[sequence] = {target, Clock::now()};
  if (::sendto(fd_.get(), message.data(), message.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) < 0) {
    outstanding_.erase(sequence);
    return fail("cannot send to " + to_string(target) + ": " + std::strerror(errno), "ping");
  }
  return {};
}

std::optional<Ping::Reply> Ping::receive() {
  // A raw socket hears everybody's ICMP: what is not ours is passed over.
  std::array<std::uint8_t, 65535> packet;
  while (true) {
    const auto size = ::recv(fd_.get(), packet.data(), packet.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return std::nullopt;
    const auto now = Clock::now();
    const ByteView octets(packet.data(), static_cast<std::size_t>(size));
    const auto payload = ipv4_payload(octets);
    if (!payload) continue;
    const auto echo = decode_icmp_echo(*payload);
    if (!echo || !echo->reply || echo->identifier != identifier_) continue;
    Reply reply;
    std::copy_n(octets.begin() + 12, 4, reply.from.begin());  // source address, RFC 791 3.1
    const auto request = outstanding_.find(echo->sequence);
    if (request == outstanding_.end() || request->second.target != reply.from) continue;
    reply.sequence = echo->sequence;
    reply.round_trip = std::chrono::duration_cast<std::chrono::microseconds>(now - request->second.sent);
    outstanding_.erase(request);
    return reply;
  }
}

Result<Ping::Reply> Ping::ping(const Ipv4Address& target, std::uint16_t sequence, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  if (auto sent = send(target, sequence); !sent) return tl::unexpected(sent.error());
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) break;
    pollfd poll_fd{fd_.get(), POLLIN, 0};
    ::poll(&poll_fd, 1, static_cast<int>(std::min<long long>(left, 1'000'000)));
    while (auto reply = receive()) {
      if (reply->sequence == sequence) return *reply;
    }
  }
  outstanding_.erase(sequence);
  return fail("no reply from " + to_string(target), "ping");
}

}  // namespace foothold::m2me
