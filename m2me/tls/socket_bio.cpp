// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/socket_bio.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <memory>

namespace foothold::m2me {

namespace {

// The BIO's data is the socket itself, not a pointer to it: the BIO has nothing to free.
int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool may_be_tried_again() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int write_some(BIO* bio, const char* octets, std::size_t size, std::size_t* written) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(socket_of(bio), octets, size, MSG_NOSIGNAL);
  if (sent >= 0) {
    *written = static_cast<std::size_t>(sent);
    return 1;
  }
  if (may_be_tried_again()) BIO_set_retry_write(bio);
  return 0;
}

int read_some(BIO* bio, char* octets, std::size_t size, std::size_t* read) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(socket_of(bio), octets, size, 0);
  if (got > 0) {
    *read = static_cast<std::size_t>(got);
    return 1;
  }
  if (got == 0) {
    BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  } else if (may_be_tried_again()) {
    BIO_set_retry_read(bio);
  }
  return 0;
}

long control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;  // nothing is kept back
    case BIO_CTRL_EOF:
      return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    default:
      return 0;
  }
}

using MethodHandle = std::unique_ptr<BIO_METHOD, pki::Free<BIO_meth_free>>;

MethodHandle make_method() {
  MethodHandle method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE"));
  const bool complete = method && BIO_meth_set_write_ex(method.get(), write_some) == 1 &&
                        BIO_meth_set_read_ex(method.get(), read_some) == 1 &&
                        BIO_meth_set_ctrl(method.get(), control) == 1;
  return complete ? std::move(method) : nullptr;
}

}  // namespace

pki::BioHandle open_socket_bio(int socket) {
  static const MethodHandle method = make_method();  // immutable, shared by all BIOs of this kind
  pki::BioHandle bio(method ? BIO_new(method.get()) : nullptr);
  if (!bio) return nullptr;
  BIO_set_data(bio.get(), reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio.get(), 1);
  return bio;
}

}  // namespace foothold::m2me
