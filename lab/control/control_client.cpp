// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/control/control_client.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <utility>

#include "trace/unix_socket.h"

namespace foothold::lab::control {

std::filesystem::path control_socket(const std::filesystem::path& run) {
  return run / "control.sock";
}

Result<ControlClient> ControlClient::connect(const std::filesystem::path& run) {
  auto socket = trace::connect_unix(control_socket(run).string());
  if (!socket) {
    return fail("no lab runs there: it takes the run folder of a `foothold lab up` or `foothold demo` that is up (" +
                    socket.error().what + ")",
                run.string());
  }
  return ControlClient(std::move(*socket));
}

Result<std::string> ControlClient::ask(const Request& request, std::chrono::milliseconds patience) {
  const auto line = to_line(request) + "\n";
  if (::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) {
    return fail("has ended", "lab");
  }
  std::string answer;
  std::array<char, 1024> buffer{};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (answer.find('\n') == std::string::npos) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return fail("does not answer", "lab");
    pollfd source{socket_.get(), POLLIN, 0};
    if (::poll(&source, 1, static_cast<int>(left)) <= 0) continue;
    const auto count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (count <= 0) return fail("has ended", "lab");
    answer.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return answer.substr(0, answer.find('\n'));
}

Result<pid_t> ControlClient::process() const {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(socket_.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.pid <= 0) {
    return fail("cannot be told", "lab's process");
  }
  return peer.pid;
}

}  // namespace foothold::lab::control
