// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/control/control_server.h"

#include <sys/socket.h>

#include <array>
#include <system_error>
#include <utility>

#include "trace/unix_socket.h"

namespace foothold::lab::control {
namespace {

using nlohmann::json;

constexpr std::size_t kMostConnections = 8;

std::string line_of(const Answer& answer) {
  json object = answer ? *answer : json::object();
  object["ok"] = answer.has_value();
  if (!answer) object["error"] = to_string(answer.error());
  return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::open(const std::filesystem::path& path, DescriptorLoop& loop,
                                                           OnRequest on_request) {
  auto listener = trace::listen_unix(path.string());
  if (!listener) return tl::unexpected(listener.error());
  return std::unique_ptr<ControlServer>(new ControlServer(path, std::move(*listener), loop, std::move(on_request)));
}

ControlServer::ControlServer(std::filesystem::path path, UniqueFd listener, DescriptorLoop& loop, OnRequest on_request)
    : path_(std::move(path)), listener_(std::move(listener)), loop_(loop), on_request_(std::move(on_request)) {
  loop_.watch(listener_.get(), [this] { accept_all(); });
}

ControlServer::~ControlServer() {
  while (!connections_.empty()) close(connections_.begin()->first);
  loop_.unwatch(listener_.get());
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void ControlServer::accept_all() {
  for (;;) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) return;
    if (connections_.size() >= kMostConnections) continue;
    const int fd = socket.get();
    connections_[fd].socket = std::move(socket);
    loop_.watch(fd, [this, fd] { read(fd); });
  }
}

void ControlServer::read(int fd) {
  auto& connection = connections_.at(fd);
  std::array<char, 1024> buffer{};
  const auto count = ::recv(fd, buffer.data(), buffer.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    close(fd);
    return;
  }
  auto& received = connection.received;
  received.append(buffer.data(), static_cast<std::size_t>(count));
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = received.find('\n', begin)) != std::string::npos; begin = end + 1) {
    if (!answer_line(fd, std::string_view(received).substr(begin, end - begin))) {
      close(fd);
      return;
    }
  }
  received.erase(0, begin);
  if (received.size() >= kLongestLine) close(fd);
}

bool ControlServer::answer_line(int fd, std::string_view line) const {
  const auto request = parse_request(line);
  const auto text = line_of(request ? on_request_(*request) : Answer(tl::unexpected(request.error())));
  return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

void ControlServer::close(int fd) {
  loop_.unwatch(fd);
  connections_.erase(fd);
}

}  // namespace foothold::lab::control
