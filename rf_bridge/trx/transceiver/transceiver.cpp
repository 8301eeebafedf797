// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/transceiver.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "rf_bridge/um_event.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

constexpr unsigned kBaseStation = 0;
constexpr unsigned kTimeslots = 8;
constexpr unsigned kFramesOfClock = 102;    // as osmo-bts-trx expects its indications
constexpr unsigned kFramesOfReport = 2167;  // ten seconds
constexpr double kTimingOfSymbol = 256;
constexpr double kCentibels = 10;

template <class Integer>
Integer rounded(double value) {
  constexpr double kMin = std::numeric_limits<Integer>::min(), kMax = std::numeric_limits<Integer>::max();
  return static_cast<Integer>(std::clamp(std::round(value), kMin, kMax));
}

ReceivedBurst nothing_heard(unsigned timeslot, double noise_floor_dbm) {
  ReceivedBurst burst;
  burst.timeslot = static_cast<std::uint8_t>(timeslot);
  burst.level_dbm = rounded<std::int16_t>(noise_floor_dbm);
  return burst;
}

void send(unsigned radio, const ReceivedFrame& frame, AirEffects& out) {
  if (frame.bursts.empty()) return;
  for (auto& datagram : encode(frame)) out.emplace_back(ToOwner{radio, TrxPort::bursts, std::move(datagram)});
}

}  // namespace

Transceiver::Transceiver(const TransceiverSettings& settings)
    : settings_(settings), base_station_(settings.base_station_power_dbm), frames_to_report_(kFramesOfReport) {
  std::uint64_t seed = settings.seed;
  for (const auto& channel : settings.channels) {
    mobiles_.push_back({RadioUnit(settings.mobile_power_dbm), Propagation(channel, seed++), {}});
  }
}

AirEffects Transceiver::on_control(unsigned radio, ByteView datagram) {
  if (radio > mobiles_.size()) return {};
  AirEffects out;
  const auto command = decode_command(datagram);
  if (!command) return refuse(command.error(), "um.trxc");
  auto& unit = radio == kBaseStation ? base_station_ : mobiles_[radio - 1].radio;
  const bool was_powered = unit.powered();
  const auto response = command->verb == "MEASURE" ? measure(radio, *command) : unit.command(*command);
  out.emplace_back(ToOwner{radio, TrxPort::control, encode(response)});
  if (unit.powered() == was_powered) return out;
  if (radio == kBaseStation) {
    downlink_.clear();
    // Without a first indication osmo-bts-trx gives up after three seconds.
    if (unit.powered()) indicate_clock(out);
    frames_to_clock_ = kFramesOfClock;
  } else {
    mobiles_[radio - 1].uplink.clear();
  }
  out.emplace_back(um_event(trace::Actor::bss, trace::Kind::state, "um.radio",
                            {{"radio", radio == kBaseStation ? "base station" : "mobile " + std::to_string(radio)},
                             {"powered", unit.powered() ? "true" : "false"}}));
  return out;
}

AirEffects Transceiver::on_bursts(unsigned radio, ByteView datagram) {
  if (radio > mobiles_.size()) return {};
  const auto frame = decode_transmit(datagram);
  if (!frame) return refuse(frame.error(), "um.trxd");
  const bool downlink = radio == kBaseStation;
  const auto& unit = downlink ? base_station_ : mobiles_[radio - 1].radio;
  if (!unit.powered()) return {};
  auto& ring = downlink ? downlink_ : mobiles_[radio - 1].uplink;
  const auto last_gone = downlink ? air_ : air_ + -settings_.uplink_patience;
  for (const auto& burst : frame->bursts) {
    if (!ring.put(last_gone, frame->frame_number, burst)) ++figures_.late;
  }
  return {};
}

AirEffects Transceiver::on_frame() {
  AirEffects out;
  air_ = air_ + 1;
  for (auto& mobile : mobiles_) mobile.channel.next_frame();
  if (base_station_.powered() && --frames_to_clock_ == 0) {
    indicate_clock(out);
    frames_to_clock_ = kFramesOfClock;
  }
  deliver_downlink(out);
  deliver_uplink(out);
  if (--frames_to_report_ == 0) report(out);
  return out;
}

bool Transceiver::hears_base_station(const Mobile& mobile) const {
  return base_station_.powered() && mobile.radio.receives_khz() == base_station_.sends_khz();
}

bool Transceiver::is_heard(const Mobile& mobile) const {
  return mobile.radio.powered() && mobile.radio.sends_khz() == base_station_.receives_khz();
}

