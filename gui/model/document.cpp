// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/document.h"

#include <algorithm>
#include <utility>

#include "trace/unix_socket.h"

namespace foothold::gui {

Document::Document(QObject* parent) : QObject(parent) {}

Document::~Document() = default;

Result<void> Document::open(const QString& path) {
  auto file = capture::CaptureFile::open(path.toStdString());
  if (!file) return tl::unexpected(file.error());
  live_ = false;
  octets_in_all_ = (*file)->size();
  start(std::make_unique<CaptureLoader>(*file, nullptr), *file, path);
  return {};
}

Result<void> Document::follow(const QString& socket) {
  auto connected = trace::connect_unix(socket.toStdString());
  if (!connected) return tl::unexpected(connected.error());
  auto spool = capture::CaptureFile::create_spool();
  if (!spool) return tl::unexpected(spool.error());
  live_ = true;
  octets_in_all_ = 0;
  start(std::make_unique<CaptureLoader>(*spool, std::move(*connected), nullptr), *spool, socket);
  return {};
}

void Document::start(std::unique_ptr<CaptureLoader> loader, std::shared_ptr<const capture::CaptureFile> file,
                     const QString& path) {
  loader_.reset();  // waits: no batch of the old capture comes after this
  data_ = capture::CaptureData(std::move(file));
  path_ = path;
  octets_read_ = 0;
  damaged_ = 0;
  replay_row_.reset();
  selected_row_.reset();
  selected_device_ = 0;
  emit replaced();
  loader_ = std::move(loader);
  CaptureLoader* const current = loader_.get();
  connect(current, &CaptureLoader::batch_read, this, [this, current](const CaptureLoader::Batch& batch) {
    if (loader_.get() == current) take(batch);
  });
  connect(current, &CaptureLoader::ended, this, [this, current](const QString& problem) {
    if (loader_.get() != current) return;
    loader_.release()->deleteLater();
    live_ = false;
    emit reading_ended(problem);
  });
  loader_->start();
}

void Document::cancel() {
  if (loader_) loader_->cancel();
}

void Document::take(const CaptureLoader::Batch& batch) {
  octets_read_ = batch->octets;
  damaged_ = batch->damaged;
  data_.append(std::move(*batch));
  const bool first_device = selected_device_ == 0 && !data_.changes().empty();
  emit grown();
  if (first_device) select_device(data_.changes().front().device);
  if (loader_) loader_->taken();
}

std::size_t Document::visible_rows() const {
  return replay_row_ ? std::min(*replay_row_, data_.size()) : data_.size();
}

void Document::show_all() {
  if (!replay_row_) return;
  replay_row_.reset();
  emit visible_rows_changed();
}

void Document::show_up_to(std::size_t rows) {
  if (replay_row_ == rows) return;
  replay_row_ = rows;
  emit visible_rows_changed();
}

void Document::select_row(std::size_t row) {
  if (row >= data_.size() || selected_row_ == row) return;
  selected_row_ = row;
  emit row_selected(row);
}

void Document::select_device(std::uint16_t device) {
  if (device > data_.devices() || selected_device_ == device) return;
  selected_device_ = device;
  emit device_selected(device);
}

}  // namespace foothold::gui
