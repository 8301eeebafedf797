// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::rr {

// TS 44.018 table 10.4.1, those that a mobile meets on BCCH and CCCH.
enum class MessageType : std::uint8_t {
  system_information_13 = 0x00,
  system_information_1 = 0x19,
  system_information_2 = 0x1a,
  system_information_3 = 0x1b,
  system_information_4 = 0x1c,
  paging_request_1 = 0x21,
  paging_request_2 = 0x22,
  paging_request_3 = 0x24,
  immediate_assignment_extended = 0x39,
  immediate_assignment_reject = 0x3a,
  immediate_assignment = 0x3f,
};

// What each block of BCCH and CCCH begins with: L2 pseudo length (10.5.2.19), protocol discriminator, message type.
struct RrHeader {
  static constexpr std::size_t kSize = 3;

  MessageType type{};
  std::size_t rest_octets = 0;  // where they begin; at most the size of the block

  // Error: too short, or not RR.
  static Result<RrHeader> decode(ByteView block);
};

}  // namespace foothold::gsm::rr
