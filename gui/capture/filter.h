// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gui/capture/capture_data.h"

namespace foothold::gui::capture {

// A display filter (docs/dashboard.md has the language): `layer == gmm and not (device == 001020000000001)`,
// `actor == ICF`, `time >= 0.5`, `text ~ "attach"`, `imsi == 001030000000001`, or a bare word to search for.
class Filter {
 public:
  // An empty text lets everything pass. Errors: what is wrong and at which character.
  static Result<Filter> parse(std::string_view text);

  bool matches(const CaptureData& data, std::size_t index) const;
  bool empty() const { return root_ == nullptr; }
  // Whether it must read the packets themselves, which takes longer.
  bool reads_packets() const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
};

}  // namespace foothold::gui::capture
