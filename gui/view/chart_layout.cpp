// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/chart_layout.h"

#include <algorithm>

namespace foothold::gui {
namespace {

constexpr int kLeft = 84;  // for the times
constexpr int kCollapsed = 18;
constexpr int kNarrowest = 56;
constexpr double kTop = 14;

}  // namespace

QString lane_title(trace::Actor actor) {
  if (actor == trace::Actor::bss) return QStringLiteral("BTS/PCU");
  return QString::fromLatin1(trace::to_string(actor));
}

void ChartLayout::set_width(int width) {
  width_ = width;
  place();
}

void ChartLayout::set_row_height(double pixels) {
  row_height_ = std::clamp(pixels, 6.0, 400.0);
}

void ChartLayout::set_lane_zoom(double factor) {
  lane_zoom_ = std::clamp(factor, 1.0, 8.0);
  place();
}

void ChartLayout::set_collapsed(trace::Actor actor, bool collapsed) {
  collapsed_[static_cast<std::size_t>(actor)] = collapsed;
  place();
}

void ChartLayout::place() {
  x_.fill(-1);
  lane_width_.fill(0);
  int open = 0;
  for (const trace::Actor actor : kLanes) open += collapsed(actor) ? 0 : 1;
  const int room = width_ - kLeft - (static_cast<int>(kLanes.size()) - open) * kCollapsed;
  const int each = open == 0 ? 0 : std::max(static_cast<int>(room / open * lane_zoom_), kNarrowest);
  int x = kLeft;
  for (const trace::Actor actor : kLanes) {
    const int width = collapsed(actor) ? kCollapsed : each;
    x_[static_cast<std::size_t>(actor)] = x + width / 2;
    lane_width_[static_cast<std::size_t>(actor)] = width;
    x += width;
  }
  total_width_ = std::max(width_, x);
}

int ChartLayout::x_of(trace::Actor actor) const {
  return x_[static_cast<std::size_t>(actor)];
}

int ChartLayout::width_of(trace::Actor actor) const {
  return lane_width_[static_cast<std::size_t>(actor)];
}

double ChartLayout::y_of(std::size_t at, std::int64_t since_start) const {
  if (scale_ == Scale::order) return kTop + (static_cast<double>(at) + 0.5) * row_height_;
  return kTop + static_cast<double>(since_start) / 1e6 * row_height_ / 10;
}

double ChartLayout::height(std::size_t messages, std::int64_t duration) const {
  return 2 * kTop + y_of(messages, duration);
}

}  // namespace foothold::gui
