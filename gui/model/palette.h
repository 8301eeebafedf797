// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include "trace/event.h"

namespace foothold::gui {

enum class StepMark : std::uint8_t { waiting, running, done, failed, not_reached };

// The application's own colours, for its palette of this moment: light or dark.
bool is_dark();
QPalette light_palette();
QPalette dark_palette();

QColor colour_of(StepMark mark);
QColor soft_colour_of(StepMark mark);                        // behind text
QColor colour_of(trace::Kind kind);                          // of a row's text; invalid: the palette's
QColor background_of(trace::Layer layer, trace::Kind kind);  // of a row; invalid: the palette's
QColor colour_of(trace::Layer layer);                        // of an arrow
QColor series_colour(int number);                            // of a line in a plot
QColor faint_text();

}  // namespace foothold::gui
