// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/message_type.h"

#include "base/hex.h"

namespace foothold::gsm::gsup {

std::string to_string(MessageType type) {
  switch (type) {
    case MessageType::update_location_request:
      return "update_location_request";
    case MessageType::update_location_error:
      return "update_location_error";
    case MessageType::update_location_result:
      return "update_location_result";
    case MessageType::send_auth_info_request:
      return "send_auth_info_request";
    case MessageType::send_auth_info_error:
      return "send_auth_info_error";
    case MessageType::send_auth_info_result:
      return "send_auth_info_result";
    case MessageType::auth_fail_report:
      return "auth_fail_report";
    case MessageType::purge_ms_request:
      return "purge_ms_request";
    case MessageType::purge_ms_error:
      return "purge_ms_error";
    case MessageType::purge_ms_result:
      return "purge_ms_result";
    case MessageType::insert_data_request:
      return "insert_data_request";
    case MessageType::insert_data_error:
      return "insert_data_error";
    case MessageType::insert_data_result:
      return "insert_data_result";
    case MessageType::delete_data_request:
      return "delete_data_request";
    case MessageType::delete_data_error:
      return "delete_data_error";
    case MessageType::delete_data_result:
      return "delete_data_result";
    case MessageType::location_cancel_request:
      return "location_cancel_request";
    case MessageType::location_cancel_error:
      return "location_cancel_error";
    case MessageType::location_cancel_result:
      return "location_cancel_result";
  }
  const std::uint8_t octet[] = {static_cast<std::uint8_t>(type)};
  return "type_0x" + to_hex(octet);
}

}  // namespace foothold::gsm::gsup