std::array<std::optional<TransmitBurst>, 8> Transceiver::sent_by_base_station() {
  std::array<std::optional<TransmitBurst>, 8> sent;
  for (unsigned timeslot = 0; timeslot < kTimeslots; ++timeslot) {
    sent[timeslot] = downlink_.take(air_, timeslot);
    figures_.downlink += sent[timeslot].has_value();
  }
  return sent;
}

void Transceiver::deliver_downlink(AirEffects& out) {
  const auto sent = sent_by_base_station();
  for (unsigned i = 0; i < mobiles_.size(); ++i) {
    auto& [radio, channel, uplink] = mobiles_[i];
    if (!radio.powered()) continue;
    const bool tuned = hears_base_station(mobiles_[i]);
    ReceivedFrame frame{radio.trxd_version(), air_, {}};
    for (unsigned timeslot = 0; timeslot < kTimeslots; ++timeslot) {
      if (!radio.has_slot(timeslot)) continue;
      auto burst = nothing_heard(timeslot, channel.settings().noise_floor_dbm);
      if (const auto& one = sent[timeslot]; one && tuned) {
        if (channel.loses_downlink()) {
          ++figures_.lost;
        } else {
          const auto reception = channel.receive(base_station_.power_dbm() - one->attenuation);
          burst.level_dbm = rounded<std::int16_t>(reception.level_dbm);
          burst.carrier_to_noise = rounded<std::int16_t>(kCentibels * reception.carrier_to_noise_db);
          burst.training_sequence = static_cast<std::uint8_t>(base_station_.training_sequence());
          burst.bits = channel.disturb(one->bits, reception.carrier_to_noise_db);
        }
      }
      frame.bursts.push_back(std::move(burst));
    }
    send(i + 1, frame, out);
  }
}

void Transceiver::deliver_uplink(AirEffects& out) {
  if (!base_station_.powered()) return;
  ReceivedFrame frame{base_station_.trxd_version(), air_ + -settings_.uplink_patience, {}};
  for (unsigned timeslot = 0; timeslot < kTimeslots; ++timeslot) {
    if (base_station_.has_slot(timeslot)) {
      frame.bursts.push_back(receive_uplink(frame.frame_number, timeslot, out));
    }
  }
  send(kBaseStation, frame, out);
}

std::vector<Transceiver::Arrival> Transceiver::arrivals(FrameNumber frame, unsigned timeslot) {
  std::vector<Arrival> arrived;
  for (unsigned i = 0; i < mobiles_.size(); ++i) {
    auto& mobile = mobiles_[i];
    const auto burst = mobile.uplink.take(frame, timeslot);
    if (!burst || !is_heard(mobile)) continue;
    ++figures_.uplink;
    if (mobile.channel.loses_uplink()) {
      ++figures_.lost;
    } else {
      arrived.push_back({i, *burst, mobile.channel.receive(mobile.radio.power_dbm() - burst->attenuation)});
    }
  }
  std::sort(arrived.begin(), arrived.end(),
            [](const Arrival& a, const Arrival& b) { return a.reception.level_dbm > b.reception.level_dbm; });
  return arrived;
}

