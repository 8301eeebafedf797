// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/status_code.h"

namespace foothold::dm {

const char* to_string(StatusCode code) {
  switch (code) {
    case StatusCode::ok:
      return "OK";
    case StatusCode::accepted_for_processing:
      return "accepted for processing";
    case StatusCode::authentication_accepted:
      return "authentication accepted";
    case StatusCode::chunked_item_accepted:
      return "chunked item accepted and buffered";
    case StatusCode::not_executed:
      return "not executed";
    case StatusCode::rolled_back:
      return "rolled back";
    case StatusCode::bad_request:
      return "bad request";
    case StatusCode::invalid_credentials:
      return "invalid credentials";
    case StatusCode::forbidden:
      return "forbidden";
    case StatusCode::not_found:
      return "not found";
    case StatusCode::command_not_allowed:
      return "command not allowed";
    case StatusCode::optional_feature_not_supported:
      return "optional feature not supported";
    case StatusCode::missing_credentials:
      return "missing credentials";
    case StatusCode::incomplete_command:
      return "incomplete command";
    case StatusCode::request_entity_too_large:
      return "request entity too large";
    case StatusCode::unsupported_media_type:
      return "unsupported media type or format";
    case StatusCode::already_exists:
      return "already exists";
    case StatusCode::size_mismatch:
      return "size mismatch";
    case StatusCode::permission_denied:
      return "permission denied";
    case StatusCode::command_failed:
      return "command failed";
    case StatusCode::atomic_failed:
      return "atomic failed";
  }
  return "unknown status";
}

}  // namespace foothold::dm
