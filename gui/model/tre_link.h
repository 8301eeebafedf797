// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::gui {

// A terminal session with a running TRE over its socket (docs/interfaces.md section 3): two octets of length, then an
// APDU, each way; one command at a time.
class TreLink : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // Errors: nobody listens at that path.
  Result<void> connect_to(const QString& path);
  void hang_up();
  bool is_connected() const { return static_cast<bool>(socket_); }
  bool is_waiting() const { return !command_.empty(); }  // for an answer

  // Sends a command of 4 to 65535 octets; nothing happens while one is unanswered.
  void send(Bytes command);

 signals:
  void answered(const foothold::Bytes& command, const foothold::Bytes& answer);  // with its status word
  void state_changed();

 private:
  void read();

  UniqueFd socket_;
  std::unique_ptr<QSocketNotifier> readable_;
  QByteArray held_;
  Bytes command_;
};

}  // namespace foothold::gui
