// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QString>
#include <QThread>
#include <atomic>
#include <memory>
#include <string>

#include "base/unique_fd.h"
#include "gui/capture/capture_file.h"
#include "gui/capture/capture_index.h"

namespace foothold::gui {

// Reads a capture on a thread of its own: a file to its end, or the collector's live stream until it ends. Batches
// come to the window's thread, at most some twenty a second, so that it is never buried.
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

 signals:
  void batch_read(const foothold::gui::CaptureLoader::Batch& batch);
  // `problem` in words; empty if all was read.
  void ended(const QString& problem);

 protected:
  void run() override;

 private:
  QString read_file();
  QString read_stream();
  void deliver();

  std::shared_ptr<capture::CaptureFile> file_;
  UniqueFd socket_;
  UniqueFd wake_;
  std::atomic<bool> cancelled_ = false;
  capture::CaptureIndex index_;
};

}  // namespace foothold::gui
