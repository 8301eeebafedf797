// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/unix_apdu_port.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include "base/unique_fd.h"

namespace foothold::m2me {

namespace {

using Clock = std::chrono::steady_clock;

class UnixApduPort final : public ApduPort {
 public:
  UnixApduPort(UniqueFd fd, std::chrono::milliseconds timeout) : fd_(std::move(fd)), timeout_(timeout) {}

  Result<Bytes> transmit(ByteView command) override {
    if (!fd_) return fail("the connection to the TRE is closed after an earlier error", "tre_socket");
    auto response = exchange(command);
    if (!response) fd_.reset();
    return response;
  }

 private:
  Result<Bytes> exchange(ByteView command) {
    if (command.size() > 0xffff) return fail("the command has more than 65535 octets", "APDU");
    const auto deadline = Clock::now() + timeout_;
    Bytes frame = {static_cast<std::uint8_t>(command.size() >> 8), static_cast<std::uint8_t>(command.size())};
    frame.insert(frame.end(), command.begin(), command.end());
    if (auto sent = send_all(frame, deadline); !sent) return tl::unexpected(sent.error());
    std::array<std::uint8_t, 2> length{};
    if (auto got = receive_all(length, deadline); !got) return tl::unexpected(got.error());
    Bytes response(static_cast<std::size_t>(length[0] << 8 | length[1]));
    if (response.size() < 2) return fail("the TRE's response has no status word", "APDU");
    if (auto got = receive_all(response, deadline); !got) return tl::unexpected(got.error());
    return response;
  }

  Result<void> send_all(ByteView octets, Clock::time_point deadline) {
    while (!octets.empty()) {
      const auto sent = ::send(fd_.get(), octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) {
        octets = octets.subspan(static_cast<std::size_t>(sent));
      } else if (auto waited = wait_or_fail(POLLOUT, deadline); !waited) {
        return waited;
      }
    }
    return {};
  }

  Result<void> receive_all(std::span<std::uint8_t> octets, Clock::time_point deadline) {
    while (!octets.empty()) {
      const auto got = ::recv(fd_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
      if (got > 0) {
        octets = octets.subspan(static_cast<std::size_t>(got));
      } else if (got == 0) {
        return fail("the TRE has closed the connection", "tre_socket");
      } else if (auto waited = wait_or_fail(POLLIN, deadline); !waited) {
        return waited;
      }
    }
    return {};
  }

  // After a send or recv that failed: waits if it only would have blocked.
  Result<void> wait_or_fail(short events, Clock::time_point deadline) {
    if (errno == EINTR) return {};
    if (errno != EAGAIN && errno != EWOULDBLOCK) {
      return fail(std::string("the connection to the TRE broke: ") + std::strerror(errno), "tre_socket");
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd poll_fd{fd_.get(), events, 0};
    const int ready = left <= 0 ? 0 : ::poll(&poll_fd, 1, static_cast<int>(std::min<long long>(left, 1'000'000)));
    if (ready == 0) return fail("the TRE does not answer", "tre_socket");
    return {};
  }

  UniqueFd fd_;
  std::chrono::milliseconds timeout_;
};

}  // namespace

Result<std::unique_ptr<ApduPort>> connect_unix_apdu_port(const std::string& path, std::chrono::milliseconds timeout) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return fail("the path of the TRE's socket is empty or too long", "tre_socket");
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return fail(std::string("cannot open a socket: ") + std::strerror(errno), "tre_socket");
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail("no TRE at " + path + ": " + std::strerror(errno) + "; is foothold-tre running?", "tre_socket");
  }
  return std::make_unique<UnixApduPort>(std::move(fd), timeout);
}

}  // namespace foothold::m2me
