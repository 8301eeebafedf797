// SPDX-License-Identifier: AGPL-3.0-or-later
// The uplink of one virtual cell (uplink_air.h) as a program: hears base station and mobiles, tells the base station.
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "config/config_file.h"
#include "rf_bridge/air_program.h"
#include "rf_bridge/um_virtual/multicast_socket.h"
#include "rf_bridge/um_virtual/uplink_air.h"
#include "trace/open_sink.h"

namespace {

using namespace foothold;
using namespace foothold::rf_bridge;
using namespace foothold::rf_bridge::exit_code;
using namespace foothold::rf_bridge::um_virtual;

constexpr AirProgram kProgram{
    "foothold-um-air", "The uplink of a virtual cell: what its mobiles send, frame by frame, to osmo-bts-virtual.",
    FOOTHOLD_VERSION};
constexpr std::size_t kLargestDatagram = 2048;

struct Configuration {
  std::string trace;
  AirSettings air;
  std::string downlink;      // group that the base station sends to
  std::string uplink;        // that the mobiles send to
  std::string base_station;  // that the base station hears
  std::string interface;
};

Result<Configuration> load(const std::string& file) {
  auto config = config::ConfigFile::load(file);
  if (!config) return tl::unexpected(config.error());
  Configuration read;
  read.trace = config->text_or("trace", "");
  read.air.arfcn = static_cast<std::uint16_t>(config->integer("arfcn", 0, 1023));
  const auto first = config->integer("first_pdch", 0, 7);
  const auto last = config->integer("last_pdch", first, 7);
  read.air.timeslots = static_cast<std::uint8_t>((0xff << first) & (0xff >> (7 - last)));
  read.downlink = config->text_or("downlink", "239.193.23.1:4729");
  read.uplink = config->text_or("uplink", "239.193.23.3:4729");
  read.base_station = config->text_or("base_station", "239.193.23.2:4729");
  read.interface = config->text_or("interface", "127.0.0.1");
  if (auto good = config->finish(); !good) return tl::unexpected(good.error());
  return read;
}

void perform(AirEffects effects, const MulticastSocket& socket, trace::Sink& sink) {
  for (auto& effect : effects) {
    if (auto* datagram = std::get_if<SendDatagram>(&effect)) socket.send(datagram->octets);
    if (auto* event = std::get_if<trace::Event>(&effect)) sink.write(std::move(*event));
  }
}

timespec until(std::optional<Instant> next) {
  constexpr std::chrono::nanoseconds kNothingToDo = std::chrono::seconds(1);
  const auto left = next ? std::clamp<std::chrono::nanoseconds>(*next - std::chrono::steady_clock::now(),
                                                                std::chrono::nanoseconds(0), kNothingToDo)
                         : kNothingToDo;
  return {left.count() / 1'000'000'000, left.count() % 1'000'000'000};
}

int serve(const std::string& file, int signals) {
  const auto configuration = load(file);
  if (!configuration) return complain(kProgram, kMisconfigured, configuration.error());
  auto sink = trace::open_sink(configuration->trace, kProgram.name);
  if (!sink) return complain(kProgram, kMachineLacks, sink.error());
  const auto downlink =
      MulticastSocket::open(configuration->downlink, configuration->base_station, configuration->interface);
  if (!downlink) return complain(kProgram, kMachineLacks, downlink.error());
  const auto uplink =
      MulticastSocket::open(configuration->uplink, configuration->base_station, configuration->interface);
  if (!uplink) return complain(kProgram, kMachineLacks, uplink.error());
  tell_ready(**sink);

  UplinkAir air(configuration->air);
  std::array<std::uint8_t, kLargestDatagram> buffer{};
  std::array<pollfd, 3> sources{{{downlink->fd(), POLLIN, 0}, {uplink->fd(), POLLIN, 0}, {signals, POLLIN, 0}}};
  while ((sources[2].revents & POLLIN) == 0) {
    const timespec patience = until(air.next());
    if (::ppoll(sources.data(), sources.size(), &patience, nullptr) < 0 && errno != EINTR) return kFailed;
    const auto now = std::chrono::steady_clock::now();
    if (const auto heard = downlink->receive(buffer); heard.more) {
      perform(air.on_downlink(heard.datagram, now), *uplink, **sink);
    }
    // What the mobiles sent in time counts before its frame is closed.
    while (true) {
      const auto sent = uplink->receive(buffer);
      if (!sent.more) break;
      perform(air.on_uplink(sent.datagram, now), *uplink, **sink);
    }
    perform(air.on_time(now), *uplink, **sink);
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return run_air_program(argc, argv, kProgram, serve);
}
