// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"

namespace foothold::tre_emu::transport {

// The answer that a peer has not taken yet. Its user reads nothing from that peer until it is empty, so that it stays
// below one answer.
class SendBuffer {
 public:
  bool empty() const { return octets_.empty(); }
  void put(ByteView octets) { octets_.insert(octets_.end(), octets.begin(), octets.end()); }
  void clear() { octets_.clear(); }
  // Gives the non-blocking `socket` what it takes now. False, with errno, when the connection is over.
  bool flush(int socket);

 private:
  Bytes octets_;
};

}  // namespace foothold::tre_emu::transport
