// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "pki/openssl_handles.h"

namespace foothold::m2me {

// A BIO over a non-blocking stream socket that does not own it. OpenSSL's own one raises SIGPIPE, and so ends the whole
// program, when it writes to a connection that the other side has reset.
pki::BioHandle open_socket_bio(int socket);

}  // namespace foothold::m2me
