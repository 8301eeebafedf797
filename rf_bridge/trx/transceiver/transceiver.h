// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A cell's air at burst level. Towards the base station (osmo-bts-trx) it is the transceiver, with the cell's frame
// clock; towards each mobile it is the mobile's radio; between them is a channel for each mobile. Sans-I/O: datagrams
// and the ticks of a frame clock in, datagrams out.
//
// Two delays make up for programs that a busy machine lets run late. The base station's clock is ahead of the air, so
// that its bursts are there in time; what the mobiles send in a frame is received some frames after it, so that they
// have as long to answer. A network notices neither but as a longer round trip.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/l1/frame_number.h"
#include "rf_bridge/trx/transceiver/frame_ring.h"
#include "rf_bridge/trx/transceiver/propagation.h"
#include "rf_bridge/trx/transceiver/radio_unit.h"
#include "trace/event.h"

namespace foothold::rf_bridge::trx {

struct TransceiverSettings {
  int base_station_power_dbm = 23;
  int mobile_power_dbm = 30;
  int clock_advance = 4;         // frames, 0..30
  int uplink_patience = 4;       // frames, 0..30
  double capture_margin_db = 6;  // by which the stronger of two bursts survives the other
  std::uint64_t seed = 1;
  std::vector<PropagationSettings> channels = {{}};  // one for each mobile
};

enum class TrxPort : std::uint8_t { clock, control, bursts };

// To the radio's owner: 0 is the base station, 1 the first mobile.
struct ToOwner {
  unsigned radio = 0;
  TrxPort port = TrxPort::control;
  Bytes octets;
};
using AirEffect = std::variant<ToOwner, trace::Event>;
using AirEffects = std::vector<AirEffect>;

class Transceiver {
 public:
  explicit Transceiver(const TransceiverSettings& settings);

  AirEffects on_control(unsigned radio, ByteView datagram);
  AirEffects on_bursts(unsigned radio, ByteView datagram);
  // To be called each 60/13 ms.
  AirEffects on_frame();

  // Changes the channels of a running cell, in the form of TRXC; <mobile> is 1.. or * for all of them:
  //   PATHLOSS <mobile> <dB>   LOSS <mobile> <downlink %> <uplink %>   DELAY <mobile> <symbols>
  //   OUTAGE <mobile> <frames>: out of coverage for as long.
  TrxcResponse on_channel_command(const TrxcCommand& command);

  gsm::l1::FrameNumber frame() const { return air_; }

 private:
  struct Mobile {
    RadioUnit radio;
    Propagation channel;
    FrameRing uplink;
  };
  // Since the last report in the trace.
  struct Figures {
    unsigned downlink = 0;  // bursts of the base station
    unsigned uplink = 0;    // bursts of all mobiles
    unsigned lost = 0;      // on a channel, in either direction
    unsigned late = 0;      // came after their frame
    unsigned collisions = 0;
  };
  struct Arrival {
    unsigned mobile = 0;
    TransmitBurst burst;
    Reception reception;
  };

  bool hears_base_station(const Mobile& mobile) const;
  bool is_heard(const Mobile& mobile) const;
  AirEffects refuse(const Error& error, const char* what);
  TrxcResponse measure(unsigned radio, const TrxcCommand& command) const;
  std::array<std::optional<TransmitBurst>, 8> sent_by_base_station();
  void deliver_downlink(AirEffects& out);
  void deliver_uplink(AirEffects& out);
  std::vector<Arrival> arrivals(gsm::l1::FrameNumber frame, unsigned timeslot);
  static std::string numbers_of(const std::vector<Arrival>& arrived);
  ReceivedBurst receive_uplink(gsm::l1::FrameNumber frame, unsigned timeslot, AirEffects& out);
  void indicate_clock(AirEffects& out) const;
  void report(AirEffects& out);

  TransceiverSettings settings_;
  RadioUnit base_station_;
  FrameRing downlink_;
  std::vector<Mobile> mobiles_;
  gsm::l1::FrameNumber air_;
  unsigned frames_to_clock_ = 0;
  unsigned frames_to_report_;
  Figures figures_;
};

}  // namespace foothold::rf_bridge::trx
