// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

namespace foothold::gui {

// A program sends `rate` events a second for that long, through the real stream and collector, to a window that shows
// them. Prints how long the sender's longest write took, the window's longest stall, and what was lost on the way;
// false if what was not lost is not shown.
bool measure_live(int seconds, int rate);

}  // namespace foothold::gui
