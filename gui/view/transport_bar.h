// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace foothold::gui {

class Document;

// Plays a capture again: the document is shown up to a moment that moves on by the clock, times the speed.
class TransportBar : public QWidget {
  Q_OBJECT
 public:
  explicit TransportBar(Document& document, QWidget* parent = nullptr);

  bool is_playing() const { return timer_.isActive(); }
  QAction* play_action() { return play_; }
  QAction* step_action() { return step_; }
  QAction* stop_action() { return stop_; }
  QAction* loop_action() { return loop_; }
  void set_speed(double speed);  // the nearest that is offered, 0.1 to 1000
  double speed() const;
  void seek(double seconds);  // from the first packet

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void draw_icons();
  void toggle();
  void pause();
  void advance();
  void step();
  void stop();
  void refresh();
  double duration() const;  // seconds

  Document& document_;
  QTimer timer_;
  QElapsedTimer clock_;
  double position_ = 0;
  QAction* play_;
  QAction* step_;
  QAction* stop_;
  QAction* loop_;
  QSlider* slider_;
  QLabel* time_;
  QComboBox* speed_;
};

}  // namespace foothold::gui
