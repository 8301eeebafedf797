// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/bench/gui/live_bench.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "gui/model/packet_model.h"
#include "gui/view/main_window.h"
#include "tests/bench/gui/watchdog.h"
#include "trace/collector.h"
#include "trace/stamp.h"
#include "trace/stream_sink.h"

namespace foothold::gui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPatience = 600'000;

trace::Event sample(int number) {
  trace::Event event;
  event.device = "00102" + std::to_string(1'000'000'000 + number % 100).replace(0, 1, "0");
  event.from = trace::Actor::m2me;
  event.to = trace::Actor::sgsn;
  event.layer = trace::Layer::llc;
  event.kind = trace::Kind::received;
  event.name = "test.event";
  event.fields = {{"number", std::to_string(number)}};
  event.payload = trace::Payload::llc;
  event.bytes.assign(60, 0x2b);
  trace::stamp(event);
  return event;
}

// Sends at an even pace, ten milliseconds' worth at a time; the longest write() in milliseconds.
double send(trace::Sink& sink, int events, int rate) {
  const int at_once = std::max(rate / 100, 1);
  double longest = 0;
  auto due = Clock::now();
  for (int sent = 0; sent < events; ++sent) {
    if (sent % at_once == 0) {
      std::this_thread::sleep_until(due);
      due += std::chrono::milliseconds(10);
    }
    trace::Event event = sample(sent);
    const auto before = Clock::now();
    sink.write(std::move(event));
    longest = std::max(longest, std::chrono::duration<double, std::milli>(Clock::now() - before).count());
  }
  return longest;
}

struct Shown {
  std::size_t events = 0;
  std::size_t missed = 0;  // as trace.dropped tells
};

Shown shown_by(const Document& document) {
  Shown shown;
  for (std::size_t row = 0; row < document.data().size(); ++row) {
    const std::string& name = document.data().name(document.data().row(row).name);
    if (name == "test.event") ++shown.events;
    if (name != "trace.dropped") continue;
    if (const auto event = document.data().event(row)) {
      shown.missed += std::strtoull(event->field("count").c_str(), nullptr, 10);
    }
  }
  return shown;
}

bool fail_with(const char* what) {
  std::fprintf(stderr, "gui_bench: live: %s\n", what);
  return false;
}

}  // namespace

bool measure_live(int seconds, int rate) {
  const int events = seconds * rate;
  std::printf("live: %d events a second for %d s\n", rate, seconds);
  const QTemporaryDir folder;
  const std::string in = folder.filePath(QStringLiteral("in.sock")).toStdString();
  const QString live = folder.filePath(QStringLiteral("live.sock"));
  auto collector = trace::Collector::open(in, live.toStdString(), [](const trace::Event&) {});
  if (!collector) return fail_with(to_string(collector.error()).c_str());
  MainWindow window;
  window.resize(1440, 900);
  window.show();
  window.follow_run(live);
  const Document& document = window.document();
  // Until the collector has taken the listener in, events pass it by.
  trace::Event hello = sample(0);
  hello.name = "test.hello";
  if (!QTest::qWaitFor(
          [&] {
            (*collector)->write(hello);
            return document.data().size() > 0;
          },
          kPatience)) {
    return fail_with("nobody listens");
  }
  auto sink = trace::connect_stream(in, "bench");
  if (!sink) return fail_with(to_string(sink.error()).c_str());

  Watchdog watchdog;
  watchdog.begin();
  std::atomic<double> longest_write = -1;
  const auto began = Clock::now();
  std::thread sender([&] { longest_write = send(**sink, events, rate); });
  const bool sent = QTest::qWaitFor([&] { return longest_write >= 0; }, kPatience);
  sender.join();
  if (!sent) return fail_with("the sender did not end");
  const double sending = std::chrono::duration<double>(Clock::now() - began).count();
  sink->reset();  // what it held is sent
  Shown shown;
  const bool all = QTest::qWaitFor(
      [&] {
        shown = shown_by(document);
        return shown.events + shown.missed >= static_cast<std::size_t>(events);
      },
      kPatience);
  std::printf("  sent in %.2f s, longest write %.2f ms; %zu shown, %zu lost\n", sending, longest_write.load(),
              shown.events, shown.missed);
  std::printf("  longest stall of the window %.1f ms; processor time at a stretch %.1f ms\n", watchdog.longest(),
              watchdog.most_used());
  (*collector)->stop();
  return all || fail_with("events are missing and nobody tells of them");
}

}  // namespace foothold::gui
