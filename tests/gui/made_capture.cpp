// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/gui/made_capture.h"

#include <chrono>

#include "trace/file_sink.h"

namespace foothold::gui {

trace::Event event_at(int milliseconds, const char* name, trace::Layer layer, trace::Kind kind,
                      std::vector<trace::Field> fields) {
  trace::Event event;
  event.time = trace::Time(std::chrono::seconds(1'700'000'000) + std::chrono::milliseconds(milliseconds));
  event.device = "001020000000001";
  event.from = trace::Actor::m2me;
  event.layer = layer;
  event.kind = kind;
  event.name = name;
  event.fields = std::move(fields);
  return event;
}

bool write_capture(const QString& path, const std::vector<trace::Event>& events) {
  auto file = trace::open_pcapng_file(path.toStdString(), "test");
  if (!file) return false;
  for (const trace::Event& event : events) (*file)->write(event);
  return true;
}

std::vector<trace::Event> radio_events() {
  using trace::Kind;
  constexpr auto kUm = trace::Layer::um;
  std::vector<trace::Event> events;
  // The device must have a step for the window to choose it by itself.
  trace::Event attach =
      event_at(0, "wire.attach_request", trace::Layer::gmm, Kind::received, {{"imsi", "001020000000001"}});
  attach.to = trace::Actor::sgsn;
  events.push_back(attach);
  events.push_back(event_at(10, "um.synchronised", kUm, Kind::state, {{"arfcn", "871"}, {"bsic", "63"}}));
  events.push_back(event_at(20, "um.cell_selected", kUm, Kind::received,
                            {{"cell", "001-01-1-1-1"}, {"arfcn", "871"}, {"bsic", "63"}, {"rac", "1"}}));
  for (int period = 1; period <= 60; ++period) {
    const auto text = [](int number) { return std::to_string(number); };
    const bool weak = period >= 25 && period < 35;
    const int wave = (period * 7) % 11;
    events.push_back(event_at(period * 2000, "um.link_figures", kUm, Kind::note,
                              {{"level_dbm", text(weak ? -98 - wave % 4 : -62 - wave)},
                               {"signal_to_noise_db", text(weak ? 4 + wave % 3 : 22 + wave % 5)},
                               {"timing_advance", period < 3 ? "" : text(3 + period / 30)},
                               {"ber_ppm", text(weak ? 42000 + wave * 900 : wave * 120)},
                               {"block_errors", text(weak ? 9 + wave : wave % 2)},
                               {"blocks", text(weak ? 40 : 96)},
                               {"uplink_blocks", text(weak ? 12 : 30 + wave)},
                               {"retransmitted_blocks", text(weak ? 10 + wave % 5 : wave % 2)},
                               {"downlink_blocks", text(weak ? 10 : 41 - wave)},
                               {"repeated_blocks", text(weak ? 6 : 0)},
                               {"access_bursts", text(period % 3)},
                               {"uplink_bit_s", text(weak ? 1800 + wave * 100 : 7200 + wave * 300)},
                               {"downlink_bit_s", text(weak ? 2100 : 8800 - wave * 250)}}));
    if (period == 34)
      events.push_back(event_at(68100, "um.cell_lost", kUm, Kind::failure, {{"reason", "no BCCH block for 5 s"}}));
  }
  events.push_back(
      event_at(121000, "um.counters", kUm, Kind::state, {{"retransmitted_blocks", "131"}, {"cells_lost", "1"}}));
  return events;
}

}  // namespace foothold::gui
