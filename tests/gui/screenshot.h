// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

class QWidget;

namespace foothold::gui {

// Keeps a picture of the window: in the folder that FOOTHOLD_SCREENSHOTS names, or "screenshots" where the test runs.
bool keep_screenshot(QWidget& window, const char* name);

}  // namespace foothold::gui
