// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/packet_capture.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lab/capture/packet_event.h"
#include "trace/stamp.h"

namespace foothold::lab::capture {
namespace {

// How many packets of one interface are taken before the others have their turn; and at the end, where traffic may
// still go on.
constexpr int kTurn = 256;
constexpr int kLastTurn = 65536;

trace::Event note(trace::Kind kind, const char* name, const std::string& interface) {
  trace::Event event;
  event.from = trace::Actor::lab;
  event.kind = kind;
  event.name = name;
  event.fields = {{"interface", interface}};
  trace::stamp(event);
  return event;
}

}  // namespace

Result<std::unique_ptr<PacketCapture>> PacketCapture::open(AddressTable actors, trace::Sink& sink) {
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return fail(std::strerror(errno), "eventfd");
  return std::unique_ptr<PacketCapture>(new PacketCapture(std::move(actors), sink, std::move(wake)));
}

PacketCapture::PacketCapture(AddressTable actors, trace::Sink& sink, UniqueFd wake)
    : actors_(std::move(actors)), sink_(sink), wake_(std::move(wake)) {
  thread_ = std::thread([this] { run(); });
}

PacketCapture::~PacketCapture() {
  stop();
}

Result<void> PacketCapture::add(const std::string& interface) {
  auto socket = PacketSocket::open(interface);
  if (!socket) return tl::unexpected(socket.error());
  sink_.write(note(trace::Kind::state, "capture.running", interface));
  {
    const std::lock_guard lock(mutex_);
    added_.push_back(std::make_unique<Source>(Source{interface, std::move(*socket)}));
  }
  ::eventfd_write(wake_.get(), 1);
  return {};
}

void PacketCapture::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ::eventfd_write(wake_.get(), 1);
  if (thread_.joinable()) thread_.join();
}

void PacketCapture::run() {
  bool last = false;
  while (!last) {
    std::vector<pollfd> fds = {{wake_.get(), POLLIN, 0}};
    for (const auto& source : sources_) fds.push_back({source->gone ? -1 : source->socket.fd(), POLLIN, 0});
    ::poll(fds.data(), fds.size(), -1);
    eventfd_t wakes = 0;
    ::eventfd_read(wake_.get(), &wakes);
    {
      const std::lock_guard lock(mutex_);
      for (auto& source : added_) sources_.push_back(std::move(source));
      added_.clear();
      last = stopping_;
    }
    // A socket that was added just now is not in fds; it is looked at all the same.
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      Source& source = *sources_[i];
      if (!source.gone) drain(source, last ? kLastTurn : kTurn);
      // The interface has been removed (a GGSN that ended took its TUN along).
      if (i + 1 < fds.size() && (fds[i + 1].revents & (POLLERR | POLLNVAL)) != 0) source.gone = true;
    }
  }
}

void PacketCapture::drain(Source& source, int most) {
  for (int count = 0; count < most; ++count) {
    auto packet = source.socket.next();
    if (!packet) break;
    trace::Event event = packet_event(packet->time, packet->payload, std::move(packet->bytes), actors_);
    std::vector<trace::Event> seen = observer_.take(event);
    sink_.write(std::move(event));
    for (trace::Event& fact : seen) sink_.write(std::move(fact));
  }
  if (const std::size_t drops = source.socket.take_drops(); drops > 0) {
    trace::Event event = note(trace::Kind::note, "capture.dropped", source.interface);
    event.fields.push_back({"count", std::to_string(drops)});
    sink_.write(std::move(event));
  }
}

}  // namespace foothold::lab::capture
