// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Captures from anywhere, opened as the window opens them: loader, document, and every model that shows it. As many
// packets appear as the index finds by itself, and every one of them has a text.
#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <cstdlib>

#include "gui/capture/filter.h"
#include "gui/model/document.h"
#include "gui/model/fleet_model.h"
#include "gui/model/packet_model.h"
#include "gui/model/step_model.h"

// Fontconfig and Qt keep things for the life of the process, which is no leak of ours.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

namespace {

using namespace foothold::gui;

struct Desk {
  Desk() : board(document), packets(document), steps(document, board), fleet(document, board) {}

  QTemporaryDir folder;
  Document document;
  StepBoard board;
  PacketModel packets;
  StepModel steps;
  FleetModel fleet;
};

Desk& desk() {
  static int argc = 1;
  static char name[] = "document_fuzz";
  static char* argv[] = {name, nullptr};
  static QGuiApplication* const application = [] {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return new QGuiApplication(argc, argv);
  }();
  static Desk* const desk = new Desk;
  Q_UNUSED(application);
  return *desk;
}

void look_at(const QAbstractItemModel& model, int most) {
  for (int row = 0; row < std::min(model.rowCount(), most); ++row) {
    for (int column = 0; column < model.columnCount(); ++column) {
      for (const int role : {int{Qt::DisplayRole}, int{Qt::BackgroundRole}, int{Qt::ToolTipRole}}) {
        model.index(row, column).data(role);
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int kMostLooks = 40;
  capture::CaptureIndex index;
  index.feed(foothold::ByteView(data, size));
  const auto expected = index.take().rows.size();

  Desk& used = desk();
  const QString path = used.folder.filePath(QStringLiteral("capture"));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return 0;
  file.write(reinterpret_cast<const char*>(data), static_cast<qint64>(size));
  file.close();
  if (!used.document.open(path)) std::abort();
  while (used.document.is_reading()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  if (used.packets.rowCount() != static_cast<int>(expected)) std::abort();
  look_at(used.packets, kMostLooks);
  look_at(used.steps, kMostLooks);
  look_at(used.fleet, kMostLooks);
  used.document.select_row(size % (expected + 1));
  used.document.show_up_to(expected / 2);
  used.packets.set_filter(*capture::Filter::parse("actor == M2ME or text ~ a"));
  while (used.packets.is_filtering()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  if (used.packets.rowCount() > static_cast<int>(expected)) std::abort();
  used.packets.set_filter({});
  return 0;
}
