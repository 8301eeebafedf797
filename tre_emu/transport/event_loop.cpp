// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/event_loop.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace foothold::tre_emu::transport {

namespace {

constexpr int kAtOnce = 64;

static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT && EPOLLERR == POLLERR && EPOLLHUP == POLLHUP);

tl::unexpected<Error> failure(const char* action) {
  const int code = errno;
  return fail(std::string("cannot ") + action + ": " + std::strerror(code), "epoll");
}

// For epoll_wait(): in milliseconds, rounded up; -1 is without end.
int time_left(std::optional<EventLoop::Clock::time_point> due, EventLoop::Clock::time_point now) {
  if (!due) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - now).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, 60'000));
}

}  // namespace

Result<EventLoop> EventLoop::make() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return failure("wait for sockets");
  return EventLoop(std::move(epoll));
}

void EventLoop::add(std::unique_ptr<Waiter> waiter) {
  auto* const address = waiter.get();
  entries_.push_back({address, std::move(waiter)});
  changed_ = true;
}

void EventLoop::add(Waiter& waiter) {
  entries_.push_back({&waiter, nullptr});
  changed_ = true;
}

Result<void> EventLoop::tell_kernel(Entry& entry) {
  const auto wanted = entry.waiter->watched();
  if (wanted.fd == entry.known.fd && wanted.events == entry.known.events) return {};
  const bool same = wanted.fd == entry.known.fd;
  entry.known = wanted;
  if (wanted.fd < 0) return {};  // the kernel forgets a descriptor that is closed
  epoll_event event{};
  event.events = static_cast<std::uint32_t>(wanted.events);
  event.data.ptr = &entry;
  if (::epoll_ctl(epoll_.get(), same ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, wanted.fd, &event) != 0) {
    return failure("wait for a socket");
  }
  return {};
}

Result<void> EventLoop::pass_time(Clock::time_point now) {
  changed_ = false;
  first_due_.reset();
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    auto& waiter = *entry->waiter;
    if (const auto due = waiter.next_deadline(); due && *due <= now) waiter.on_time(now);
    if (waiter.over()) {
      entry = entries_.erase(entry);
      changed_ = true;  // those that were passed already may wait for its place
      continue;
    }
    if (auto told = tell_kernel(*entry); !told) return told;
    if (const auto due = waiter.next_deadline(); due && (!first_due_ || *due < *first_due_)) first_due_ = due;
    ++entry;
  }
  return {};
}

Result<void> EventLoop::run(int stop_fd) {
  epoll_event stop{};
  stop.events = EPOLLIN;  // with no entry's address
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, stop_fd, &stop) != 0) return failure("wait for the end");
  std::array<epoll_event, static_cast<std::size_t>(kAtOnce)> ready;
  auto now = Clock::now();
  for (;;) {
    while (changed_ || (first_due_ && *first_due_ <= now)) {
      if (auto passed = pass_time(now); !passed) return passed;
    }
    const int count = ::epoll_wait(epoll_.get(), ready.data(), kAtOnce, time_left(first_due_, now));
    if (count < 0 && errno != EINTR) return failure("wait for sockets");
    now = Clock::now();
    for (int i = 0; i < count; ++i) {
      const auto& event = ready[static_cast<std::size_t>(i)];
      auto* const entry = static_cast<Entry*>(event.data.ptr);
      if (!entry) return {};
      entry->waiter->on_ready(static_cast<short>(event.events), now);
      if (auto told = tell_kernel(*entry); !told) return told;
      changed_ = changed_ || entry->waiter->over() || entry->waiter->next_deadline();
    }
  }
}

}  // namespace foothold::tre_emu::transport
