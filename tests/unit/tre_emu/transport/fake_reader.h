// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <stdexcept>
#include <string>

#include "base/hex.h"
#include "base/unique_fd.h"

namespace foothold::tre_emu::transport {

// vpcd's side: listens on a port of loopback, takes one card, and speaks to it.
class FakeReader {
 public:
  static constexpr int kPatience = 20000;  // milliseconds until a test is given up

  FakeReader() {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    port_ = bound();
    socklen_t size = sizeof(address_);
    ::getsockname(port_.get(), reinterpret_cast<sockaddr*>(&address_), &size);
    come_back();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(ntohs(address_.sin_port)); }

  // The reader goes away, with the card that is in it, and comes back in the same place.
  void go_away() {
    card_.reset();
    listener_.reset();
  }
  void come_back() {
    listener_ = bound();
    if (::listen(listener_.get(), 1) != 0) throw std::runtime_error("cannot listen");
  }

  bool card_waits() const { return readable(listener_, 0); }
  void take_card() {
    if (!readable(listener_, kPatience)) throw std::runtime_error("no card comes");
    card_ = UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }

  // As it is, or in the frame of vpcd.
  void say(std::string_view digits) {
    const auto octets = from_hex(digits).value();
    if (::send(card_.get(), octets.data(), octets.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(octets.size()))
      throw std::runtime_error("the card takes nothing");
  }
  void say_framed(std::string_view digits) {
    const auto size = digits.size() / 2;
    say(to_hex(Bytes{static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)}) + std::string(digits));
  }
  // What the card answers, or "gone".
  std::string hear() const {
    const auto length = take(2);
    if (length.empty()) return "gone";
    return to_hex(take(static_cast<std::size_t>(length[0] << 8 | length[1])));
  }
  bool silent() const { return !readable(card_, 0); }
  int card() const { return card_.get(); }

 private:
  UniqueFd bound() const {
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address_), sizeof(address_)) != 0)
      throw std::runtime_error("cannot bind");
    return socket;
  }
  static bool readable(const UniqueFd& socket, int patience) {
    pollfd watched{socket.get(), POLLIN, 0};
    return ::poll(&watched, 1, patience) == 1;
  }
  Bytes take(std::size_t count) const {
    Bytes octets(count);
    for (std::size_t have = 0; have < count;) {
      if (!readable(card_, kPatience)) throw std::runtime_error("the card says nothing");
      const auto got = ::recv(card_.get(), octets.data() + have, count - have, 0);
      if (got <= 0) return {};
      have += static_cast<std::size_t>(got);
    }
    return octets;
  }

  sockaddr_in address_{};
  UniqueFd port_;  // never listens: keeps the port from others while the reader is away
  UniqueFd listener_;
  UniqueFd card_;
};

}  // namespace foothold::tre_emu::transport
