// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/modem/event_loop.h"

#include <sys/eventfd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/unique_fd.h"

extern "C" {
#include <osmocom/core/application.h>
#include <osmocom/core/select.h>
#include <osmocom/core/talloc.h>
#include <osmocom/core/timer.h>
}

namespace foothold::m2me {
namespace {

struct Watched {
  osmo_fd fd{};
  std::function<void()> ready;
  ~Watched() {
    if (osmo_fd_is_registered(&fd)) osmo_fd_unregister(&fd);
  }
};

int on_readable(osmo_fd* fd, unsigned) {
  static_cast<Watched*>(fd->data)->ready();
  return 0;
}

class OsmoTimer : public EventLoop::Timer {
 public:
  explicit OsmoTimer(std::function<void()> expired) : expired_(std::move(expired)) {
    osmo_timer_setup(
        &timer_, [](void* self) { static_cast<OsmoTimer*>(self)->expired_(); }, this);
  }
  ~OsmoTimer() override { osmo_timer_del(&timer_); }
  void start(std::chrono::milliseconds duration) override {
    osmo_timer_schedule(&timer_, static_cast<int>(duration.count() / 1000),
                        static_cast<int>(duration.count() % 1000 * 1000));
  }
  void stop() override { osmo_timer_del(&timer_); }

 private:
  osmo_timer_list timer_{};
  std::function<void()> expired_;
};

}  // namespace

struct EventLoop::State {
  UniqueFd wake{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::vector<std::function<void()>> posted;
  std::vector<std::unique_ptr<Watched>> watched;

  void run_posted() {
    std::uint64_t count;
    if (::read(wake.get(), &count, sizeof count) < 0 && errno != EAGAIN) return;
    std::vector<std::function<void()>> work;
    {
      const std::lock_guard lock(mutex);
      work.swap(posted);
    }
    for (auto& it : work) it();
  }
  void signal() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake.get(), &one, sizeof one);  // full: it is readable anyway
  }
};

EventLoop::EventLoop() : state_(std::make_unique<State>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::prepare_thread() {
  osmo_ctx_init("modem");
  osmo_select_init();
  (void)watch(state_->wake.get(), [this] { state_->run_posted(); });
}

void EventLoop::run() {
  while (!state_->stopping) osmo_select_main(0);
  state_->watched.clear();  // libosmocore's lists are this thread's
}

void EventLoop::leave_thread() {
  talloc_free(osmo_ctx);
  osmo_ctx = nullptr;
}

void EventLoop::post(std::function<void()> work) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->posted.push_back(std::move(work));
  }
  state_->signal();
}

void EventLoop::stop() {
  state_->stopping = true;
  state_->signal();
}

Result<void> EventLoop::watch(int fd, std::function<void()> ready) {
  auto watched = std::make_unique<Watched>();
  watched->ready = std::move(ready);
  osmo_fd_setup(&watched->fd, fd, OSMO_FD_READ, on_readable, watched.get(), 0);
  if (const int error = osmo_fd_register(&watched->fd); error != 0) {
    return fail(std::string("cannot be watched: ") + std::strerror(-error), "descriptor");
  }
  state_->watched.push_back(std::move(watched));
  return {};
}

std::unique_ptr<EventLoop::Timer> EventLoop::timer(std::function<void()> expired) {
  return std::make_unique<OsmoTimer>(std::move(expired));
}

}  // namespace foothold::m2me
