// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QObject>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gui/model/palette.h"
#include "lab/steps/step_table.h"

namespace foothold::gui {

class Document;

// One step of one device.
struct StepCell {
  StepMark mark = StepMark::waiting;
  std::int64_t time = 0;                       // when it was done or failed
  std::optional<std::int64_t> since_previous;  // nanoseconds after the step that was done just before
  unsigned retries = 0;
  std::string text;                // what was exchanged, or why it failed
  std::optional<std::size_t> row;  // the packet that shows it
};

struct DeviceSteps {
  std::uint16_t device = 0;
  std::array<StepCell, lab::steps::kStepRows> cells;
  std::int64_t first = 0;  // of the steps
  std::int64_t last = 0;
  std::size_t done = 0;
  std::optional<std::size_t> failed;  // the first step that failed and was not made good
};

// Where each device is, as far as the document is shown: the steps' changes, folded up to the last visible packet.
class StepBoard : public QObject {
  Q_OBJECT
 public:
  explicit StepBoard(Document& document, QObject* parent = nullptr);

  const std::vector<DeviceSteps>& devices() const { return devices_; }  // in order of appearance
  const DeviceSteps* find(std::uint16_t device) const;                  // null if it has done no step
  std::optional<std::size_t> place_of(std::uint16_t device) const;      // among devices()

 signals:
  void changed();

 private:
  void restart();
  void fold();
  void take(std::size_t change, std::vector<std::size_t>& touched);

  Document& document_;
  std::vector<DeviceSteps> devices_;
  std::map<std::uint16_t, std::size_t> index_of_;
  std::size_t folded_ = 0;  // changes
  bool going_on_ = false;   // further steps may come
};

// The three phases of TR 33.812 5.1.3.6.2, as ranges of rows of the step table.
struct PhaseRange {
  const char* title;
  std::size_t first;
  std::size_t count;
  const char* clause;
};
inline constexpr std::array<PhaseRange, 3> kPhases = {
    PhaseRange{QT_TRANSLATE_NOOP("StepModel", "Initial attach"), 0, 6, "TR 33.812, 5.1.3.6.2, steps 1 to 6"},
    PhaseRange{QT_TRANSLATE_NOOP("StepModel", "Discovery and registration"), 6, 6,
               "TR 33.812, 5.1.3.6.2, steps 7 to 12"},
    PhaseRange{QT_TRANSLATE_NOOP("StepModel", "MCIM provisioning, and service"), 12, 11,
               "TR 33.812, 5.1.3.6.2, steps 13 to 21; 22 is the attach with the MCIM"},
};

}  // namespace foothold::gui
