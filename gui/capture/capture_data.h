// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gui/capture/capture_index.h"
#include "gui/capture/event_of_packet.h"

namespace foothold::gui::capture {

// A capture as far as it is read: rows, names, steps. One thread appends; a copy is a snapshot that another thread may
// read at the same time, since what is there neither moves nor changes.
class CaptureData {
 public:
  CaptureData() = default;
  explicit CaptureData(std::shared_ptr<const CaptureFile> file) : file_(std::move(file)) {}

  void append(IndexBatch&& batch);

  std::size_t size() const { return size_; }
  const PacketRow& row(std::size_t index) const { return chunks_[index / kChunk][index % kChunk]; }
  std::int64_t start() const { return size_ == 0 ? 0 : row(0).time; }
  std::int64_t end() const { return size_ == 0 ? 0 : row(size_ - 1).time; }
  // The last row whose time is not later; rows are in order of time but for a few.
  std::size_t row_at(std::int64_t time) const;

  const std::string& device(std::uint16_t number) const;  // empty for 0
  const std::string& name(std::uint16_t number) const;
  std::size_t devices() const { return devices_.size(); }
  const std::vector<StepChange>& changes() const { return changes_; }

  Result<trace::Event> event(std::size_t index) const;
  Result<Bytes> octets(std::size_t index) const;

 private:
  static constexpr std::size_t kChunk = 65536;

  std::shared_ptr<const CaptureFile> file_;
  std::vector<std::shared_ptr<PacketRow[]>> chunks_;
  std::size_t size_ = 0;
  std::vector<std::string> devices_;
  std::vector<std::string> names_;
  std::vector<StepChange> changes_;
};

}  // namespace foothold::gui::capture
