// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::l3 {

// "Invalid mandatory information" (TS 24.008 10.5.5.14 and 10.5.6.6; the number is the same for GMM and SM).
inline constexpr int kInvalidMandatoryInformation = 96;

// The format of an element with an identifier (TS 24.007 11.2.1.1).
enum class IeFormat : std::uint8_t { t, tv_half_octet, tv, tlv };

struct OptionalIe {
  std::uint8_t iei;  // for tv_half_octet: in the upper half octet, as 0x90 for "9-"
  IeFormat format;
  std::size_t length;  // of the value, in octets; for tv only
};

// An element as it was found.
struct FoundIe {
  std::uint8_t iei;
  ByteView value;  // for tv_half_octet: empty, see half_octet
  std::uint8_t half_octet;
  std::size_t offset;  // of the value, from the start of the message
};

// Splits the non-imperative part of a message by the elements that the message may hold, in its order (TS 24.007
// 11.2.4). Unknown elements are skipped, as are repeated ones and those out of sequence (TS 24.008 8.6.1 to 8.6.3),
// unless they say "comprehension required" (IEI 0000 xxxx): then the message is refused with cause 96 (8.5). An
// element that claims to reach past the end counts as not present, with all behind it (8.7.1).
Result<std::vector<FoundIe>> split_optional_ies(ByteView part, std::size_t offset, std::span<const OptionalIe> known);

}  // namespace foothold::gsm::l3
