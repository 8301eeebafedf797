// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/palette.h"

#include <QGuiApplication>

namespace foothold::gui {
namespace {

QColor either(const char* light, const char* dark) {
  return QColor(QLatin1String(is_dark() ? dark : light));
}

QPalette palette_of(const QColor& window, const QColor& base, const QColor& text, const QColor& button,
                    const QColor& faint, const QColor& accent) {
  QPalette palette(button, window);
  palette.setColor(QPalette::Base, base);
  palette.setColor(QPalette::AlternateBase, window);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    palette.setColor(role, text);
    palette.setColor(QPalette::Disabled, role, faint);
  }
  palette.setColor(QPalette::ToolTipBase, base);
  palette.setColor(QPalette::PlaceholderText, faint);
  palette.setColor(QPalette::Highlight, accent);
  palette.setColor(QPalette::HighlightedText, Qt::white);
  palette.setColor(QPalette::Link, accent);
  return palette;
}

}  // namespace

bool is_dark() {
  return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

QPalette light_palette() {
  return palette_of(QColor(0xf3f4f6), QColor(0xffffff), QColor(0x1f2328), QColor(0xe9ebee), QColor(0x7d8590),
                    QColor(0x2f6fde));
}

QPalette dark_palette() {
  return palette_of(QColor(0x24272c), QColor(0x1b1d21), QColor(0xe2e5e9), QColor(0x32363c), QColor(0x858c95),
                    QColor(0x3d74d6));
}

QColor colour_of(StepMark mark) {
  switch (mark) {
    case StepMark::done:
      return either("#1a7f4b", "#4cc38a");
    case StepMark::failed:
      return either("#c62f38", "#ff6b70");
    case StepMark::running:
      return either("#9a6700", "#e3b341");
    case StepMark::waiting:
    case StepMark::not_reached:
      break;
  }
  return either("#8c959f", "#6e7681");
}

QColor soft_colour_of(StepMark mark) {
  switch (mark) {
    case StepMark::done:
      return either("#d9f2e4", "#1c3a2b");
    case StepMark::failed:
      return either("#fde4e4", "#4a2226");
    case StepMark::running:
      return either("#fff1cc", "#443714");
    case StepMark::waiting:
    case StepMark::not_reached:
      break;
  }
  return either("#e9ebee", "#2d3137");
}

QColor colour_of(trace::Kind kind) {
  if (kind == trace::Kind::failure) return either("#b3202a", "#ff8085");
  if (kind == trace::Kind::discarded) return either("#8a5a00", "#e3b341");
  return {};
}

QColor background_of(trace::Layer layer, trace::Kind kind) {
  if (kind == trace::Kind::step) return soft_colour_of(StepMark::done);
  if (kind == trace::Kind::failure) return soft_colour_of(StepMark::failed);
  switch (layer) {
    case trace::Layer::apdu:
      return either("#f4ecfb", "#2c2436");
    case trace::Layer::gmm:
    case trace::Layer::sm:
      return either("#e6f1fd", "#1d2b3d");
    case trace::Layer::gsup:
      return either("#fdf2e1", "#36291a");
    case trace::Layer::http:
    case trace::Layer::gba:
    case trace::Layer::dm:
    case trace::Layer::mcim:
      return either("#e8f6f3", "#1b3230");
    default:
      return {};
  }
}

QColor colour_of(trace::Layer layer) {
  switch (layer) {
    case trace::Layer::apdu:
      return either("#8250c4", "#b58be8");
    case trace::Layer::gmm:
    case trace::Layer::sm:
      return either("#1f6fd0", "#6cb0ff");
    case trace::Layer::gsup:
      return either("#b8660b", "#f0a04b");
    case trace::Layer::http:
    case trace::Layer::gba:
      return either("#0f7f74", "#4fcabb");
    case trace::Layer::dm:
    case trace::Layer::mcim:
      return either("#1a7f4b", "#4cc38a");
    default:
      return either("#6e7781", "#8b949e");
  }
}

QColor series_colour(int number) {
  switch (number % 4) {
    case 0:
      return either("#1f6fd0", "#6cb0ff");
    case 1:
      return either("#b8660b", "#f0a04b");
    case 2:
      return either("#1a7f4b", "#4cc38a");
    default:
      return either("#8250c4", "#b58be8");
  }
}

QColor faint_text() {
  return QGuiApplication::palette().color(QPalette::PlaceholderText);
}

}  // namespace foothold::gui
