// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/air_sockets.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::uint16_t kClockPort = 0, kControlPort = 1, kBurstPort = 2;  // from the base port
// Read from one socket in one turn, so that a flood does not keep the frame clock waiting.
constexpr int kDatagramsPerTurn = 64;

Result<UniqueFd> bind_channel_control(const TrxEndpoint& endpoint) {
  UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.base_port);
  inet_pton(AF_INET, endpoint.address.c_str(), &address.sin_addr);
  if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail(
        "cannot bind to " + endpoint.address + ":" + std::to_string(endpoint.base_port) + ": " + std::strerror(errno),
        "channel_control");
  }
  return fd;
}

}  // namespace

Result<AirSockets> AirSockets::open(const TransceiverConfiguration& configuration) {
  AirSockets sockets;
  for (unsigned i = 0; i <= configuration.transceiver.channels.size(); ++i) {
    const auto local = i == 0 ? configuration.base_station : endpoint_of_mobile(configuration.mobiles, i - 1);
    const auto remote = owner_of(local);
    std::optional<UdpSocket> clock;
    if (i == 0) {
      auto opened = UdpSocket::open(local, remote, kClockPort);
      if (!opened) return tl::unexpected(opened.error());
      clock = std::move(*opened);
    }
    auto control = UdpSocket::open(local, remote, kControlPort);
    if (!control) return tl::unexpected(control.error());
    auto bursts = UdpSocket::open(local, remote, kBurstPort);
    if (!bursts) return tl::unexpected(bursts.error());
    sockets.radios_.push_back({std::move(clock), std::move(*control), std::move(*bursts)});
  }
  if (configuration.channel_control.base_port != 0) {
    auto fd = bind_channel_control(configuration.channel_control);
    if (!fd) return tl::unexpected(fd.error());
    sockets.channel_control_ = std::move(*fd);
  }
  return sockets;
}

std::vector<pollfd> AirSockets::sources() const {
  std::vector<pollfd> sources;
  for (const auto& radio : radios_) {
    sources.push_back({radio.control.fd(), POLLIN, 0});
    sources.push_back({radio.bursts.fd(), POLLIN, 0});
  }
  if (channel_control_) sources.push_back({channel_control_.get(), POLLIN, 0});
  return sources;
}

void AirSockets::read(Transceiver& transceiver, trace::Sink& sink) {
  for (unsigned i = 0; i < radios_.size(); ++i) {
    const auto& radio = radios_[i];
    for (int n = 0; n < kDatagramsPerTurn; ++n) {
      const auto received = radio.control.receive(buffer_);
      if (!received.more) break;
      perform(transceiver.on_control(i, received.datagram), sink);
    }
    for (int n = 0; n < kDatagramsPerTurn; ++n) {
      const auto received = radio.bursts.receive(buffer_);
      if (!received.more) break;
      perform(transceiver.on_bursts(i, received.datagram), sink);
    }
  }
  if (channel_control_) read_channel_commands(transceiver);
}

void AirSockets::read_channel_commands(Transceiver& transceiver) {
  for (int n = 0; n < kDatagramsPerTurn; ++n) {
    sockaddr_in from{};
    socklen_t size_of_from = sizeof from;
    const auto size = ::recvfrom(channel_control_.get(), buffer_.data(), buffer_.size(), 0,
                                 reinterpret_cast<sockaddr*>(&from), &size_of_from);
    if (size < 0) return;
    const auto command = decode_command({buffer_.data(), static_cast<std::size_t>(size)});
    const auto answer = encode(command ? transceiver.on_channel_command(*command) : TrxcResponse{"ERR", 1, {}});
    ::sendto(channel_control_.get(), answer.data(), answer.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&from), size_of_from);
  }
}

void AirSockets::perform(AirEffects effects, trace::Sink& sink) const {
  for (auto& effect : effects) {
    if (auto* event = std::get_if<trace::Event>(&effect)) {
      sink.write(std::move(*event));
      continue;
    }
    const auto& to_owner = std::get<ToOwner>(effect);
    const auto& radio = radios_[to_owner.radio];
    switch (to_owner.port) {
      case TrxPort::clock:
        if (radio.clock) radio.clock->send(to_owner.octets);
        break;
      case TrxPort::control:
        radio.control.send(to_owner.octets);
        break;
      case TrxPort::bursts:
        radio.bursts.send(to_owner.octets);
        break;
    }
  }
}

}  // namespace foothold::rf_bridge::trx
