// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::dm {

// The response status codes of OMA DM Representation Protocol 1.2 that Foothold gives or understands.
enum class StatusCode : std::uint16_t {
  ok = 200,
  accepted_for_processing = 202,
  authentication_accepted = 212,
  chunked_item_accepted = 213,
  not_executed = 215,
  rolled_back = 216,
  bad_request = 400,
  invalid_credentials = 401,
  forbidden = 403,
  not_found = 404,
  command_not_allowed = 405,
  optional_feature_not_supported = 406,
  missing_credentials = 407,
  incomplete_command = 412,
  request_entity_too_large = 413,
  unsupported_media_type = 415,
  already_exists = 418,
  size_mismatch = 424,
  permission_denied = 425,
  command_failed = 500,
  atomic_failed = 507,
};

constexpr bool succeeded(StatusCode code) {
  return static_cast<std::uint16_t>(code) >= 200 && static_cast<std::uint16_t>(code) < 300;
}

// In words, as that document names it; "unknown status" for a number that is not above.
const char* to_string(StatusCode code);

}  // namespace foothold::dm
