// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "gui/capture/capture_file.h"
#include "gui/capture/packet_row.h"
#include "trace/event.h"

namespace foothold::gui::capture {

// The event without its payload; nothing where the JSON is damaged.
std::optional<trace::Event> trace_event(std::int64_t time, std::string_view json);

// The whole event of a row, out of the file. A comment that is damaged leaves what the packet's headers tell.
Result<trace::Event> event_of(const CaptureFile& file, const PacketRow& row);

}  // namespace foothold::gui::capture
