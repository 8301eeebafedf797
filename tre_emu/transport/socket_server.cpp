// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/socket_server.h"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

namespace foothold::tre_emu::transport {

namespace {

constexpr int kQueue = 16;

tl::unexpected<Error> failure(const char* action, const std::string& path) {
  const int code = errno;
  return fail(std::string("cannot ") + action + ": " + std::strerror(code), path);
}

// A reader of whole messages reads within this time, in ms; it is looked at again until it did.
constexpr int kLookAgain = 2;

template <class Stream>
std::unique_ptr<TerminalStream> make_stream(ServedTre tre) {
  return std::make_unique<Stream>(tre);
}

bool has_unread(int socket) {
  int octets = 0;
  return ::ioctl(socket, SIOCOUTQ, &octets) == 0 && octets > 0;
}

// For poll(): in milliseconds, rounded up; -1 is without end.
int time_left(const VpcdCard* card, bool look_again) {
  if (look_again) return kLookAgain;
  const auto deadline = card ? card->next_deadline() : std::nullopt;
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - VpcdCard::Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

}  // namespace

namespace {

Result<UniqueFd> listen_on(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) {
    return fail("a socket's path has 1 to " + std::to_string(sizeof(address.sun_path) - 1) + " octets", "socket");
  }
  std::memcpy(static_cast<char*>(address.sun_path), path.c_str(), path.size() + 1);
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) {
    if (!S_ISSOCK(status.st_mode)) return fail("there is something else than a socket", path);
    if (::unlink(path.c_str()) != 0) return failure("remove the old socket", path);
  }
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure("make a socket", path);
  const auto mask = ::umask(0177);
  const int bound = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::umask(mask);
  if (bound != 0) return failure("bind the socket", path);
  if (::listen(socket.get(), kQueue) != 0) return failure("listen", path);
  return socket;
}

}  // namespace

Result<SocketServer> SocketServer::listen(const std::string& path, ServedTre tre) {
  return listen_on(path).map([&](UniqueFd socket) { return SocketServer(std::move(socket), tre); });
}

Result<void> SocketServer::listen_for_sap(const std::string& path) {
  return listen_on(path).map([&](UniqueFd socket) { sap_socket_ = std::move(socket); });
}

Result<void> SocketServer::run(int stop_fd, VpcdCard* card) {
  std::vector<pollfd> watched;
  for (;;) {
    const bool room = clients_.size() < kMaxClients;
    watched = {{stop_fd, POLLIN, 0},
               {room ? socket_.get() : -1, POLLIN, 0},
               card ? card->watched() : pollfd{-1, 0, 0},
               {room ? sap_socket_.get() : -1, POLLIN, 0}};
    for (const auto& client : clients_) {
      const int wanted = client.waits ? 0 : client.unsent.empty() ? POLLIN : POLLOUT;
      watched.push_back({client.socket.get(), static_cast<short>(wanted), 0});
    }
    if (::poll(watched.data(), watched.size(), time_left(card, anybody_waits())) < 0) {
      if (errno == EINTR) continue;
      return failure("wait for clients", "poll");
    }
    if (watched[0].revents != 0) return {};
    if (card) {
      const auto now = VpcdCard::Clock::now();
      if (watched[2].revents != 0) card->on_ready(watched[2].revents, now);
      card->on_time(now);
    }
    auto watch = watched.begin() + 4;
    for (auto client = clients_.begin(); client != clients_.end(); ++watch) {
      const bool goes_on = watch->revents != 0 ? serve(*client, watch->revents) : !client->waits || answer_all(*client);
      client = goes_on ? std::next(client) : clients_.erase(client);
    }
    if (watched[1].revents != 0) accept_client(socket_.get(), make_stream<ApduStream>);
    if (watched[3].revents != 0 && clients_.size() < kMaxClients) {
      accept_client(sap_socket_.get(), make_stream<SapStream>);
    }
  }
}

bool SocketServer::anybody_waits() const {
  return std::ranges::any_of(clients_, &Client::waits);
}

void SocketServer::accept_client(int listener, std::unique_ptr<TerminalStream> (*make)(ServedTre)) {
  UniqueFd socket(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (socket) clients_.push_back({std::move(socket), make(tre_), {}});  // else it is gone already
}

bool SocketServer::serve(Client& client, short ready) {
  if ((ready & POLLOUT) != 0) return client.unsent.flush(client.socket.get()) && answer_all(client);
  if ((ready & (POLLIN | POLLHUP)) == 0) return false;
  std::array<std::uint8_t, 4096> octets;
  const auto count = ::read(client.socket.get(), octets.data(), octets.size());
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  if (count == 0) return false;
  client.stream->feed(ByteView(octets).first(static_cast<std::size_t>(count)));
  return answer_all(client);
}

bool SocketServer::answer_all(Client& client) {
  while (client.unsent.empty()) {
    client.waits = client.stream->one_message_a_read() && has_unread(client.socket.get());
    if (client.waits) return true;
    const auto message = client.stream->next();
    if (!message) return false;
    if (!*message) return true;
    client.unsent.put(**message);
    if (!client.unsent.flush(client.socket.get())) return false;
  }
  return true;
}

}  // namespace foothold::tre_emu::transport
