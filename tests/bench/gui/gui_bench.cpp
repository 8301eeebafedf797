// SPDX-License-Identifier: AGPL-3.0-or-later
// How the dashboard bears large captures and a fast live run:
//   gui_bench [PACKETS] [--tshark] [--live SECONDS]
// Prints what it measured, and whether that is within the bounds that the dashboard is built for; a figure out of its
// bounds is no failure, since the machine may be busy. It fails if the window shows anything else than what was
// written.
#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "gui/model/fleet_model.h"
#include "gui/model/packet_model.h"
#include "gui/view/filter_bar.h"
#include "gui/view/main_window.h"
#include "lab/steps/step_table.h"
#include "tests/bench/gui/large_captures.h"
#include "tests/bench/gui/live_bench.h"
#include "tests/bench/gui/watchdog.h"

namespace foothold::gui {
namespace {

constexpr int kPatience = 600'000;
constexpr double kLongestStall = 50;  // milliseconds
constexpr double kMostMemory = 300;   // octets a packet
constexpr double kMostOfTshark = 0.2;

const char* verdict(double figure, double bound) {
  return figure <= bound ? "within" : "OVER";
}

void report_stall(const char* doing, const Watchdog& watchdog) {
  std::printf("  %-10s longest stall %6.1f ms (%s %.0f); processor time at a stretch %.1f ms\n", doing,
              watchdog.longest(), verdict(watchdog.longest(), kLongestStall), kLongestStall, watchdog.most_used());
}

// The most memory that the process held since forget_peak(), octets.
double peak() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) * 1024;
  }
  return 0;
}

void forget_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

bool fail_with(const char* what) {
  std::fprintf(stderr, "gui_bench: %s\n", what);
  return false;
}

double tshark_seconds(const QString& path) {
  QProcess tshark;
  tshark.setStandardOutputFile(QProcess::nullDevice());
  tshark.setStandardErrorFile(QProcess::nullDevice());
  QElapsedTimer clock;
  clock.start();
  tshark.start(QStringLiteral("tshark"), {QStringLiteral("-n"), QStringLiteral("-r"), path});
  if (!tshark.waitForFinished(kPatience) || tshark.exitCode() != 0) return 0;
  return static_cast<double>(clock.nsecsElapsed()) / 1e9;
}

bool scroll(MainWindow& window, Watchdog& watchdog) {
  auto* const bar = window.findChild<QTableView*>(QStringLiteral("packets"))->verticalScrollBar();
  watchdog.begin();
  for (int at = 0; at <= 100; ++at) {
    bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * at / 100));
    QTest::qWait(5);
  }
  report_stall("scrolling", watchdog);
  return true;
}

bool filter(MainWindow& window, Watchdog& watchdog, const QString& text, int expected) {
  QElapsedTimer clock;
  clock.start();
  watchdog.begin();
  window.filter().set_text(text);
  if (!QTest::qWaitFor([&] { return !window.packets().is_filtering(); }, kPatience)) {
    return fail_with("the filter did not end");
  }
  QTest::qWait(100);  // what it drew belongs to it
  std::printf("  filter '%s': %d packets after %lld ms\n", qPrintable(text), window.packets().rowCount(),
              static_cast<long long>(clock.elapsed() - 100));
  report_stall("filtering", watchdog);
  watchdog.begin();
  window.filter().set_text({});
  QTest::qWait(100);
  report_stall("clearing", watchdog);
  return expected == window.packets().rowCount() || fail_with("packets are missing once the filter is gone");
}

bool measure(const char* what, const QString& path, const LargeCapture& written, const QString& filter_text,
             bool with_tshark) {
  const auto packets = static_cast<double>(written.packets);
  std::printf("%s: %zu packets, %.1f MB, %zu devices\n", what, written.packets,
              static_cast<double>(written.octets) / 1e6, written.devices);
  MainWindow window;
  window.resize(1440, 900);
  window.show();
  QTest::qWait(200);
  forget_peak();
  const double before = peak();
  Watchdog watchdog;
  QElapsedTimer clock;
  watchdog.begin();
  clock.start();
  window.open_file(path);
  if (!QTest::qWaitFor([&] { return window.packets().rowCount() > 0; }, kPatience)) return fail_with("no first row");
  std::printf("  first rows after %lld ms\n", static_cast<long long>(clock.elapsed()));
  double loaded = 0;
  QObject::connect(&window.document(), &Document::reading_ended, &window,
                   [&] { loaded = static_cast<double>(clock.nsecsElapsed()) / 1e9; });
  if (!QTest::qWaitFor([&] { return !window.document().is_reading(); }, kPatience)) return fail_with("no end");
  QTest::qWait(100);
  std::printf("  all on the phase board after %.3f s\n", loaded);
  report_stall("loading", watchdog);
  if (window.packets().rowCount() != static_cast<int>(written.packets)) return fail_with("packets are missing");
  const auto* const fleet = window.findChild<QTableView*>(QStringLiteral("fleet"))->model();
  if (fleet->rowCount() != static_cast<int>(written.devices)) return fail_with("devices are missing");
  if (!scroll(window, watchdog)) return false;
  if (!filter(window, watchdog, filter_text, static_cast<int>(written.packets))) return false;
  const double memory = (peak() - before) / packets;
  std::printf("  memory at its peak %.0f octets a packet (%s %.0f)\n", memory, verdict(memory, kMostMemory),
              kMostMemory);
  if (!with_tshark) return true;
  const double other = tshark_seconds(path);
  if (other == 0) return fail_with("tshark could not be asked");
  std::printf("  tshark -r: %.3f s; ours is %.3f of it (%s %.1f)\n", other, loaded / other,
              verdict(loaded / other, kMostOfTshark), kMostOfTshark);
  return true;
}

bool run(std::size_t packets, bool with_tshark, int live_seconds) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("large"));
  const auto gsmtap = write_gsmtap(path.toStdString(), packets);
  if (!gsmtap) return fail_with(to_string(gsmtap.error()).c_str());
  if (!measure("GSMTAP", path, *gsmtap, QStringLiteral("device == 001020000000042 and layer == gmm"), with_tshark)) {
    return false;
  }
  const auto mixed = write_mixed(path.toStdString(), FOOTHOLD_CAPTURES "/first-attach.pcapng", packets);
  if (!mixed) return fail_with(to_string(mixed.error()).c_str());
  if (!measure("A run repeated", path, *mixed, QStringLiteral("layer == gmm and actor == SGSN"), with_tshark)) {
    return false;
  }
  return live_seconds == 0 || measure_live(live_seconds, 20'000);
}

}  // namespace
}  // namespace foothold::gui

// Fontconfig and Qt keep things for the life of the process, which is no leak of ours.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  const QTemporaryDir settings;
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
  QApplication::setOrganizationName(QStringLiteral("Foothold"));
  std::size_t packets = 1'000'000;
  bool with_tshark = false;
  int live_seconds = 0;
  for (int at = 1; at < argc; ++at) {
    if (std::strcmp(argv[at], "--tshark") == 0) {
      with_tshark = true;
    } else if (std::strcmp(argv[at], "--live") == 0 && at + 1 < argc) {
      live_seconds = std::atoi(argv[++at]);
    } else {
      packets = std::strtoull(argv[at], nullptr, 10);
    }
  }
  const bool right = foothold::gui::run(packets, with_tshark, live_seconds);
  QThreadPool::globalInstance()->waitForDone();  // the settings are written before their folder goes
  return right ? 0 : 1;
}
