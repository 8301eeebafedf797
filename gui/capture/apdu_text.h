// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace foothold::gui::capture {

// A command and its answer as a capture has them: one after the other. Views into it.
struct ApduExchange {
  ByteView command;  // header, length, data; an Le that follows data counts as answer, for nothing tells it apart
  ByteView data;     // of the command
  ByteView answer;   // without the status word
  std::uint16_t status = 0;
};

// By the command's length field and by whether its instruction sends data (ISO 7816-4 5.1). Nothing if it is too short.
std::optional<ApduExchange> split_exchange(ByteView exchange);

// "SELECT ADF.USIM", "GET DATA PCID", "AUTHENTICATE UMTS": what a command asks for. Never what a PIN or a key is.
std::string command_text(ByteView command);
// Its first word or two, for counting: "GET DATA".
std::string_view command_name(ByteView command);
// "9000 done", "6982 security status not satisfied".
std::string status_text(std::uint16_t status);

// The file or application that a SELECT names; empty for other commands, "?" with hex for those that are not known.
std::string selected_file(ByteView command);
// Whether that is an application or folder, so that what is selected next lies in it.
bool is_folder(std::string_view file);

}  // namespace foothold::gui::capture
