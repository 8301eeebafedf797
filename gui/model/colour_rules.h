// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "gui/capture/filter.h"

namespace foothold::gui {

// A person's own colour for the packets that pass a filter.
struct ColourRule {
  bool on = true;
  QString filter;
  QColor colour;

  friend bool operator==(const ColourRule&, const ColourRule&) = default;
};

// The rules in their order, the first that fits decides; where none does, the window's own colours stay. They are kept
// among the settings.
class ColourRules : public QObject {
  Q_OBJECT
 public:
  explicit ColourRules(QObject* parent = nullptr);  // with what was kept

  const std::vector<ColourRule>& rules() const { return rules_; }
  void set(std::vector<ColourRule> rules);  // and keeps them
  // A rule whose filter is none, or that is switched off, fits nothing.
  std::optional<QColor> colour_of(const capture::CaptureData& data, std::size_t packet) const;

 signals:
  void changed();

 private:
  void parse();

  std::vector<ColourRule> rules_;
  std::vector<std::pair<capture::Filter, QColor>> parsed_;
};

}  // namespace foothold::gui
