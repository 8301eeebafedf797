// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/bearer_forward.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace foothold::lab {

namespace {

constexpr std::uint8_t kOpen = 0x50;
constexpr std::uint8_t kSend = 0x52;
constexpr std::uint8_t kReceive = 0x54;
constexpr std::uint8_t kClose = 0x56;
constexpr std::uint16_t kNoRoom = 0x6A84;
constexpr std::uint8_t kClosed = 0;  // states in the answer to RECEIVE BEARER
constexpr int kLookAgain = 5;        // ms; the TRE tells of nothing by itself on this side

tl::unexpected<Error> failure(const char* what) {
  return fail(std::string(what) + ": " + std::strerror(errno), "port");
}

Result<CardAnswer> ask(const CardExchange& card, std::uint8_t ins, ByteView data, bool answers) {
  Bytes command = {0x80, ins, 0x00, 0x00};
  if (!data.empty()) command.push_back(static_cast<std::uint8_t>(data.size()));
  command.insert(command.end(), data.begin(), data.end());
  if (answers) command.push_back(0x00);
  return transact(card, std::move(command));
}

void put(Bytes& out, std::uint8_t tag, ByteView value) {
  out.push_back(tag);
  out.push_back(static_cast<std::uint8_t>(value.size()));
  out.insert(out.end(), value.begin(), value.end());
}

Result<void> open_bearer(const CardExchange& card, const Endpoint& to, const std::string& apn) {
  const Bytes select = {0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xF0, 'F', 'O', 'O', 'T', 'H', 'O', 'L', 'D', 0x01};
  Bytes target;
  put(target, 0x81, Bytes{static_cast<std::uint8_t>(to.tcp ? 0x02 : 0x01)});
  put(target, 0x82, to.address);
  put(target, 0x83, Bytes{static_cast<std::uint8_t>(to.port >> 8), static_cast<std::uint8_t>(to.port)});
  put(target, 0x84, Bytes(apn.begin(), apn.end()));
  const auto selected = transact(card, select);
  if (!selected) return tl::unexpected(selected.error());
  const auto opened = ask(card, kOpen, target, false);
  if (!opened) return tl::unexpected(opened.error());
  if (!opened->ok()) return fail("no phone that can carry it, or it is in use", "bearer", Error::kNoOffset, opened->sw);
  return {};
}

// What the client takes of it now is gone from `octets`. False: the client is gone.
bool send_some(int client, Bytes& octets) {
  const auto count = ::send(client, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  octets.erase(octets.begin(), octets.begin() + count);
  return true;
}

// What the client has sent, at most as much as one APDU takes. False: there will be no more.
bool receive_some(int client, Bytes& octets) {
  octets.resize(255);
  const auto count = ::recv(client, octets.data(), octets.size(), MSG_DONTWAIT);
  octets.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.find(':');
  Endpoint endpoint;
  const std::string address(text.substr(0, colon));
  if (colon == text.npos || ::inet_pton(AF_INET, address.c_str(), endpoint.address.data()) != 1)
    return fail("is an IPv4 address and a port, as 192.0.2.1:443", std::string(text));
  const auto port = text.substr(colon + 1);
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size())
    return fail("is an IPv4 address and a port, as 192.0.2.1:443", std::string(text));
  return endpoint;
}

Result<BearerForward> BearerForward::listen(const Endpoint& at) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) return failure("no socket");
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(at.port);
  std::memcpy(&address.sin_addr, at.address.data(), at.address.size());
  socklen_t size = sizeof(address);
  auto* const name = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), name, size) != 0 || ::listen(socket.get(), 1) != 0) return failure("cannot listen");
  if (::getsockname(socket.get(), name, &size) != 0) return failure("has no name");
  return BearerForward(std::move(socket), ntohs(address.sin_port));
}

Result<void> BearerForward::run(const CardExchange& card, const Endpoint& to, const std::string& apn, int stop_fd) {
  for (;;) {
    std::array<pollfd, 2> watched = {{{stop_fd, POLLIN, 0}, {socket_.get(), POLLIN, 0}}};
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return failure("cannot wait");
    if (watched[0].revents != 0) return {};
    if (watched[1].revents == 0) continue;
    const UniqueFd client(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client) continue;
    const auto opened = open_bearer(card, to, apn);
    if (!opened && opened.error().answer == 0) return opened;
    if (!opened) continue;  // the client sees the end of its connection
    if (auto done = carry(card, client.get(), stop_fd); !done) return done;
  }
}

// Neither side is read from while the other has no room for what was read before. Once the client has ended, the bearer
// is closed, and it is over when the TRE says that it is: the next client finds it free.
Result<void> BearerForward::carry(const CardExchange& card, int client, int stop_fd) {
  Bytes to_server;
  Bytes to_client;
  bool client_there = true;
  bool closing = false;
  for (;;) {
    bool nothing_came = true;
    if (to_client.empty()) {
      const auto came = ask(card, kReceive, {}, true);
      if (!came) return tl::unexpected(came.error());
      if (!came->ok() || came->data.empty()) return fail("does not say how the bearer is", "card");
      nothing_came = came->data.size() == 1;
      if (came->data[0] == kClosed && nothing_came) return {};
      to_client.assign(came->data.begin() + 1, came->data.end());
    }
    if (client_there && !to_client.empty()) client_there = send_some(client, to_client);
    if (!client_there) to_client.clear();

    const bool reads = client_there && to_server.empty();
    const auto events = static_cast<short>((reads ? POLLIN : 0) | (to_client.empty() ? 0 : POLLOUT));
    std::array<pollfd, 2> watched = {{{stop_fd, POLLIN, 0}, {events != 0 ? client : -1, events, 0}}};
    const int patience = nothing_came || !to_client.empty() ? kLookAgain : 0;
    if (::poll(watched.data(), watched.size(), patience) < 0 && errno != EINTR) return failure("cannot wait");
    if (watched[0].revents != 0) return {};  // the TRE closes the bearer with our session
    if (reads && watched[1].revents != 0) client_there = receive_some(client, to_server);
    if (!to_server.empty()) {
      const auto sent = ask(card, kSend, to_server, false);
      if (!sent) return tl::unexpected(sent.error());
      if (sent->sw != kNoRoom) to_server.clear();  // taken, or the channel is closed
    }
    if (!client_there && to_server.empty() && !closing) {
      const auto closed = ask(card, kClose, {}, false);
      if (!closed) return tl::unexpected(closed.error());
      closing = true;
    }
  }
}

}  // namespace foothold::lab
