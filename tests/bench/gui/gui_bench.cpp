// SPDX-License-Identifier: AGPL-3.0-or-later
// How the dashboard bears a large capture: gui_bench [PACKETS] [--tshark]. Prints what it measured; fails only if the
// window shows something else than what was written.
#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/hex.h"
#include "gui/model/packet_model.h"
#include "gui/view/filter_bar.h"
#include "gui/view/main_window.h"

namespace {

using foothold::Bytes;

void put(Bytes& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = 0; i < octets; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8U * i));
}

void put_hex(Bytes& out, const char* hex) {
  const auto octets = *foothold::from_hex(hex);
  out.insert(out.end(), octets.begin(), octets.end());
}

// A pcap of GSMTAP packets: each an attach request by one of a hundred mobiles, 100 microseconds apart.
std::uint64_t write_capture(const std::string& path, std::size_t packets) {
  std::ofstream file(path, std::ios::binary);
  Bytes out;
  put(out, 0xa1b2c3d4, 4);
  put(out, 0x00040002, 4);
  put(out, 0, 8);
  put(out, 65535, 4);
  put(out, 101, 4);
  for (std::size_t at = 0; at < packets; ++at) {
    put(out, 1'000'000 + at / 10000, 4);
    put(out, at % 10000 * 100, 4);
    put(out, 73, 4);
    put(out, 73, 4);
    put_hex(out,
            "4500004900000000401100007f0000017f0000019c401279003500000204080040000000000000000000000001c001080102e5e001"
            "0a00");
    put_hex(out, "0809102000000000");
    put(out, (at % 10) << 4U | (at / 10 % 10), 1);
    put_hex(out, "00f1100001ff000000");
    if (out.size() < 1U << 20U) continue;
    file.write(reinterpret_cast<const char*>(out.data()), static_cast<std::streamsize>(out.size()));
    out.clear();
  }
  file.write(reinterpret_cast<const char*>(out.data()), static_cast<std::streamsize>(out.size()));
  return static_cast<std::uint64_t>(file.tellp());
}

// The longest time that the window's thread had for nothing else.
class Watchdog : public QObject {
 public:
  Watchdog() {
    connect(&timer_, &QTimer::timeout, this, [this] { longest_ = std::max(longest_, clock_.restart()); });
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.start(1);
  }
  qint64 longest() { return std::exchange(longest_, 0); }
  void begin() {
    clock_.start();
    longest_ = 0;
  }

 private:
  QTimer timer_;
  QElapsedTimer clock_;
  qint64 longest_ = 0;
};

// What the process holds now, octets.
long resident() {
  long pages = 0;
  long held = 0;
  std::ifstream("/proc/self/statm") >> pages >> held;
  return held * ::sysconf(_SC_PAGESIZE);
}

int run(std::size_t packets, bool with_tshark) {
  using namespace foothold::gui;
  constexpr int kPatience = 600'000;
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("large.pcap"));
  const std::uint64_t size = write_capture(path.toStdString(), packets);
  std::printf("%zu packets, %.1f MB\n", packets, static_cast<double>(size) / 1e6);

  MainWindow window;
  window.resize(1440, 900);
  window.show();
  auto* const list = window.findChild<QTableView*>(QStringLiteral("packets"));
  QTest::qWait(200);
  const long before = resident();
  Watchdog watchdog;
  watchdog.begin();
  QElapsedTimer clock;
  clock.start();
  window.open_file(path);
  if (!QTest::qWaitFor([&] { return window.packets().rowCount() > 0; }, kPatience)) return 1;
  std::printf("first rows after %lld ms\n", static_cast<long long>(clock.elapsed()));
  if (!QTest::qWaitFor([&] { return !window.document().is_reading(); }, kPatience)) return 1;
  const double loaded = static_cast<double>(clock.nsecsElapsed()) / 1e9;
  std::printf("all on the phase board after %.3f s, longest stall %lld ms, %.0f octets a packet\n", loaded,
              static_cast<long long>(watchdog.longest()),
              static_cast<double>(resident() - before) / static_cast<double>(packets));
  if (window.packets().rowCount() != static_cast<int>(packets)) return 1;

  watchdog.begin();
  for (int at = 0; at <= 100; ++at) {
    list->verticalScrollBar()->setValue(list->verticalScrollBar()->maximum() / 100 * at);
    QTest::qWait(5);
  }
  std::printf("scrolling: longest stall %lld ms\n", static_cast<long long>(watchdog.longest()));

  watchdog.begin();
  clock.restart();
  window.filter().set_text(QStringLiteral("device == 001020000000042 and layer == gmm"));
  if (!QTest::qWaitFor([&] { return !window.packets().is_filtering(); }, kPatience)) return 1;
  std::printf("filter: %d packets after %lld ms, longest stall %lld ms\n", window.packets().rowCount(),
              static_cast<long long>(clock.elapsed()), static_cast<long long>(watchdog.longest()));

  if (!with_tshark) return 0;
  QProcess tshark;
  tshark.setStandardOutputFile(QProcess::nullDevice());
  tshark.setStandardErrorFile(QProcess::nullDevice());
  clock.restart();
  tshark.start(QStringLiteral("tshark"), {QStringLiteral("-n"), QStringLiteral("-r"), path});
  if (!tshark.waitForFinished(kPatience)) return 1;
  const double other = static_cast<double>(clock.nsecsElapsed()) / 1e9;
  std::printf("tshark -r: %.3f s; ours is %.3f of it\n", other, loaded / other);
  return 0;
}

}  // namespace

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
  const std::size_t packets = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  return run(packets, argc > 2 && std::strcmp(argv[2], "--tshark") == 0);
}
