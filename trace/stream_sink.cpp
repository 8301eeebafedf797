// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/stream_sink.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "base/unique_fd.h"
#include "trace/dropped_event.h"
#include "trace/pcapng/event_writer.h"
#include "trace/stamp.h"
#include "trace/unix_socket.h"

namespace foothold::trace {
namespace {

class StreamSink : public Sink {
 public:
  StreamSink(UniqueFd fd, UniqueFd wake, std::string program, StreamLimits limits)
      : fd_(std::move(fd)), wake_(std::move(wake)), writer_(std::move(program)), limits_(limits) {
    sender_ = std::thread([this] {
      run();
      const std::lock_guard lock(mutex_);
      gone_ = true;
      queue_.clear();
    });
  }

  ~StreamSink() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      deadline_ = std::chrono::steady_clock::now() + 10 * limits_.drain;
    }
    changed_.notify_one();
    ::eventfd_write(wake_.get(), 1);
    sender_.join();
  }

  void write(Event event) override {
    stamp(event);
    {
      const std::lock_guard lock(mutex_);
      if (gone_) return;
      if (queue_.size() >= limits_.events || octets_ + event.bytes.size() > limits_.octets) {
        ++dropped_;
        return;
      }
      if (dropped_ > 0) queue_.push_back(dropped_event(std::exchange(dropped_, 0)));
      octets_ += event.bytes.size();
      queue_.push_back(std::move(event));
    }
    changed_.notify_one();
  }

 private:
  void run() {
    if (!send(writer_.header())) return;
    while (true) {
      Event event;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty() || dropped_ > 0; });
        if (queue_.empty() && dropped_ > 0) queue_.push_back(dropped_event(std::exchange(dropped_, 0)));
        if (queue_.empty()) return;  // stopping, and all is sent
        event = std::move(queue_.front());
        queue_.pop_front();
        octets_ -= event.bytes.size();
      }
      if (!send(writer_.encode(event))) return;
    }
  }

  // False when the peer is gone or the end's deadline has passed.
  bool send(const Bytes& octets) {
    std::size_t done = 0;
    while (done < octets.size()) {
      const ssize_t sent = ::send(fd_.get(), octets.data() + done, octets.size() - done, MSG_NOSIGNAL);
      if (sent > 0) {
        done += static_cast<std::size_t>(sent);
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        if (!wait_for_room()) return false;
      } else if (errno != EINTR) {
        return false;
      }
    }
    return true;
  }

  // Waits without end while the sink lives (its end wakes us), then within the limits of StreamLimits::drain.
  bool wait_for_room() {
    int timeout = -1;
    nfds_t watched = 2;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        timeout = static_cast<int>(std::min(left, limits_.drain).count());
        watched = 1;  // the wake-up has been heard
      }
    }
    std::array<pollfd, 2> fds{{{fd_.get(), POLLOUT, 0}, {wake_.get(), POLLIN, 0}}};
    const int ready = ::poll(fds.data(), watched, timeout);
    return ready > 0 || (ready < 0 && errno == EINTR);
  }

  UniqueFd fd_;
  UniqueFd wake_;  // readable once the sink ends
  EventWriter writer_;
  StreamLimits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Event> queue_;
  std::size_t octets_ = 0;  // of payload in the queue
  std::size_t dropped_ = 0;
  bool stopping_ = false;
  bool gone_ = false;  // nobody takes events any more
  std::chrono::steady_clock::time_point deadline_{};
  std::thread sender_;
};

}  // namespace

Result<std::unique_ptr<Sink>> connect_stream(const std::string& path, std::string program, StreamLimits limits) {
  auto fd = connect_unix(path);
  if (!fd) return tl::unexpected(fd.error());
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return fail(std::strerror(errno), "eventfd");
  return std::make_unique<StreamSink>(std::move(*fd), std::move(wake), std::move(program), limits);
}

}  // namespace foothold::trace
