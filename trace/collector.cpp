// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/collector.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "trace/dropped_event.h"
#include "trace/event_merger.h"
#include "trace/live_listener.h"
#include "trace/pcapng/event_reader.h"
#include "trace/stamp.h"
#include "trace/unix_socket.h"

namespace foothold::trace {
namespace {

// After a stop: how often events that the callback writes are handed to it again, how much of one producer is still
// read, and how long listeners get for what is held for them.
constexpr int kMostLastRounds = 1000;
constexpr std::size_t kMostLastOctets = 64U << 20U;
constexpr std::chrono::milliseconds kListenersEnd{500};

Time now() {
  return std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
}

struct Producer {
  UniqueFd fd;
  EventReader reader;
  bool readable = false;
};

class PollingCollector : public Collector {
 public:
  PollingCollector(UniqueFd producers, UniqueFd live, UniqueFd wake, Callback on_event, CollectorLimits limits)
      : accept_producers_(std::move(producers)),
        accept_listeners_(std::move(live)),
        wake_(std::move(wake)),
        on_event_(std::move(on_event)),
        limits_(limits),
        merger_(limits.merge_window) {
    thread_ = std::thread([this] { run(); });
  }
  ~PollingCollector() override { PollingCollector::stop(); }

  void write(Event event) override {
    stamp(event);
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      if (own_.size() >= limits_.own_events) {
        ++own_dropped_;
        return;
      }
      own_.push_back(std::move(event));
    }
    ::eventfd_write(wake_.get(), 1);
  }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ::eventfd_write(wake_.get(), 1);
    if (thread_.joinable()) thread_.join();
  }

 private:
  bool stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  void run() {
    while (!stopping()) {
      const Time began = now();
      wait();
      eventfd_t wakes = 0;
      ::eventfd_read(wake_.get(), &wakes);
      accept_all();
      take_own();
      bool all_read = true;
      producers_.remove_if([&](Producer& producer) { return producer.readable && !read_some(producer, &all_read); });
      // What a producer sent waits in its socket as long as this thread does not come to it: no event may leave before
      // all that was sent by then has been read.
      if (all_read) read_until_ = began;
      deliver(merger_.release(read_until_));
      listeners_.remove_if([](LiveListener& listener) { return !listener.send(); });
    }
    finish();
  }

