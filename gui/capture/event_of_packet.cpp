// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/event_of_packet.h"

#include <chrono>
#include <utility>

#include "gui/capture/recognise.h"
#include "trace/pcapng/event_json.h"
#include "trace/pcapng/packet_form.h"

namespace foothold::gui::capture {

std::optional<trace::Event> trace_event(std::int64_t time, std::string_view json) {
  auto event = trace::event_from_json(json);
  if (!event) return std::nullopt;
  event->time = trace::Time(std::chrono::nanoseconds(time));
  return std::move(*event);
}

Result<trace::Event> event_of(const CaptureFile& file, const PacketRow& row) {
  const std::size_t count = row.comment_octets == 0 ? row.octets : row.comment + std::size_t{row.comment_octets};
  const auto octets = file.read(row.offset, count);
  if (!octets) return tl::unexpected(octets.error());
  const ByteView packet = ByteView(*octets).first(row.octets);
  const std::string_view json =
      row.comment_octets == 0 ? std::string_view{} : trace::event_json_in(ByteView(*octets).last(row.comment_octets));
  auto event = json.empty() ? std::nullopt : trace_event(row.time, json);
  if (!event) {
    event = to_event(recognise(row.link_type, packet), row.link_type, packet);
    event->time = trace::Time(std::chrono::nanoseconds(row.time));
    return std::move(*event);
  }
  if (event->payload != trace::Payload::none) {
    auto bytes = trace::payload_of_packet(event->payload, packet);
    if (bytes) event->bytes = std::move(*bytes);
  }
  return std::move(*event);
}

}  // namespace foothold::gui::capture
