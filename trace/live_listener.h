// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>

#include "base/bytes.h"
#include "base/unique_fd.h"
#include "trace/pcapng/event_writer.h"

namespace foothold::trace {

// One reader of the live stream, at the collector. It is never waited for: what finds no room among `most` octets held
// for it is counted, and told to it by an event `trace.dropped` in the place of what is missing.
class LiveListener {
 public:
  // `fd`: a connected, non-blocking socket.
  LiveListener(UniqueFd fd, const EventWriter& writer, std::size_t most);

  // `block` is an event already encoded: once for all listeners.
  void offer(const Bytes& block);
  // Sends what the socket takes at once. False when the peer has gone.
  bool send();
  bool wants_to_send() const { return sent_ < held_.size(); }
  int fd() const { return fd_.get(); }

 private:
  std::size_t waiting() const { return held_.size() - sent_; }

  UniqueFd fd_;
  const EventWriter* writer_;
  std::size_t most_;
  Bytes held_;
  std::size_t sent_ = 0;
  std::size_t missed_ = 0;
};

}  // namespace foothold::trace
