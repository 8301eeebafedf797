// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/client_session/large_object.h"

#include <utility>

namespace foothold::dm {

void LargeObject::forget() {
  uri_.clear();
  size_ = 0;
  collected_.clear();
}

StatusCode LargeObject::take(Item& item) {
  Bytes& chunk = item.data.emplace(std::move(item.data).value_or(Bytes{}));
  if (uri_.empty()) {
    if (!item.more_data) return chunk.size() > max_octets_ ? StatusCode::request_entity_too_large : StatusCode::ok;
    if (item.target.empty() || !item.meta.size) return StatusCode::bad_request;
    if (*item.meta.size > max_octets_) return StatusCode::request_entity_too_large;
    uri_ = item.target;
    size_ = *item.meta.size;
  }
  if (chunk.size() > size_ - collected_.size() || (item.more_data && chunk.empty())) {
    forget();
    return StatusCode::size_mismatch;
  }
  collected_.insert(collected_.end(), chunk.begin(), chunk.end());
  if (item.more_data) return StatusCode::chunked_item_accepted;
  const bool whole = collected_.size() == size_;
  if (whole) chunk = std::move(collected_);
  forget();
  return whole ? StatusCode::ok : StatusCode::size_mismatch;
}

}  // namespace foothold::dm
