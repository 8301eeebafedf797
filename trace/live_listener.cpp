// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/live_listener.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "trace/dropped_event.h"

namespace foothold::trace {

LiveListener::LiveListener(UniqueFd fd, const EventWriter& writer, std::size_t most)
    : fd_(std::move(fd)), writer_(&writer), most_(most), held_(writer.header()) {}

void LiveListener::offer(const Bytes& block) {
  if (waiting() + block.size() > most_) {
    ++missed_;
    return;
  }
  if (missed_ > 0) {
    const Bytes report = writer_->encode(dropped_event(std::exchange(missed_, 0)));
    held_.insert(held_.end(), report.begin(), report.end());
  }
  held_.insert(held_.end(), block.begin(), block.end());
}

bool LiveListener::send() {
  while (wants_to_send()) {
    const ssize_t sent = ::send(fd_.get(), held_.data() + sent_, waiting(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      sent_ += static_cast<std::size_t>(sent);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      return false;
    }
  }
  if (sent_ == held_.size() || sent_ > most_ / 2) {
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
  if (missed_ > 0 && !wants_to_send()) {
    held_ = writer_->encode(dropped_event(std::exchange(missed_, 0)));  // nothing else may come
  }
  return true;
}

}  // namespace foothold::trace