// "1, 4": in their order, not that of their levels.
std::string Transceiver::numbers_of(const std::vector<Arrival>& arrived) {
  std::set<unsigned> numbers;
  for (const auto& arrival : arrived) numbers.insert(arrival.mobile + 1);
  std::string text;
  for (const auto number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

ReceivedBurst Transceiver::receive_uplink(FrameNumber frame, unsigned timeslot, AirEffects& out) {
  const auto arrived = arrivals(frame, timeslot);
  if (arrived.empty())
    return nothing_heard(timeslot, mobiles_.empty() ? -110 : mobiles_[0].channel.settings().noise_floor_dbm);
  const auto& strongest = arrived.front();
  auto& mobile = mobiles_[strongest.mobile];
  const bool access = is_access_burst(strongest.burst.bits);
  double ratio = strongest.reception.carrier_to_noise_db;
  bool captured = true;
  if (arrived.size() > 1) {
    const double margin = strongest.reception.level_dbm - arrived[1].reception.level_dbm;
    captured = margin >= settings_.capture_margin_db;
    ratio = std::min(ratio, margin);
    ++figures_.collisions;
    if (access) {
      out.emplace_back(um_event(trace::Actor::bss, trace::Kind::note, "um.access_collision",
                                {{"frame", std::to_string(frame.value())},
                                 {"mobiles", numbers_of(arrived)},
                                 {"survivor", captured ? "mobile " + std::to_string(strongest.mobile + 1) : "none"}}));
    }
  }
  ReceivedBurst burst;
  burst.timeslot = static_cast<std::uint8_t>(timeslot);
  burst.level_dbm = rounded<std::int16_t>(strongest.reception.level_dbm);
  burst.carrier_to_noise = rounded<std::int16_t>(kCentibels * ratio);
  // An access burst is sent without timing advance (TS 45.010 5.4), and names synchronisation sequence TS0 here.
  const unsigned advance = access ? 0 : mobile.radio.timing_advance();
  burst.timing_offset =
      rounded<std::int16_t>(kTimingOfSymbol * (mobile.channel.settings().delay_symbols - static_cast<double>(advance)));
  burst.training_sequence = access ? std::uint8_t{0} : static_cast<std::uint8_t>(base_station_.training_sequence());
  burst.bits = captured ? mobile.channel.disturb(strongest.burst.bits, ratio) : mobile.channel.garble();
  return burst;
}

TrxcResponse Transceiver::measure(unsigned radio, const TrxcCommand& command) const {
  TrxcResponse response{command.verb, 0, command.arguments};
  const auto khz = command.arguments.empty() ? Result<std::int64_t>(fail("is missing", "frequency"))
                                             : number_in(command.arguments[0], 1, 4'000'000, "frequency");
  if (!khz || radio == kBaseStation) {
    response.status = 1;
    return response;
  }
  const auto& channel = mobiles_[radio - 1].channel;
  double level = channel.settings().noise_floor_dbm;
  if (base_station_.powered() && *khz == base_station_.sends_khz() && !channel.out_of_coverage()) {
    level = channel.receive(base_station_.power_dbm()).level_dbm;
  }
  response.arguments.push_back(std::to_string(rounded<std::int16_t>(level)));
  return response;
}

TrxcResponse Transceiver::on_channel_command(const TrxcCommand& command) {
  TrxcResponse response{command.verb, 1, command.arguments};
  const auto argument = [&](std::size_t index, std::int64_t min, std::int64_t max) {
    return index < command.arguments.size() ? number_in(command.arguments[index], min, max, "argument")
                                            : Result<std::int64_t>(fail("is missing", "argument"));
  };
  const bool all = !command.arguments.empty() && command.arguments[0] == "*";
  const auto mobile = argument(0, 1, static_cast<std::int64_t>(mobiles_.size()));
  if (!all && !mobile) return response;
  const auto each = [&](auto change) {
    for (std::size_t i = 0; i < mobiles_.size(); ++i) {
      if (all || *mobile == static_cast<std::int64_t>(i) + 1) change(mobiles_[i].channel);
    }
    response.status = 0;
  };
  if (command.verb == "PATHLOSS") {
    if (const auto db = argument(1, 0, 200)) {
      each([&](Propagation& channel) { channel.settings().path_loss_db = static_cast<double>(*db); });
    }
  } else if (command.verb == "LOSS") {
    const auto downlink = argument(1, 0, 100), uplink = argument(2, 0, 100);
    if (downlink && uplink) {
      each([&](Propagation& channel) {
        channel.settings().downlink_burst_loss = static_cast<double>(*downlink) / 100;
        channel.settings().uplink_burst_loss = static_cast<double>(*uplink) / 100;
      });
    }
  } else if (command.verb == "DELAY") {
    if (const auto symbols = argument(1, 0, 63)) {
      each([&](Propagation& channel) { channel.settings().delay_symbols = static_cast<double>(*symbols); });
    }
  } else if (command.verb == "OUTAGE") {
    if (const auto frames = argument(1, 0, FrameNumber::kHyperframe)) {
      each([&](Propagation& channel) { channel.cover(*frames); });
    }
  } else {
    response.status = -1;
  }
  return response;
}

void Transceiver::indicate_clock(AirEffects& out) const {
  out.emplace_back(ToOwner{kBaseStation, TrxPort::clock, encode_clock_indication(air_ + settings_.clock_advance)});
}

void Transceiver::report(AirEffects& out) {
  frames_to_report_ = kFramesOfReport;
  const auto figures = std::exchange(figures_, {});
  if (figures.downlink + figures.uplink == 0) return;
  out.emplace_back(um_event(trace::Actor::bss, trace::Kind::note, "um.burst_figures",
                            {{"downlink", std::to_string(figures.downlink)},
                             {"uplink", std::to_string(figures.uplink)},
                             {"lost", std::to_string(figures.lost)},
                             {"late", std::to_string(figures.late)},
                             {"collisions", std::to_string(figures.collisions)}}));
}

AirEffects Transceiver::refuse(const Error& error, const char* what) {
  AirEffects out;
  out.emplace_back(um_event(trace::Actor::bss, trace::Kind::discarded, what, {{"reason", to_string(error)}}));
  return out;
}

}  // namespace foothold::rf_bridge::trx
