// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QObject>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gui/model/row_scan.h"
#include "trace/event.h"

namespace foothold::gui {

class Document;

// What um.link_figures says of a period (docs/interfaces.md section 8).
enum class RadioFigure : std::uint8_t {
  level,            // dBm
  signal_to_noise,  // dB
  timing_advance,   // symbols
  bit_errors,       // per million coded bits
  block_errors,     // blocks that were due and could not be decoded
  blocks,           // decoded
  uplink_blocks,    // RLC data blocks, sent first
  retransmitted,    // and again
  downlink_blocks,  // received first
  repeated,         // and again
  access_bursts,
  uplink_rate,    // bit/s
  downlink_rate,  // bit/s
};
inline constexpr std::size_t kRadioFigures = 13;

struct RadioSample {
  std::size_t packet = 0;
  std::int64_t time = 0;
  std::array<std::optional<double>, kRadioFigures> values{};

  std::optional<double> at(RadioFigure figure) const { return values[static_cast<std::size_t>(figure)]; }
};

// A cell that the device has heard, by ARFCN and BSIC, with what its system information said.
struct RadioCell {
  std::size_t packet = 0;  // the last that told of it
  std::string arfcn;
  std::string bsic;
  std::string state;  // event's name without "um."
  std::vector<trace::Field> information;
};

// The radio of the selected device, as its events tell. All of it is bounded: of a long run older samples are thinned.
class RadioLog : public QObject {
  Q_OBJECT
 public:
  explicit RadioLog(Document& document, QObject* parent = nullptr);

  const std::vector<RadioSample>& samples() const { return samples_; }
  const std::vector<RadioCell>& cells() const { return cells_; }
  const std::vector<std::size_t>& incidents() const { return incidents_; }  // packets: losses, failures
  const std::vector<trace::Field>& counters() const { return counters_; }   // the last um.counters

 signals:
  void changed();

 private:
  enum class Interest : std::uint8_t { none, link, bursts, cell, incident, counters };

  void forget();
  void visit(std::size_t packet);
  Interest interest_of(std::uint16_t name);
  void take_sample(RadioSample sample);
  void take_cell(std::size_t packet, const trace::Event& event);

  Document& document_;
  std::vector<std::optional<Interest>> interests_;  // by number of the name
  std::vector<RadioSample> samples_;
  std::vector<RadioCell> cells_;
  std::vector<std::size_t> incidents_;
  std::vector<trace::Field> counters_;
  bool has_link_figures_ = false;
  bool changed_ = false;
  RowScan scan_;
};

}  // namespace foothold::gui
