// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

namespace foothold::gui {

// The calling thread does long work for the window: where both want the processor, the window comes first.
void give_way();

}  // namespace foothold::gui
