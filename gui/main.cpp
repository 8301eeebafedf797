// SPDX-License-Identifier: AGPL-3.0-or-later
// The dashboard: foothold-gui [FILE | --live SOCKET].
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLocale>
#include <QSettings>
#include <QStyleFactory>
#include <QTranslator>

#include "gui/view/main_window.h"

int main(int argc, char** argv) {
  using namespace foothold::gui;
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("Foothold"));
  QApplication::setApplicationName(QStringLiteral("foothold-gui"));
  QApplication::setApplicationVersion(QStringLiteral(FOOTHOLD_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("foothold"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));

  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/foothold.svg")));

  QTranslator translator;
  if (translator.load(QLocale(), QStringLiteral("foothold-gui"), QStringLiteral("_"),
                      QStringLiteral(":/translations"))) {
    QApplication::installTranslator(&translator);
  }

  QCommandLineParser parser;
  parser.setApplicationDescription(
      QApplication::translate("main", "Follow a device from its PCID to its operator, live or from a capture."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption live(QStringLiteral("live"),
                                QApplication::translate("main", "Follow a run by its collector's live socket."),
                                QStringLiteral("SOCKET"));
  parser.addOption(live);
  parser.addPositionalArgument(QStringLiteral("FILE"), QApplication::translate("main", "A pcap or pcapng file."),
                               QStringLiteral("[FILE]"));
  parser.process(application);

  apply_theme(static_cast<Theme>(QSettings().value(QStringLiteral("theme"), 0).toInt()));
  MainWindow window;
  window.show();
  if (parser.isSet(live)) {
    window.follow_run(parser.value(live));
  } else if (!parser.positionalArguments().isEmpty()) {
    window.open_file(parser.positionalArguments().constFirst());
  }
  return QApplication::exec();
}