  void wait() {
    std::vector<pollfd> fds = {{wake_.get(), POLLIN, 0}, {accept_producers_.get(), POLLIN, 0}};
    if (accept_listeners_) fds.push_back({accept_listeners_.get(), POLLIN, 0});
    for (const Producer& producer : producers_) fds.push_back({producer.fd.get(), POLLIN, 0});
    for (const LiveListener& listener : listeners_) {
      const short wanted = listener.wants_to_send() ? POLLOUT : 0;
      fds.push_back({listener.fd(), wanted, 0});  // its end is told unasked
    }
    int timeout = -1;
    if (const auto due = merger_.next_due()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - now()).count();
      timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 60000));
    }
    const bool polled = ::poll(fds.data(), fds.size(), timeout) > 0;
    auto result = fds.begin() + (accept_listeners_ ? 3 : 2);
    for (Producer& producer : producers_) producer.readable = polled && (result++)->revents != 0;
    // A listener has nothing to say: reading finds out that it has gone, and discards what it says all the same.
    listeners_.remove_if([](const LiveListener& listener) {
      std::array<std::uint8_t, 512> ignored;
      const ssize_t got = ::recv(listener.fd(), ignored.data(), ignored.size(), MSG_DONTWAIT);
      return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
    });
  }

  void accept_all() {
    while (auto fd = accept_one(accept_producers_)) {
      if (producers_.size() < limits_.producers) producers_.push_back({std::move(fd), {}, false});
    }
    while (auto fd = accept_one(accept_listeners_)) {
      if (listeners_.size() < limits_.listeners) {
        listeners_.emplace_back(std::move(fd), writer_, limits_.listener_octets);
      }
    }
  }

  static UniqueFd accept_one(const UniqueFd& listening) {
    if (!listening) return {};
    return UniqueFd(::accept4(listening.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  }

  void take_own() {
    std::deque<Event> taken;
    {
      const std::lock_guard lock(mutex_);
      taken.swap(own_);
      if (own_dropped_ > 0) taken.push_back(dropped_event(std::exchange(own_dropped_, 0)));
    }
    for (Event& event : taken) merger_.push(std::move(event), now());
  }

  // One piece of one producer; false when its connection is over. `all_read` becomes false if there may be more.
  bool read_some(Producer& producer, bool* all_read) {
    const ssize_t got = ::recv(producer.fd.get(), piece_.data(), piece_.size(), MSG_DONTWAIT);
    if (got == static_cast<ssize_t>(piece_.size())) *all_read = false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) {
      if (const auto end = producer.reader.finish(); !end) report_damage(end.error());
      return false;
    }
    for (auto& read : producer.reader.feed(ByteView(piece_).first(static_cast<std::size_t>(got)))) {
      if (read) {
        merger_.push(std::move(*read), now());
      } else {
        report_damage(read.error());
      }
    }
    return !producer.reader.lost();
  }

  void report_damage(const Error& error) {
    Event event;
    event.from = Actor::lab;
    event.kind = Kind::discarded;
    event.name = "trace.damaged";
    event.fields = {{"reason", to_string(error)}};
    stamp(event);
    merger_.push(std::move(event), now());
  }

  void deliver(const std::vector<Event>& events) {
    for (const Event& event : events) {
      on_event_(event);
      if (listeners_.empty()) continue;
      const Bytes block = writer_.encode(event);
      for (LiveListener& listener : listeners_) listener.offer(block);
    }
  }

  void finish() {
    accept_all();
    for (Producer& producer : producers_) read_rest(producer);
    for (int round = 0; round < kMostLastRounds; ++round) {
      take_own();
      const auto events = merger_.flush();
      if (events.empty()) break;
      deliver(events);
    }
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
      own_.clear();
    }
    const auto end = std::chrono::steady_clock::now() + kListenersEnd;
    for (LiveListener& listener : listeners_) {
      while (listener.send() && listener.wants_to_send()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        pollfd fd{listener.fd(), POLLOUT, 0};
        if (left <= 0 || ::poll(&fd, 1, static_cast<int>(left)) <= 0) break;
      }
    }
    listeners_.clear();
    producers_.clear();
  }

  void read_rest(Producer& producer) {
    for (std::size_t octets = 0; octets < kMostLastOctets; octets += piece_.size()) {
      pollfd fd{producer.fd.get(), POLLIN, 0};
      bool all_read = true;
      if (::poll(&fd, 1, 0) <= 0 || !read_some(producer, &all_read)) return;
    }
  }

  UniqueFd accept_producers_;
  UniqueFd accept_listeners_;  // empty without a live socket
  UniqueFd wake_;
  Callback on_event_;
  CollectorLimits limits_;
  EventWriter writer_{"collector"};
  EventMerger merger_;
  Time read_until_{};  // all that producers had sent by then has been read
  std::list<Producer> producers_;
  std::list<LiveListener> listeners_;
  std::array<std::uint8_t, 65536> piece_{};

  std::mutex mutex_;
  std::deque<Event> own_;
  std::size_t own_dropped_ = 0;
  bool stopping_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Collector>> Collector::open(const std::string& producers_path, const std::string& live_path,
                                                   Callback on_event, CollectorLimits limits) {
  auto producers = listen_unix(producers_path);
  if (!producers) return tl::unexpected(producers.error());
  UniqueFd live;
  if (!live_path.empty()) {
    auto listening = listen_unix(live_path);
    if (!listening) return tl::unexpected(listening.error());
    live = std::move(*listening);
  }
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return fail(std::strerror(errno), "eventfd");
  return std::make_unique<PollingCollector>(std::move(*producers), std::move(live), std::move(wake),
                                            std::move(on_event), limits);
}

}  // namespace foothold::trace
