// SPDX-License-Identifier: AGPL-3.0-or-later
// GoogleTest's main with a QApplication, which leaves the user's settings alone and needs no display: Qt's platform is
// "offscreen", or with --xvfb the one that people use on X11, on an X server of the test's own.
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QThreadPool>
#include <cstdio>
#include <cstring>

#include "tests/gui/virtual_display.h"

// Fontconfig and Qt keep things for the life of the process, which is no leak of ours.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::unique_ptr<foothold::gui::VirtualDisplay> display;
  if (argc > 1 && std::strcmp(argv[1], "--xvfb") == 0) {
    display = foothold::gui::VirtualDisplay::start();
    if (!display) {
      std::fprintf(stderr, "Xvfb did not start: lab/install-packages tests\n");
      return 1;
    }
    qputenv("DISPLAY", ':' + QByteArray::number(display->number()));
    qputenv("QT_QPA_PLATFORM", "xcb");
  }
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  const QTemporaryDir settings;
  QApplication::setOrganizationName(QStringLiteral("Foothold"));
  QApplication::setApplicationName(QStringLiteral("foothold-gui-test"));
  QApplication::setApplicationVersion(QStringLiteral("test"));
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  const int result = RUN_ALL_TESTS();
  QThreadPool::globalInstance()->waitForDone();  // the settings are written before their folder goes
  return result;
}
