// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <cstdint>
#include <vector>

#include "trace/event.h"

namespace foothold::gui {

// The lanes of the sequence chart, in the order in which a device meets them.
inline constexpr std::array kLanes = {trace::Actor::tre,  trace::Actor::m2me, trace::Actor::bss, trace::Actor::sgsn,
                                      trace::Actor::ggsn, trace::Actor::vno,  trace::Actor::icf, trace::Actor::ccif,
                                      trace::Actor::drf,  trace::Actor::dpf,  trace::Actor::sho, trace::Actor::pva,
                                      trace::Actor::hlr};

QString lane_title(trace::Actor actor);

// Where lanes and messages stand, in pixels; nothing here draws.
class ChartLayout {
 public:
  // Messages evenly below each other, or at their time.
  enum class Scale : std::uint8_t { order, time };

  void set_width(int width);
  void set_row_height(double pixels);  // in order: of a message; at their time: of a millisecond
  void set_lane_zoom(double factor);   // of an open lane's width; 1: as narrow as the window makes them
  void set_scale(Scale scale) { scale_ = scale; }
  Scale scale() const { return scale_; }
  double row_height() const { return row_height_; }
  double lane_zoom() const { return lane_zoom_; }
  int total_width() const { return total_width_; }  // of all lanes, at least the window's

  bool collapsed(trace::Actor actor) const { return collapsed_[static_cast<std::size_t>(actor)]; }
  void set_collapsed(trace::Actor actor, bool collapsed);
  int x_of(trace::Actor actor) const;  // of its line; -1 for an actor without a lane
  int width_of(trace::Actor actor) const;

  // `at`: the message's place among all, `since_start` in nanoseconds.
  double y_of(std::size_t at, std::int64_t since_start) const;
  double height(std::size_t messages, std::int64_t duration) const;

 private:
  void place();

  int width_ = 800;
  int total_width_ = 800;
  double lane_zoom_ = 1;
  double row_height_ = 22;
  Scale scale_ = Scale::order;
  std::array<bool, 16> collapsed_{};
  std::array<int, 16> x_{};
  std::array<int, 16> lane_width_{};
};

}  // namespace foothold::gui
