// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/gui/screenshot.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QTest>
#include <QWidget>

namespace foothold::gui {

bool keep_screenshot(QWidget& window, const char* name) {
  const QDir folder(qEnvironmentVariable("FOOTHOLD_SCREENSHOTS", QStringLiteral("screenshots")));
  if (!folder.mkpath(QStringLiteral("."))) return false;
  QTest::qWait(0);  // what was posted: palette and layout
  QApplication::sendPostedEvents();
  return window.grab().save(folder.filePath(QLatin1String(name)));
}

}  // namespace foothold::gui
