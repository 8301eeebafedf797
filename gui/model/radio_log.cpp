// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/radio_log.h"

#include <algorithm>
#include <cstdlib>

#include "gui/model/document.h"

namespace foothold::gui {
namespace {

constexpr std::size_t kMostSamples = 20000;
constexpr std::size_t kMostCells = 64;
constexpr std::size_t kMostIncidents = 500;

// In the order of RadioFigure.
constexpr std::array<std::string_view, kRadioFigures> kFields = {
    "level_dbm",     "signal_to_noise_db", "timing_advance",       "ber_ppm",         "block_errors",
    "blocks",        "uplink_blocks",      "retransmitted_blocks", "downlink_blocks", "repeated_blocks",
    "access_bursts", "uplink_bit_s",       "downlink_bit_s",
};

std::optional<double> number(const std::string& text) {
  if (text.empty()) return std::nullopt;
  char* rest = nullptr;
  const double value = std::strtod(text.c_str(), &rest);
  return *rest == '\0' && std::abs(value) < 1e15 ? std::optional(value) : std::nullopt;  // no infinity, no NaN
}

}  // namespace

RadioLog::RadioLog(Document& document, QObject* parent)
    : QObject(parent),
      document_(document),
      scan_(
          document, [this](std::size_t packet) { visit(packet); }, this) {
  connect(&scan_, &RowScan::restarted, this, &RadioLog::forget);
  connect(&scan_, &RowScan::advanced, this, [this] {
    if (std::exchange(changed_, false)) emit changed();
  });
  connect(&document, &Document::device_selected, &scan_, &RowScan::restart);
}

void RadioLog::forget() {
  interests_.clear();
  samples_.clear();
  cells_.clear();
  incidents_.clear();
  counters_.clear();
  has_link_figures_ = false;
  emit changed();
}

RadioLog::Interest RadioLog::interest_of(std::uint16_t number_of_name) {
  if (interests_.size() <= number_of_name) interests_.resize(number_of_name + std::size_t{1});
  std::optional<Interest>& known = interests_[number_of_name];
  if (known) return *known;
  const std::string& name = document_.data().name(number_of_name);
  known = Interest::none;
  if (name == "um.link_figures") known = Interest::link;
  if (name == "um.radio_figures") known = Interest::bursts;
  if (name == "um.counters") known = Interest::counters;
  if (name == "um.synchronised" || name == "um.cell_selected" || name == "um.cell_unsuitable") known = Interest::cell;
  if (name == "um.cell_lost" || name == "um.access_unanswered" || name == "um.access_failed" ||
      name == "um.uplink_tbf_failed" || name == "um.collision" || name == "um.access_collision" ||
      name == "um.immediate_assignment_reject") {
    known = Interest::incident;
  }
  return *known;
}

void RadioLog::visit(std::size_t packet) {
  const capture::PacketRow& row = document_.data().row(packet);
  if (row.layer != trace::Layer::um) return;
  if (row.device != 0 && row.device != document_.selected_device()) return;
  const Interest interest = interest_of(row.name);
  if (interest == Interest::none) return;
  const auto event = document_.data().event(packet);
  if (!event) return;
  changed_ = true;
  switch (interest) {
    case Interest::link:
    case Interest::bursts: {
      // The level of the bursts where nothing better is told: it has no counts of a period.
      if (interest == Interest::bursts && has_link_figures_) break;
      if (interest == Interest::link && !has_link_figures_) {
        samples_.clear();
        has_link_figures_ = true;
      }
      RadioSample sample;
      sample.packet = packet;
      sample.time = row.time;
      const std::size_t told = interest == Interest::link ? kRadioFigures : 3;
      for (std::size_t figure = 0; figure < told; ++figure) {
        sample.values[figure] = number(event->field(kFields[figure]));
      }
      take_sample(sample);
      break;
    }
    case Interest::counters:
      counters_ = event->fields;
      break;
    case Interest::cell:
      take_cell(packet, *event);
      break;
    case Interest::incident:
      if (event->name == "um.cell_lost") take_cell(packet, *event);
      incidents_.push_back(packet);
      if (incidents_.size() > kMostIncidents) incidents_.erase(incidents_.begin());
      break;
    case Interest::none:
      break;
  }
}

void RadioLog::take_sample(RadioSample sample) {
  samples_.push_back(sample);
  if (samples_.size() < kMostSamples) return;
  // Every second one of the older half goes.
  std::vector<RadioSample> kept;
  for (std::size_t at = 0; at < samples_.size(); ++at) {
    if (at >= samples_.size() / 2 || at % 2 == 0) kept.push_back(samples_[at]);
  }
  samples_ = std::move(kept);
}

void RadioLog::take_cell(std::size_t packet, const trace::Event& event) {
  const std::string& arfcn = event.field("arfcn");
  const std::string& bsic = event.field("bsic");
  // What names no cell is about the last one.
  auto cell = std::find_if(cells_.begin(), cells_.end(),
                           [&](const RadioCell& one) { return one.arfcn == arfcn && one.bsic == bsic; });
  if (arfcn.empty()) cell = cells_.empty() ? cells_.end() : cells_.end() - 1;
  if (cell == cells_.end()) {
    if (cells_.size() >= kMostCells || arfcn.empty()) return;
    cells_.push_back({packet, arfcn, bsic, {}, {}});
    cell = cells_.end() - 1;
  }
  cell->packet = packet;
  cell->state = event.name.substr(event.name.find('.') + 1);
  for (const trace::Field& field : event.fields) {
    if (field.name == "arfcn" || field.name == "bsic") continue;
    const auto known = std::find_if(cell->information.begin(), cell->information.end(),
                                    [&](const trace::Field& one) { return one.name == field.name; });
    if (known != cell->information.end()) {
      known->value = field.value;
    } else {
      cell->information.push_back(field);
    }
  }
}

}  // namespace foothold::gui
