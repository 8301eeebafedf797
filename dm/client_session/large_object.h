// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dm/syncml/message.h"

namespace foothold::dm {

// Collects an object that comes in several messages (DM large object handling): the first chunk says the size of the
// whole, each but the last has MoreData. One object at a time.
class LargeObject {
 public:
  explicit LargeObject(std::uint32_t max_octets) : max_octets_(max_octets) {}

  // ok: `item.data` is the whole object now. chunked_item_accepted: more must come. Any other code: the item is refused
  // and what was collected of it is forgotten.
  StatusCode take(Item& item);

  // The URI of the object that is not complete; empty if there is none.
  const std::string& pending() const { return uri_; }
  void forget();

 private:
  std::uint32_t max_octets_;
  std::string uri_;
  std::uint32_t size_ = 0;
  Bytes collected_;
};

}  // namespace foothold::dm
