// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::tre_emu::toolkit {

// Types of proactive commands (TS 102 223 9.4).
enum class CommandType : std::uint8_t {
  refresh = 0x01,
  set_up_event_list = 0x05,
  provide_local_information = 0x26,
  timer_management = 0x27,
  open_channel = 0x40,
  close_channel = 0x41,
  receive_data = 0x42,
  send_data = 0x43,
  get_channel_status = 0x44,
};

// Qualifiers of REFRESH (TS 102 223 8.6, TS 31.111 6.4.7).
enum class RefreshMode : std::uint8_t {
  naa_initialization_and_full_file_change = 0x00,
  file_change = 0x01,
  naa_initialization_and_file_change = 0x02,
  naa_initialization = 0x03,
  uicc_reset = 0x04,
  naa_application_reset = 0x05,
  naa_session_reset = 0x06,
  steering_of_roaming = 0x07,
};

// Qualifiers of PROVIDE LOCAL INFORMATION.
enum class LocalInformation : std::uint8_t {
  location = 0x00,
  imei = 0x01,
  date_and_time = 0x03,
  access_technology = 0x06
};

enum class EventKind : std::uint8_t { location_status = 0x03, data_available = 0x09, channel_status = 0x0A };

inline constexpr std::uint8_t kTerminal = 0x82;  // device identity (8.7)

// A command to the terminal, without its number.
struct ProactiveCommand {
  CommandType type{};
  std::uint8_t qualifier = 0;
  Bytes objects;                         // COMPREHENSION-TLVs behind command details and device identities
  std::uint8_t destination = kTerminal;  // device identity

  friend bool operator==(const ProactiveCommand&, const ProactiveCommand&) = default;
};

// `aid`: of the application concerned, in the modes of one application; else empty.
ProactiveCommand refresh(RefreshMode mode, ByteView aid = {});
// Of files: each a path from the MF, as identifiers (3F00 7FFF 6F07). At most 255 octets in all.
ProactiveCommand refresh_files(RefreshMode mode, const std::vector<std::vector<std::uint16_t>>& paths);
// Networks with access technologies, five octets each (as in EF_OPLMNwAcT).
ProactiveCommand steer_roaming(ByteView networks);
ProactiveCommand provide_local_information(LocalInformation what);
ProactiveCommand set_up_event_list(const std::vector<EventKind>& events);
// Timers have numbers from 1 to 8; at most a day less a second.
ProactiveCommand start_timer(std::uint8_t timer, std::chrono::seconds time);

// As FETCH gives it: tag D0 with everything in it; at most 256 octets.
Bytes encode(const ProactiveCommand& command, std::uint8_t number);

// What a TERMINAL RESPONSE says (TS 102 223 6.8).
struct TerminalResponse {
  std::uint8_t number = 0;
  std::uint8_t type = 0;
  std::uint8_t qualifier = 0;
  std::uint8_t result = 0;  // 0x and 1x performed, 2x may be tried again, 3x not possible (8.12)
  ByteView objects;         // what stands behind the result

  bool performed() const { return result < 0x20; }
  bool may_be_tried_again() const { return result >> 4 == 0x2; }
};
Result<TerminalResponse> decode_terminal_response(ByteView data);

// An ENVELOPE (TS 102 223 7): one BER-TLV of a kind, COMPREHENSION-TLVs in it.
struct Envelope {
  enum class Kind : std::uint8_t { event_download = 0xD6, timer_expiration = 0xD7 };
  Kind kind{};
  std::uint8_t subject = 0;  // the event, or the timer's number
  ByteView objects;          // everything in the envelope
};
Result<Envelope> decode_envelope(ByteView data);

// The value of the first object with this tag (without the comprehension bit); empty if there is none.
std::optional<ByteView> find_object(ByteView objects, std::uint8_t tag);
// COMPREHENSION-TLV that the terminal has to understand; value at most 255 octets.
void put_object(Bytes& out, std::uint8_t tag, ByteView value);

}  // namespace foothold::tre_emu::toolkit
