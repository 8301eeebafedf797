// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/unix_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace foothold::trace {
namespace {

Result<sockaddr_un> address_of_path(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return fail("a unix socket's path has 1 to " + std::to_string(sizeof address.sun_path - 1) + " octets", path);
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  return address;
}

UniqueFd stream_socket(int flags) {
  return UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
}

}  // namespace

Result<UniqueFd> connect_unix(const std::string& path) {
  const auto address = address_of_path(path);
  if (!address) return tl::unexpected(address.error());
  // Connecting waits (for room in the listener's backlog) where writing must not.
  UniqueFd fd = stream_socket(0);
  if (!fd) return fail(std::strerror(errno), "socket");
  int connected = -1;
  do {
    connected = ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
  } while (connected != 0 && errno == EINTR);
  if (connected != 0) return fail(std::string("cannot connect: ") + std::strerror(errno), path);
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) != 0) return fail(std::strerror(errno), path);
  return fd;
}

Result<UniqueFd> listen_unix(const std::string& path) {
  const auto address = address_of_path(path);
  if (!address) return tl::unexpected(address.error());
  struct stat existing {};
  if (::lstat(path.c_str(), &existing) == 0) {
    if (!S_ISSOCK(existing.st_mode)) return fail("something that is no socket is in the way", path);
    ::unlink(path.c_str());
  }
  UniqueFd fd = stream_socket(SOCK_NONBLOCK);
  if (!fd) return fail(std::strerror(errno), "socket");
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0 ||
      ::chmod(path.c_str(), 0600) != 0 || ::listen(fd.get(), SOMAXCONN) != 0) {
    return fail(std::string("cannot listen: ") + std::strerror(errno), path);
  }
  return fd;
}

}  // namespace foothold::trace
