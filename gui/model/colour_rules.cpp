// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/colour_rules.h"

#include <QSettings>
#include <QThreadPool>
#include <utility>

namespace foothold::gui {
namespace {

constexpr int kMostRules = 100;

QString key() {
  return QStringLiteral("colour-rules");
}

}  // namespace

ColourRules::ColourRules(QObject* parent) : QObject(parent) {
  QSettings settings;
  const int count = std::min(settings.beginReadArray(key()), kMostRules);
  for (int at = 0; at < count; ++at) {
    settings.setArrayIndex(at);
    rules_.push_back({settings.value(QStringLiteral("on")).toBool(),
                      settings.value(QStringLiteral("filter")).toString(),
                      QColor(settings.value(QStringLiteral("colour")).toString())});
  }
  settings.endArray();
  parse();
}

void ColourRules::set(std::vector<ColourRule> rules) {
  if (rules.size() > kMostRules) rules.resize(kMostRules);
  rules_ = std::move(rules);
  parse();
  // Settings are written through to the disk, which is no work for the window's thread.
  QThreadPool::globalInstance()->start([kept = rules_] {
    QSettings settings;
    settings.remove(key());
    settings.beginWriteArray(key());
    for (int at = 0; at < static_cast<int>(kept.size()); ++at) {
      const ColourRule& rule = kept[static_cast<std::size_t>(at)];
      settings.setArrayIndex(at);
      settings.setValue(QStringLiteral("on"), rule.on);
      settings.setValue(QStringLiteral("filter"), rule.filter);
      settings.setValue(QStringLiteral("colour"), rule.colour.name());
    }
    settings.endArray();
  });
  emit changed();
}

void ColourRules::parse() {
  parsed_.clear();
  for (const ColourRule& rule : rules_) {
    if (!rule.on || !rule.colour.isValid()) continue;
    auto filter = capture::Filter::parse(rule.filter.toStdString());
    if (filter && !filter->empty()) parsed_.emplace_back(std::move(*filter), rule.colour);
  }
}

std::optional<QColor> ColourRules::colour_of(const capture::CaptureData& data, std::size_t packet) const {
  for (const auto& [filter, colour] : parsed_) {
    if (filter.matches(data, packet)) return colour;
  }
  return std::nullopt;
}

}  // namespace foothold::gui
