// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QString>
#include <QThread>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "base/unique_fd.h"
#include "gui/capture/capture_file.h"
#include "gui/capture/capture_index.h"

namespace foothold::gui {

// Reads a capture on a thread of its own: a file to its end, or the collector's live stream until it ends. Batches
// come to the window's thread, at most some twenty a second and one at a time, so that it is never buried: what comes
// while it is busy waits here and is one batch then. Of a live stream the socket is emptied before anything else is
// done: neither the window nor the index makes the collector wait.
class CaptureLoader : public QThread {
  Q_OBJECT
 public:
  using Batch = std::shared_ptr<capture::IndexBatch>;

  CaptureLoader(std::shared_ptr<capture::CaptureFile> file, QObject* parent);
  // A live stream: `socket` is read and what comes is kept in `spool`.
  CaptureLoader(std::shared_ptr<capture::CaptureFile> spool, UniqueFd socket, QObject* parent);
  ~CaptureLoader() override;  // cancels and waits

  void cancel();
  bool is_live() const { return static_cast<bool>(socket_); }
  void taken();  // the last batch: the next may come

 signals:
  void batch_read(const foothold::gui::CaptureLoader::Batch& batch);
  // `problem` in words; empty if all was read.
  void ended(const QString& problem);

 protected:
  void run() override;

 private:
  QString read_file();
  QString read_stream();
  // Takes in what the socket has, up to a bound. True when the stream has ended; `problem` says why if not by itself.
  bool empty_socket(QString& problem);
  void deliver();
  void deliver_in_time();

  std::shared_ptr<capture::CaptureFile> file_;
  UniqueFd socket_;
  UniqueFd wake_;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> window_is_free_ = true;
  std::chrono::steady_clock::time_point due_{};
  Bytes piece_;
  std::uint64_t spooled_ = 0;  // octets of the stream in the file
  capture::CaptureIndex index_;
};

}  // namespace foothold::gui
