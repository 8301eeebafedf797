// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/data_network.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"

namespace foothold::lab {

namespace {

// A server that says nothing must not hold the phone, which has a card to serve meanwhile.
constexpr timeval kPatience{10, 0};

tl::unexpected<Error> failure(const char* what) {
  return fail(std::string(what) + ": " + std::strerror(errno), "data connection");
}

class SocketConnection : public DataConnection {
 public:
  SocketConnection(UniqueFd socket, bool tcp) : socket_(std::move(socket)), tcp_(tcp) {}

  Result<void> send(ByteView octets) override {
    while (!octets.empty()) {
      const auto count = ::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return failure("cannot send");
      octets = octets.subspan(static_cast<std::size_t>(count));
    }
    return {};
  }

  Result<Bytes> receive() override {
    Bytes octets(4096);
    const auto count = ::recv(socket_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return Bytes{};
    if (count < 0) return failure("cannot receive");
    if (count == 0 && tcp_) return fail("ended by the server", "data connection");
    octets.resize(static_cast<std::size_t>(count));
    return octets;
  }

 private:
  UniqueFd socket_;
  bool tcp_;
};

}  // namespace

Result<std::unique_ptr<DataConnection>> SocketNetwork::connect(const Endpoint& to) {
  UniqueFd socket(::socket(AF_INET, (to.tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
  if (!socket) return failure("no socket");
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof(kPatience));  // of connect(2), too: socket(7)
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(to.port);
  std::memcpy(&address.sin_addr, to.address.data(), to.address.size());
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return failure("cannot connect");
  return std::make_unique<SocketConnection>(std::move(socket), to.tcp);
}

}  // namespace foothold::lab
