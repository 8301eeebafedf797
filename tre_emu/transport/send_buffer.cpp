// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/send_buffer.h"

#include <sys/socket.h>

#include <cerrno>

namespace foothold::tre_emu::transport {

bool SendBuffer::flush(int socket) {
  while (!octets_.empty()) {
    const auto count = ::send(socket, octets_.data(), octets_.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    octets_.erase(octets_.begin(), octets_.begin() + count);
  }
  return true;
}

}  // namespace foothold::tre_emu::transport
