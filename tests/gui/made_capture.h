// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "trace/event.h"

namespace foothold::gui {

// An event of the device 001020000000001, so many milliseconds after a fixed moment.
trace::Event event_at(int milliseconds, const char* name, trace::Layer layer, trace::Kind kind,
                      std::vector<trace::Field> fields);

// Writes them as the lab writes a run; false if that fails.
bool write_capture(const QString& path, const std::vector<trace::Event>& events);

// Twenty seconds over the air as um.link_figures and its companions tell them, the cell lost in between.
std::vector<trace::Event> radio_events();

}  // namespace foothold::gui
