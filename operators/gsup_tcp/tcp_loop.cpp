// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/gsup_tcp/tcp_loop.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace foothold::operators {

namespace {

std::string why(int error) {
  return std::strerror(error);
}

sockaddr_in to_sockaddr(const TcpEndpoint& endpoint) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(endpoint.address);
  address.sin_port = htons(endpoint.port);
  return address;
}

UniqueFd tcp_socket() {
  return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

void send_small_messages_at_once(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

}  // namespace

Result<std::unique_ptr<TcpLoop>> TcpLoop::create() {
  UniqueFd wake_fd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!wake_fd) return fail("no eventfd: " + why(errno));
  return std::unique_ptr<TcpLoop>(new TcpLoop(std::move(wake_fd)));
}

Result<TcpEndpoint> TcpLoop::listen(const TcpEndpoint& endpoint) {
  auto fd = tcp_socket();
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  auto address = to_sockaddr(endpoint);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(fd.get(), 64) != 0)
    return fail("cannot listen on " + endpoint.to_string() + ": " + why(errno), "listen");
  socklen_t size = sizeof(address);
  ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size);
  listener_ = std::move(fd);
  return TcpEndpoint{ntohl(address.sin_addr.s_addr), ntohs(address.sin_port)};
}

TcpId TcpLoop::connect(const TcpEndpoint& endpoint) {
  const auto id = next_id_++;
  auto& connection = connections_[id];
  connection.connecting = true;
  connection.fd = tcp_socket();
  const auto address = to_sockaddr(endpoint);
  if (::connect(connection.fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 &&
      errno != EINPROGRESS)
    connection.doom = why(errno);
  return id;
}

void TcpLoop::send(TcpId id, ByteView bytes) {
  const auto found = connections_.find(id);
  if (found == connections_.end() || !found->second.doom.empty()) return;
  auto& connection = found->second;
  if (connection.queued.size() + bytes.size() > kMaxQueued) {
    connection.doom = "the peer does not read what it is sent";
    return;
  }
  connection.queued.insert(connection.queued.end(), bytes.begin(), bytes.end());
  if (!connection.connecting) flush(connection);
}

void TcpLoop::close(TcpId id) {
  connections_.erase(id);
}

void TcpLoop::wake() {
  const std::uint64_t one = 1;
  // It can only fail when the counter is full, and then the loop wakes anyway.
  [[maybe_unused]] const auto written = ::write(wake_fd_.get(), &one, sizeof(one));
}

void TcpLoop::stop() {
  stop_ = true;
  wake();
}

void TcpLoop::run(TcpHandler& handler, int stop_fd) {
  std::vector<pollfd> polled;
  std::vector<TcpId> ids;
  while (!stop_) {
    polled.assign({{wake_fd_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}, {stop_fd, POLLIN, 0}});
    ids.clear();
    for (const auto& [id, connection] : connections_) {
      const bool writes = connection.connecting || !connection.queued.empty();
      polled.push_back({connection.fd.get(), static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), 0});
      ids.push_back(id);
    }
    if (::poll(polled.data(), polled.size(), poll_timeout(handler)) < 0 && errno != EINTR) return;
    if (stop_ || polled[2].revents != 0) return;
    if ((polled[0].revents & POLLIN) != 0) {
      std::uint64_t count = 0;
      [[maybe_unused]] const auto taken = ::read(wake_fd_.get(), &count, sizeof(count));
      handler.on_wake();
    }
    if ((polled[1].revents & POLLIN) != 0) accept_all(handler);
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (polled[i + 3].revents != 0) serve(ids[i], polled[i + 3].revents, handler);
    bury_the_doomed(handler);
    const auto now = std::chrono::steady_clock::now();
    if (const auto deadline = handler.next_deadline(); deadline && now >= *deadline) handler.on_time(now);
  }
}

int TcpLoop::poll_timeout(const TcpHandler& handler) const {
  const bool doomed = std::any_of(connections_.begin(), connections_.end(),
                                  [](const auto& entry) { return !entry.second.doom.empty(); });
  if (doomed) return 0;
  const auto deadline = handler.next_deadline();
  if (!deadline) return -1;
  const auto left = *deadline - std::chrono::steady_clock::now();
  const auto rounded_up = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::clamp<std::int64_t>(rounded_up, 0, 60'000));
}

void TcpLoop::accept_all(TcpHandler& handler) {
  for (;;) {
    UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd) return;
    if (connections_.size() >= kMaxConnections) continue;
    send_small_messages_at_once(fd.get());
    const auto id = next_id_++;
    connections_[id].fd = std::move(fd);
    handler.on_accepted(id);
  }
}

void TcpLoop::serve(TcpId id, short events, TcpHandler& handler) {
  // A handler may have closed it meanwhile.
  auto found = connections_.find(id);
  if (found == connections_.end() || !found->second.doom.empty()) return;
  if (found->second.connecting) {
    finish_connecting(id, handler);
    return;
  }
  if ((events & POLLOUT) != 0) flush(found->second);
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) read(id, handler);
}

void TcpLoop::finish_connecting(TcpId id, TcpHandler& handler) {
  auto& connection = connections_[id];
  int error = 0;
  socklen_t size = sizeof(error);
  ::getsockopt(connection.fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) {
    connection.doom = why(error);
    return;
  }
  connection.connecting = false;
  send_small_messages_at_once(connection.fd.get());
  flush(connection);
  handler.on_connected(id);
}

void TcpLoop::read(TcpId id, TcpHandler& handler) {
  std::array<std::uint8_t, 16384> buffer;
  const auto found = connections_.find(id);
  const auto count = ::recv(found->second.fd.get(), buffer.data(), buffer.size(), 0);
  if (count > 0) {
    handler.on_received(id, ByteView(buffer.data(), static_cast<std::size_t>(count)));
  } else if (count == 0) {
    found->second.doom = "the peer closed the connection";
  } else if (errno != EAGAIN && errno != EINTR) {
    found->second.doom = why(errno);
  }
}

void TcpLoop::flush(Connection& connection) {
  while (!connection.queued.empty()) {
    const auto count = ::send(connection.fd.get(), connection.queued.data(), connection.queued.size(), MSG_NOSIGNAL);
    if (count < 0) {
      if (errno != EAGAIN && errno != EINTR) connection.doom = why(errno);
      return;
    }
    connection.queued.erase(connection.queued.begin(), connection.queued.begin() + count);
  }
}

void TcpLoop::bury_the_doomed(TcpHandler& handler) {
  std::vector<std::pair<TcpId, std::string>> dead;
  for (const auto& [id, connection] : connections_)
    if (!connection.doom.empty()) dead.emplace_back(id, connection.doom);
  for (const auto& [id, reason] : dead)
    if (connections_.erase(id) != 0) handler.on_closed(id, reason);
}

}  // namespace foothold::operators
