// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/vpcd_card.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "tre_emu/transport/answer_to_reset.h"

namespace foothold::tre_emu::transport {

namespace {

void set_option(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof(value));  // what fails costs time, nothing else
}

int pending_error(int socket) {
  int error = 0;
  socklen_t size = sizeof(error);
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// The port of vpcd is one of those that the kernel picks for a client (32768 to 60999). A client that gets the very
// port it connects to has TCP's simultaneous open with itself, and keeps the reader from listening there.
bool is_own_end(int socket, const sockaddr_in& peer) {
  sockaddr_in own{};
  socklen_t size = sizeof(own);
  return ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) == 0 && own.sin_port == peer.sin_port &&
         own.sin_addr.s_addr == peer.sin_addr.s_addr;
}

}  // namespace

Result<VpcdCard> VpcdCard::make(const std::string& reader, CardPort& card) {
  const auto wrong = fail("is an IPv4 address and a port, as 127.0.0.1:35963", "vpcd");
  const auto colon = reader.find(':');
  if (colon == std::string::npos) return wrong;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (::inet_pton(AF_INET, reader.substr(0, colon).c_str(), &address.sin_addr) != 1) return wrong;
  std::uint16_t port = 0;
  const char* const end = reader.data() + reader.size();
  const auto [stop, error] = std::from_chars(reader.data() + colon + 1, end, port);
  if (error != std::errc() || stop != end || port == 0) return wrong;
  address.sin_port = htons(port);
  return VpcdCard(address, reader, card);
}

pollfd VpcdCard::watched() const {
  const bool writes = link_ == Link::connecting || !unsent_.empty();
  return {socket_.get(), static_cast<short>(writes ? POLLOUT : POLLIN), 0};
}

std::optional<VpcdCard::Clock::time_point> VpcdCard::next_deadline() const {
  if (link_ == Link::connected) return std::nullopt;
  return deadline_;
}

void VpcdCard::on_time(Clock::time_point now) {
  if (link_ == Link::connected || now < deadline_) return;
  if (link_ == Link::connecting) return lost("no answer to the connection's request", now);
  connect(now);
}

void VpcdCard::on_ready(short ready, Clock::time_point now) {
  if (link_ == Link::connecting) {
    if (const int error = pending_error(socket_.get()); error != 0) return lost(std::strerror(error), now);
    return connected(now);
  }
  if ((ready & POLLOUT) != 0) {
    if (!unsent_.flush(socket_.get())) return lost(std::strerror(errno), now);
    answer_all(now);
    return;
  }
  // What the acknowledgement of a length has set free is there already, most of the time.
  if (receive(now) && unsent_.empty() && frames_.begun()) receive(now);
}

void VpcdCard::connect(Clock::time_point now) {
  socket_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_) return lost(std::strerror(errno), now);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address_), sizeof(address_)) == 0) {
    return connected(now);
  }
  if (errno != EINPROGRESS) return lost(std::strerror(errno), now);
  link_ = Link::connecting;
  deadline_ = now + kConnectTimeout;
}

void VpcdCard::connected(Clock::time_point now) {
  if (is_own_end(socket_.get(), address_)) {
    const linger at_once{1, 0};  // no TIME_WAIT that would hold the port
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    return lost("nobody listens", now);
  }
  link_ = Link::connected;
  absence_told_ = false;
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  card_->report("card.reader_connected", {{"reader", reader_}});
}

// Told once for an absence, however many tries it takes.
void VpcdCard::lost(const std::string& reason, Clock::time_point now) {
  end_session();
  socket_.reset();
  frames_ = {};
  unsent_.clear();
  link_ = Link::away;
  deadline_ = now + back_off_;
  back_off_ = std::min(2 * back_off_, kMaxBackOff);
  if (std::exchange(absence_told_, true)) return;
  card_->report("card.reader_lost", {{"reader", reader_}, {"reason", reason}});
}

bool VpcdCard::receive(Clock::time_point now) {
  std::array<std::uint8_t, 4096> octets;
  const auto count = ::read(socket_.get(), octets.data(), octets.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  if (count <= 0) {
    lost(count == 0 ? "closed by the reader" : std::strerror(errno), now);
    return false;
  }
  frames_.feed(ByteView(octets).first(static_cast<std::size_t>(count)));
  const bool answered = answer_all(now);
  if (link_ != Link::connected) return false;
  // vpcd sends length and content apart, and waits in between for the acknowledgement of the length, which the kernel
  // delays by 40 ms. The option lasts for one acknowledgement; that of the content goes along with the answer.
  if (!answered || frames_.begun()) set_option(socket_.get(), IPPROTO_TCP, TCP_QUICKACK, 1);
  return true;
}

bool VpcdCard::answer_all(Clock::time_point now) {
  bool answered = false;
  while (unsent_.empty()) {
    const auto message = frames_.next();
    if (message && !*message) break;
    const auto done = message ? answer(**message) : tl::unexpected(message.error());
    if (!done) {
      lost(to_string(done.error()), now);
      break;
    }
    back_off_ = kMinBackOff;  // a reader is there, and not only somebody who takes connections
    answered = answered || !unsent_.empty();
    if (!unsent_.flush(socket_.get())) lost(std::strerror(errno), now);
  }
  return answered;
}

Result<void> VpcdCard::answer(const VpcdMessage& message) {
  if (const auto* const apdu = std::get_if<Bytes>(&message)) {
    // A reader that missed the card's absence: it looks anew once the connection is gone.
    if (!session_) return fail("a command without power", "APDU");
    auto told = length_.kept_for(*apdu);
    if (!told) told = length_.told(*apdu, card_->answer(*session_, *apdu));
    unsent_.put(encode_frame(*told));
    return {};
  }
  switch (std::get<VpcdControl>(message)) {
    case VpcdControl::power_off:
      if (session_) card_->report("card.powered", {{"power", "off"}});
      end_session();
      break;
    case VpcdControl::power_on:
      end_session();
      session_ = card_->connect();
      card_->report("card.powered", {{"power", "on"}});
      break;
    case VpcdControl::reset:
      end_session();
      session_ = card_->connect();
      card_->report("card.reset", {});
      break;
    case VpcdControl::get_atr:
      unsent_.put(encode_frame(answer_to_reset()));
      break;
  }
  return {};
}

void VpcdCard::end_session() {
  if (session_) card_->disconnect(*session_);
  session_.reset();
  length_.reset();
}

}  // namespace foothold::tre_emu::transport
