// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/capture_data.h"

#include <algorithm>
#include <iterator>

namespace foothold::gui::capture {
namespace {

const std::string kNone;

const std::string& nth(const std::vector<std::string>& texts, std::uint16_t number) {
  return number == 0 || number > texts.size() ? kNone : texts[number - 1U];
}

}  // namespace

void CaptureData::append(IndexBatch&& batch) {
  for (const PacketRow& row : batch.rows) {
    if (size_ % kChunk == 0) chunks_.push_back(std::make_shared<PacketRow[]>(kChunk));
    chunks_.back()[size_ % kChunk] = row;
    ++size_;
  }
  std::move(batch.devices.begin(), batch.devices.end(), std::back_inserter(devices_));
  std::move(batch.names.begin(), batch.names.end(), std::back_inserter(names_));
  std::move(batch.changes.begin(), batch.changes.end(), std::back_inserter(changes_));
}

std::size_t CaptureData::row_at(std::int64_t time) const {
  std::size_t low = 0;
  std::size_t high = size_;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (row(middle).time <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? 0 : low - 1;
}

const std::string& CaptureData::device(std::uint16_t number) const {
  return nth(devices_, number);
}

const std::string& CaptureData::name(std::uint16_t number) const {
  return nth(names_, number);
}

Result<trace::Event> CaptureData::event(std::size_t index) const {
  if (index >= size_ || !file_) return fail("no such packet", "packet");
  return event_of(*file_, row(index));
}

Result<Bytes> CaptureData::octets(std::size_t index) const {
  if (index >= size_ || !file_) return fail("no such packet", "packet");
  return file_->read(row(index).offset, row(index).octets);
}

}  // namespace foothold::gui::capture
