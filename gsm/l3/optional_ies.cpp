// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/l3/optional_ies.h"

#include <algorithm>

namespace foothold::gsm::l3 {

namespace {

// A one octet element (type 1 or 2) has bit 8 set; the others are followed by a length (TS 24.007 11.2.4).
bool is_one_octet(std::uint8_t iei) {
  return (iei & 0x80) != 0;
}
bool comprehension_required(std::uint8_t iei) {
  return (iei & 0xf0) == 0;
}

bool matches(const OptionalIe& known, std::uint8_t octet) {
  return known.format == IeFormat::tv_half_octet ? (octet & 0xf0) == known.iei : octet == known.iei;
}

}  // namespace

Result<std::vector<FoundIe>> split_optional_ies(ByteView part, std::size_t offset, std::span<const OptionalIe> known) {
  std::vector<FoundIe> found;
  std::size_t expected = 0;  // the first of `known` that is still in sequence
  std::size_t at = 0;
  while (at < part.size()) {
    const std::uint8_t iei = part[at];
    const auto match = std::find_if(known.begin(), known.end(), [&](const auto& k) { return matches(k, iei); });

    std::size_t header = 1;
    std::size_t length = 0;
    if (match != known.end() && match->format == IeFormat::tv) {
      length = match->length;
    } else if (match != known.end() ? match->format == IeFormat::tlv : !is_one_octet(iei)) {
      header = 2;
      length = at + 1 < part.size() ? part[at + 1] : part.size();
    }

    const auto index = static_cast<std::size_t>(match - known.begin());
    const bool in_sequence = match != known.end() && index >= expected;
    if (!in_sequence && comprehension_required(iei)) {
      return fail("needs an unknown or misplaced element to be understood", "IEI", offset + at,
                  kInvalidMandatoryInformation);
    }
    if (at + header > part.size() || length > part.size() - at - header) break;
    if (in_sequence) {
      found.push_back(
          {match->iei, part.subspan(at + header, length), static_cast<std::uint8_t>(iei & 0x0f), offset + at + header});
      expected = index + 1;
    }
    at += header + length;
  }
  return found;
}

}  // namespace foothold::gsm::l3
