// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/live/udp_loop.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "rf_bridge/ipv4_endpoint.h"

namespace foothold::lab::replay {
namespace {

constexpr std::size_t kLargestDatagram = 65535;

const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

Result<UdpLoop> UdpLoop::open(const std::string& local, const std::string& peer) {
  UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return fail(std::string("cannot be opened: ") + std::strerror(errno), "UDP socket");
  const auto apply = [&](const std::string& text, auto call) -> Result<void> {
    if (text.empty()) return {};
    const auto address = rf_bridge::parse_ipv4_endpoint(text);
    if (!address) return fail("is no IPv4 address with a port, such as 127.0.0.1:2157", text);
    if (call(fd.get(), generic(*address), sizeof *address) != 0) return fail(std::strerror(errno), text);
    return {};
  };
  if (auto bound = apply(local, ::bind); !bound) return tl::unexpected(bound.error());
  if (auto connected = apply(peer, ::connect); !connected) return tl::unexpected(connected.error());
  return UdpLoop(std::move(fd), !peer.empty());
}

void UdpLoop::send(ByteView datagram) {
  const auto* const to = connected_ ? nullptr : generic(last_sender_);
  const auto size = connected_ ? socklen_t{0} : static_cast<socklen_t>(sizeof last_sender_);
  if (!connected_ && last_sender_.sin_port == 0) return;  // nobody has spoken yet
  // What send() reports is the answer to an earlier datagram; anything but a refusal is a lost one.
  if (::sendto(fd_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL, to, size) < 0 && errno == ECONNREFUSED)
    refused_ = true;
}

void UdpLoop::start_timer(int timer, std::chrono::milliseconds duration) {
  timers_[timer] = Clock::now() + duration;
}

void UdpLoop::stop_timer(int timer) {
  timers_.erase(timer);
}

std::optional<UdpLoop::Happening> UdpLoop::receive() {
  Bytes octets(kLargestDatagram);
  sockaddr_in sender{};
  socklen_t size = sizeof sender;
  const auto count =
      ::recvfrom(fd_.get(), octets.data(), octets.size(), 0, reinterpret_cast<sockaddr*>(&sender), &size);
  if (count < 0) {
    if (errno == ECONNREFUSED) return Refused{};
    return std::nullopt;
  }
  last_sender_ = sender;
  octets.resize(static_cast<std::size_t>(count));
  return Datagram{std::move(octets)};
}

UdpLoop::Happening UdpLoop::next(std::chrono::milliseconds most) {
  const auto end = Clock::now() + most;
  for (;;) {
    if (std::exchange(refused_, false)) return Refused{};
    if (auto happening = receive()) return std::move(*happening);
    const auto now = Clock::now();
    const auto first = std::min_element(timers_.begin(), timers_.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
    if (first != timers_.end() && first->second <= now) {
      const int timer = first->first;
      timers_.erase(first);
      return Expired{timer};
    }
    if (now >= end) return Nothing{};
    const auto until = first != timers_.end() ? std::min(first->second, end) : end;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
    pollfd source{fd_.get(), POLLIN, 0};
    ::poll(&source, 1, static_cast<int>(wait));
  }
}

}  // namespace foothold::lab::replay
