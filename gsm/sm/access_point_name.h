// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::sm {

// Access point name (TS 23.003 9.1; coded in labels, TS 24.008 10.5.6.1). At most 100 octets as coded.
class AccessPointName {
 public:
  // "foothold.ro": labels of letters, digits and hyphens (RFC 1035), or the wildcard "*".
  static Result<AccessPointName> parse(std::string_view text);
  const std::string& text() const { return text_; }

  static Result<AccessPointName> decode(ByteView value);
  void encode(ByteWriter& writer) const;
  friend bool operator==(const AccessPointName&, const AccessPointName&) = default;

 private:
  explicit AccessPointName(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace foothold::gsm::sm
