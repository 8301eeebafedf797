// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/hlr_vty.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/hex.h"
#include "base/unique_fd.h"

namespace foothold::operators::sho {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

void wipe(std::string& text) {
  detail::wipe(text.data(), text.size());
}

Result<void> wait_for(int fd, short events, Deadline deadline) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return fail("osmo-hlr's VTY does not answer", "hlr_vty");
    pollfd waiting{fd, events, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return fail(std::strerror(errno), "hlr_vty");
  }
}

Result<UniqueFd> connect_to(const Endpoint& endpoint, Deadline deadline) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  v4.sin_port = v6.sin6_port = htons(static_cast<std::uint16_t>(endpoint.port));
  const bool is_v4 = ::inet_pton(AF_INET, endpoint.address.c_str(), &v4.sin_addr) == 1;
  if (!is_v4 && ::inet_pton(AF_INET6, endpoint.address.c_str(), &v6.sin6_addr) != 1)
    return fail("is not an IP address", "hlr_vty");
  UniqueFd fd(::socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return fail(std::strerror(errno), "hlr_vty");
  const auto* address = is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
  const socklen_t size = is_v4 ? sizeof v4 : sizeof v6;
  if (::connect(fd.get(), address, size) != 0 && errno != EINPROGRESS)
    return fail(std::string("osmo-hlr's VTY cannot be reached: ") + std::strerror(errno), "hlr_vty");
  if (auto ready = wait_for(fd.get(), POLLOUT, deadline); !ready) return tl::unexpected(ready.error());
  int error = 0;
  socklen_t length = sizeof error;
  ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0) return fail(std::string("osmo-hlr's VTY cannot be reached: ") + std::strerror(error), "hlr_vty");
  return fd;
}

Result<void> send_all(int fd, ByteView octets, Deadline deadline) {
  while (!octets.empty()) {
    const auto sent = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      octets = octets.subspan(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EINTR) {
      if (auto ready = wait_for(fd, POLLOUT, deadline); !ready) return ready;
    } else {
      return fail(std::string("osmo-hlr's VTY broke off: ") + std::strerror(errno), "hlr_vty");
    }
  }
  return {};
}

Result<VtyReply> await_reply(int fd, VtyDialogue& dialogue, Deadline deadline) {
  std::array<std::uint8_t, 2048> chunk{};
  for (;;) {
    if (auto ready = wait_for(fd, POLLIN, deadline); !ready) return tl::unexpected(ready.error());
    const auto received = ::recv(fd, chunk.data(), chunk.size(), 0);
    if (received == 0) return fail("osmo-hlr's VTY closed the connection", "hlr_vty");
    if (received < 0) {
      if (errno == EAGAIN || errno == EINTR) continue;
      return fail(std::string("osmo-hlr's VTY broke off: ") + std::strerror(errno), "hlr_vty");
    }
    auto reply = dialogue.receive(ByteView(chunk).first(static_cast<std::size_t>(received)));
    detail::wipe(chunk.data(), chunk.size());  // the VTY echoes keys
    if (!reply) return tl::unexpected(reply.error());
    if (*reply) return std::move(**reply);
  }
}

}  // namespace

std::vector<HlrCommand> hlr_commands(const Subscriber& subscriber) {
  const std::string of = "subscriber imsi " + subscriber.imsi;
  std::string k = to_hex(subscriber.k.reveal());
  std::string opc = to_hex(subscriber.opc.reveal());
  std::vector<HlrCommand> commands = {
      {"enable", "enable"},
      {"create", of + " create"},
      {"keys", of + " update aud3g milenage k " + k + " opc " + opc},
      {"network access mode", of + " update network-access-mode ps"},
  };
  wipe(k);
  wipe(opc);
  return commands;
}

Result<void> check_reply(const HlrCommand& command, const VtyReply& reply) {
  if (!reply.enabled) return fail("the VTY does not grant the enabled mode", command.what);
  for (const auto& line : reply.lines) {
    if (line.empty() || line.front() != '%' || line.starts_with("% Created subscriber") ||
        line.starts_with("% Subscriber already exists"))
      continue;
    return fail(command.what == "keys" ? "osmo-hlr refused the keys" : "osmo-hlr says: " + line, command.what);
  }
  return {};
}

Result<void> HlrVty::make(const Subscriber& subscriber) {
  const Deadline deadline = std::chrono::steady_clock::now() + kTimeout;
  const auto fd = connect_to(endpoint_, deadline);
  if (!fd) return tl::unexpected(fd.error());
  VtyDialogue dialogue;
  if (auto banner = await_reply(fd->get(), dialogue, deadline); !banner) return tl::unexpected(banner.error());
  auto commands = hlr_commands(subscriber);
  Result<void> done;
  for (const auto& command : commands) {
    const SecretBytes octets(dialogue.send(command.line));
    done = send_all(fd->get(), octets.reveal(), deadline);
    if (!done) break;
    const auto reply = await_reply(fd->get(), dialogue, deadline);
    done = reply ? check_reply(command, *reply) : Result<void>(tl::unexpected(reply.error()));
    if (!done) break;
  }
  for (auto& command : commands) wipe(command.line);
  return done;
}

}  // namespace foothold::operators::sho
