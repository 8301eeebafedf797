// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/socket_server.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "tre_emu/transport/send_buffer.h"
#include "tre_emu/transport/terminal_stream.h"

namespace foothold::tre_emu::transport {

namespace {

constexpr int kQueue = 16;

// A reader of whole messages reads within this time; it is looked at again until it did.
constexpr std::chrono::milliseconds kLookAgain{2};

tl::unexpected<Error> failure(const char* action, const std::string& path) {
  const int code = errno;
  return fail(std::string("cannot ") + action + ": " + std::strerror(code), path);
}

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

bool has_unread(int socket) {
  int octets = 0;
  return ::ioctl(socket, SIOCOUTQ, &octets) == 0 && octets > 0;
}

// One connection.
class Client : public EventLoop::Waiter {
 public:
  Client(UniqueFd socket, std::unique_ptr<TerminalStream> stream, std::shared_ptr<std::size_t> clients)
      : socket_(std::move(socket)), stream_(std::move(stream)), clients_(std::move(clients)) {
    ++*clients_;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() override { --*clients_; }

  pollfd watched() const override {
    const int wanted = look_again_ ? 0 : unsent_.empty() ? POLLIN : POLLOUT;
    return {socket_.get(), static_cast<short>(wanted), 0};
  }
  std::optional<EventLoop::Clock::time_point> next_deadline() const override { return look_again_; }
  void on_ready(short ready, EventLoop::Clock::time_point now) override { over_ = !serve(ready, now); }
  void on_time(EventLoop::Clock::time_point now) override { over_ = !answer_all(now); }
  bool over() const override { return over_; }

 private:
  // False when the connection is over.
  bool serve(short ready, EventLoop::Clock::time_point now);
  bool answer_all(EventLoop::Clock::time_point now);

  UniqueFd socket_;
  std::unique_ptr<TerminalStream> stream_;
  std::shared_ptr<std::size_t> clients_;
  SendBuffer unsent_;
  // For the peer to have read what it has, before the next message goes out.
  std::optional<EventLoop::Clock::time_point> look_again_;
  bool over_ = false;
};

bool Client::serve(short ready, EventLoop::Clock::time_point now) {
  if ((ready & POLLOUT) != 0) return unsent_.flush(socket_.get()) && answer_all(now);
  if ((ready & (POLLIN | POLLHUP)) == 0) return false;
  std::array<std::uint8_t, 4096> octets;
  const auto count = ::read(socket_.get(), octets.data(), octets.size());
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  if (count == 0) return false;
  stream_->feed(ByteView(octets).first(static_cast<std::size_t>(count)));
  return answer_all(now);
}

bool Client::answer_all(EventLoop::Clock::time_point now) {
  look_again_.reset();
  while (unsent_.empty()) {
    if (stream_->one_message_a_read() && has_unread(socket_.get())) {
      look_again_ = now + kLookAgain;
      return true;
    }
    const auto message = stream_->next();
    if (!message) return false;
    if (!*message) return true;
    unsent_.put(**message);
    if (!unsent_.flush(socket_.get())) return false;
  }
  return true;
}

// A socket that listens.
class Listener : public EventLoop::Waiter {
 public:
  Listener(UniqueFd socket, bool sap, ServedTre tre, std::shared_ptr<std::size_t> clients, EventLoop& loop)
      : socket_(std::move(socket)), sap_(sap), tre_(tre), clients_(std::move(clients)), loop_(loop) {}

  pollfd watched() const override {
    const bool room = *clients_ < SocketServer::kMaxClients;
    return {socket_.get(), static_cast<short>(room ? POLLIN : 0), 0};
  }
  void on_ready(short, EventLoop::Clock::time_point) override {
    if (*clients_ == SocketServer::kMaxClients) return;
    UniqueFd socket(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) return;  // it is gone already
    std::unique_ptr<TerminalStream> stream;
    if (sap_) {
      stream = std::make_unique<SapStream>(tre_);
    } else {
      stream = std::make_unique<ApduStream>(tre_);
    }
    loop_.add(std::make_unique<Client>(std::move(socket), std::move(stream), clients_));
  }

 private:
  UniqueFd socket_;
  bool sap_;
  ServedTre tre_;
  std::shared_ptr<std::size_t> clients_;
  EventLoop& loop_;
};

}  // namespace

Result<void> SocketServer::listen(const std::string& path) {
  return listen_on(path).map([&](UniqueFd socket) { doors_.push_back({std::move(socket), false}); });
}

Result<void> SocketServer::listen_for_sap(const std::string& path) {
  return listen_on(path).map([&](UniqueFd socket) { doors_.push_back({std::move(socket), true}); });
}

void SocketServer::serve_in(EventLoop& loop) {
  for (auto& door : doors_) {
    loop.add(std::make_unique<Listener>(std::move(door.socket), door.sap, tre_, clients_, loop));
  }
  doors_.clear();
}

}  // namespace foothold::tre_emu::transport
