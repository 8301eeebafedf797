// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_loop.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "lab/host/open_sockets.h"
#include "lab/process/log_text.h"

namespace foothold::lab {
namespace {

constexpr std::chrono::milliseconds kLookAgain{10};
constexpr std::chrono::seconds kPatienceOfStop{3};
constexpr std::size_t kLogLinesShown = 12;
constexpr std::size_t kOwnSources = 2;  // of pump(): signals and events

}  // namespace

RunLoop::RunLoop(OnEvent on_event, OnEnd on_end) : on_event_(std::move(on_event)), on_end_(std::move(on_end)) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&signals, signal);
  signals_ = UniqueFd(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
}

void RunLoop::pump(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  std::vector<pollfd> sources{pollfd{signals_.get(), POLLIN, 0}, pollfd{events_.fd(), POLLIN, 0}};
  for (const auto& [fd, on_readable] : watched_) sources.push_back({fd, POLLIN, 0});
  ::poll(sources.data(), sources.size(), static_cast<int>(std::clamp<long long>(left, 0, 60'000)));

  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof(info)) == static_cast<ssize_t>(sizeof(info))) {
    if (info.ssi_signo != SIGCHLD) interrupted_ = true;
  }
  drain();
  handle(processes_.reap());
  for (std::size_t i = kOwnSources; i < sources.size(); ++i) {
    if (sources[i].revents == 0) continue;
    const auto watched = watched_.find(sources[i].fd);
    if (watched == watched_.end()) continue;  // one of the calls before took it away
    const auto on_readable = watched->second;
    on_readable();
  }
}

void RunLoop::watch(int fd, std::function<void()> on_readable) {
  watched_[fd] = std::move(on_readable);
}

void RunLoop::unwatch(int fd) {
  watched_.erase(fd);
}

bool RunLoop::wait_until(const std::function<bool()>& condition, Clock::time_point deadline) {
  while (!condition()) {
    if (interrupted_ || Clock::now() >= deadline) return false;
    pump(std::min(deadline, Clock::now() + kLookAgain));
  }
  return true;
}

bool RunLoop::is_ready(const Service& service, const ReadySign& sign) const {
  return std::visit(Overloaded{
                        [](const TcpListener& s) { return serves(Transport::tcp, s.address, s.port); },
                        [](const UdpSocket& s) { return serves(Transport::udp, s.address, s.port); },
                        [&](const LogLine& s) { return contains(service.command.log, s.text); },
                        [&](const ReadyEvent& s) { return ready_.contains(s.actor); },
                    },
                    sign);
}

Result<void> RunLoop::start(const std::vector<Service>& services, std::chrono::seconds patience) {
  for (const auto& service : services) {
    if (auto started = processes_.start(service.command); !started) return started;
  }
  const Service* dead = nullptr;
  const Service* waiting = nullptr;
  const auto all_ready_or_one_dead = [&] {
    dead = waiting = nullptr;
    for (const auto& service : services) {
      if (!processes_.running(service.command.name)) dead = &service;
      const auto ready = [&](const ReadySign& sign) { return is_ready(service, sign); };
      if (!std::all_of(service.ready.begin(), service.ready.end(), ready)) waiting = &service;
    }
    return dead != nullptr || waiting == nullptr;
  };
  if (!wait_until(all_ready_or_one_dead, Clock::now() + patience)) {
    if (interrupted_) return fail("interrupted");
    return fail("did not become ready within " + std::to_string(patience.count()) + " s; its log ends with\n" +
                    last_lines(waiting->command.log, kLogLinesShown),
                waiting->command.name);
  }
  if (dead != nullptr) {
    return fail("ended at once; its log ends with\n" + last_lines(dead->command.log, kLogLinesShown),
                dead->command.name);
  }
  return {};
}

void RunLoop::stop(const std::string& name) {
  handle(processes_.stop(name, kPatienceOfStop));
}

void RunLoop::stop_all() {
  handle(processes_.stop_all(kPatienceOfStop));
}

void RunLoop::drain() {
  for (const auto& event : events_.take_all()) {
    if (event.name == "service.ready") ready_.insert(event.from);
    on_event_(event);
  }
}

void RunLoop::handle(std::vector<ProcessEnd> ends) {
  for (const auto& end : ends) on_end_(end);
}

}  // namespace foothold::lab
