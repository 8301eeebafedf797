// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "gui/capture/capture_data.h"
#include "gui/model/capture_loader.h"

namespace foothold::gui {

// The capture that the window shows, and what all views share: the packet and the device that are selected, and how far
// a replay has come. Every view follows its signals and none knows another.
class Document : public QObject {
  Q_OBJECT
 public:
  explicit Document(QObject* parent = nullptr);
  ~Document() override;

  // Begins to read; what was there before is let go.
  Result<void> open(const QString& path);
  Result<void> follow(const QString& socket);
  void cancel();

  const capture::CaptureData& data() const { return data_; }
  const QString& path() const { return path_; }
  bool is_live() const { return live_; }
  bool is_reading() const { return loader_ != nullptr; }
  std::uint64_t octets_read() const { return octets_read_; }
  std::uint64_t octets_in_all() const { return octets_in_all_; }
  std::size_t damaged() const { return damaged_; }

  // Rows that are shown: all of them, or those up to where the replay is.
  std::size_t visible_rows() const;
  std::optional<std::size_t> replay_row() const { return replay_row_; }
  void show_all();
  void show_up_to(std::size_t rows);

  std::optional<std::size_t> selected_row() const { return selected_row_; }
  std::uint16_t selected_device() const { return selected_device_; }  // 0: none
  void select_row(std::size_t row);
  void select_device(std::uint16_t device);

 signals:
  void replaced();  // another capture: forget everything
  void grown();     // further rows, devices or steps
  void reading_ended(const QString& problem);
  void visible_rows_changed();
  void row_selected(std::size_t row);
  void device_selected(std::uint16_t device);

 private:
  void start(std::unique_ptr<CaptureLoader> loader, std::shared_ptr<const capture::CaptureFile> file,
             const QString& path);
  void take(const CaptureLoader::Batch& batch);

  capture::CaptureData data_;
  std::unique_ptr<CaptureLoader> loader_;
  QString path_;
  bool live_ = false;
  std::uint64_t octets_read_ = 0;
  std::uint64_t octets_in_all_ = 0;
  std::size_t damaged_ = 0;
  std::optional<std::size_t> replay_row_;
  std::optional<std::size_t> selected_row_;
  std::uint16_t selected_device_ = 0;
};

}  // namespace foothold::gui
