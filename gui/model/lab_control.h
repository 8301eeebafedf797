// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QSocketNotifier>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::gui {

struct LabDevice {
  int number = 0;
  QString pcid;
  bool running = false;
};

struct LabProcess {
  QString name;
  bool running = false;
  bool cut = false;
};

// What a running lab says of itself.
struct LabStatus {
  QString radio;
  bool ready = false;
  std::vector<LabDevice> devices;
  std::vector<LabProcess> processes;
};

// Nothing if the answer is no status; what is missing in it is left out.
std::optional<LabStatus> lab_status_of(const QJsonObject& answer);

// The control socket of a running lab (docs/interfaces.md section 9): one JSON object a line each way.
class LabControl : public QObject {
  Q_OBJECT
 public:
  explicit LabControl(QObject* parent = nullptr);

  // Errors: nobody listens at that path.
  Result<void> connect_to(const QString& path);
  void disconnect_from_lab();
  bool is_connected() const { return static_cast<bool>(socket_); }
  const LabStatus& status() const { return status_; }

  // {"command": ...}; the answer comes as `answered`. Nothing is sent without a connection.
  void send(const QJsonObject& request);

 signals:
  void status_changed();  // also: connected, or no longer
  void answered(bool ok, const QString& error);

 private:
  void read();
  void take_line(const QByteArray& line);

  UniqueFd socket_;
  std::unique_ptr<QSocketNotifier> readable_;
  QByteArray held_;
  std::vector<bool> asked_for_status_;  // of each request that is not answered
  LabStatus status_;
  QTimer poll_;
};

}  // namespace foothold::gui
