// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "trace/event.h"

namespace foothold::trace {

// How loud an event is, in libosmocore's words.
enum class Loudness : std::uint8_t { debug, info, notice, error };
Loudness loudness_of(const Event& event);
const char* to_string(Loudness loudness);

// The one describer: log, pcapng comment, dashboard and terminal show this text.
// One line, valid UTF-8, no control characters: "M2ME > SGSN  GMM attach_request imsi=001020000000001 (26 octets)".
std::string describe(const Event& event);

// A whole log line as Osmocom's daemons write them, time in UTC:
// "05:49:54.123 DGMM INFO M2ME > SGSN  GMM attach_request ... [001020000000001]".
std::string log_line(const Event& event);

// The name of the log category of a layer, as Osmocom would call it: "DGMM".
std::string log_category(Layer layer);

// `text` with control characters and what is not UTF-8 as \xNN, so that it can neither break a line nor steer a
// terminal.
std::string printable(std::string_view text);

}  // namespace foothold::trace
