// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace foothold::gsm::gsup {

// Osmocom's GSUP message types, as OsmoHLR's user manual ("Generic Subscriber Update Protocol") lists them. Of a
// procedure, request, error and result differ in the last two bits only. Values not named here are valid, too: a router
// forwards what it does not know.
enum class MessageType : std::uint8_t {
  update_location_request = 0x04,
  update_location_error = 0x05,
  update_location_result = 0x06,
  send_auth_info_request = 0x08,
  send_auth_info_error = 0x09,
  send_auth_info_result = 0x0a,
  auth_fail_report = 0x0b,
  purge_ms_request = 0x0c,
  purge_ms_error = 0x0d,
  purge_ms_result = 0x0e,
  insert_data_request = 0x10,
  insert_data_error = 0x11,
  insert_data_result = 0x12,
  delete_data_request = 0x14,
  delete_data_error = 0x15,
  delete_data_result = 0x16,
  location_cancel_request = 0x1c,
  location_cancel_error = 0x1d,
  location_cancel_result = 0x1e,
};

constexpr bool is_request(MessageType type) {
  return (static_cast<std::uint8_t>(type) & 3) == 0;
}
constexpr bool is_error(MessageType type) {
  return (static_cast<std::uint8_t>(type) & 3) == 1;
}
constexpr bool is_result(MessageType type) {
  return (static_cast<std::uint8_t>(type) & 3) == 2;
}
constexpr MessageType request_of(MessageType type) {
  return static_cast<MessageType>(static_cast<std::uint8_t>(type) & ~3U);
}
constexpr MessageType error_of(MessageType type) {
  return static_cast<MessageType>((static_cast<std::uint8_t>(type) & ~3U) | 1U);
}
constexpr MessageType result_of(MessageType type) {
  return static_cast<MessageType>((static_cast<std::uint8_t>(type) & ~3U) | 2U);
}

// "send_auth_info_request"; "type_0x24" for one without a name here.
std::string to_string(MessageType type);

// Causes on GSUP are GMM causes (TS 24.008 10.5.5.14), since the SGSN hands them on to the mobile.
inline constexpr std::uint8_t kCauseImsiUnknownInHlr = 2;
inline constexpr std::uint8_t kCausePlmnNotAllowed = 11;
inline constexpr std::uint8_t kCauseNetworkFailure = 17;
inline constexpr std::uint8_t kCauseInvalidMandatoryInformation = 96;

}  // namespace foothold::gsm::gsup
