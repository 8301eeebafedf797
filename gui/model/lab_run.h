// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>

namespace foothold::gui {

// A `foothold demo` that the window started, as a process of its own.
class LabRun : public QObject {
  Q_OBJECT
 public:
  struct Choice {
    QString scenario = QStringLiteral("good");
    QString radio = QStringLiteral("gb");
    int devices = 1;
  };

  explicit LabRun(QObject* parent = nullptr);
  ~LabRun() override;  // ends the run and waits for it

  bool is_running() const { return process_.state() != QProcess::NotRunning; }
  // The run's folder is made by it: a new one below `folder`. Nothing happens while another run is under way.
  void start(const QString& program, const QString& folder, const Choice& choice);
  void stop();  // as Ctrl-C does

  const QString& state_folder() const { return state_folder_; }  // while it runs, once it has said so

 signals:
  void state_changed();
  void can_be_followed(const QString& live_socket);
  void ended(int exit_code, const QString& last_line);

 private:
  void read();
  void look_for_socket();
  void finish(int exit_code);
  void remove_state();

  QProcess process_;
  QByteArray output_;
  QString run_folder_;
  QString state_folder_;
  QTimer look_;
};

}  // namespace foothold::gui
