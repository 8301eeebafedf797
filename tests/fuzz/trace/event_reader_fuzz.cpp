// SPDX-License-Identifier: AGPL-3.0-or-later
//
// pcapng from anywhere: read whole and in two pieces must give the same, and what was read can be written and read.
#include <cstdlib>

#include "trace/describe.h"
#include "trace/pcapng/event_reader.h"
#include "trace/pcapng/event_writer.h"

using foothold::ByteView;
using foothold::trace::Event;
using foothold::trace::EventReader;
using foothold::trace::EventWriter;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  EventReader whole;
  const auto once = whole.feed(input);
  EventReader pieces;
  auto twice = pieces.feed(input.first(size / 2));
  for (auto& one : pieces.feed(input.subspan(size / 2))) twice.push_back(std::move(one));
  if (once.size() != twice.size() || whole.lost() != pieces.lost()) std::abort();

  const EventWriter writer("fuzz");
  for (std::size_t i = 0; i < once.size(); ++i) {
    if (once[i].has_value() != twice[i].has_value() || (once[i] && *once[i] != *twice[i])) std::abort();
    if (!once[i]) continue;
    if (foothold::trace::log_line(*once[i]).find('\n') != std::string::npos) std::abort();
    EventReader again;
    again.feed(writer.header());
    const auto read = again.feed(writer.encode(*once[i]));
    if (read.size() != 1 || !read[0]) std::abort();
    // Small inputs are never cut; a time before 1970 and a payload without octets have no form of their own.
    Event expected = *once[i];
    if (expected.bytes.empty()) expected.payload = foothold::trace::Payload::none;
    if (expected.time < foothold::trace::Time{}) expected.time = {};
    if (size < 8192 && *read[0] != expected) std::abort();
  }
  return 0;
}
