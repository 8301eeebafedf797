// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a terminal says to the toolkit: what decodes lies within the input, and a session takes any sequence of it
// without ever having more than its bound waiting.
#include <algorithm>
#include <cstdlib>

#include "tre_emu/toolkit/toolkit.h"

using namespace foothold;
using namespace foothold::tre_emu;

namespace {

bool within(ByteView part, ByteView whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  if (const auto response = toolkit::decode_terminal_response(input); response && !within(response->objects, input)) {
    std::abort();
  }
  if (const auto envelope = toolkit::decode_envelope(input); envelope && !within(envelope->objects, input)) {
    std::abort();
  }

  // Commands one after another: instruction, length, data.
  constexpr std::uint8_t kInstructions[] = {0x10, 0x12, 0x14, 0xC2};
  toolkit::Toolkit session;
  card::SecurityStatus security;
  for (std::size_t at = 0; at + 2 <= size;) {
    card::Command command{0x80, kInstructions[data[at] % 4], 0, 0, {}, 256};
    const auto length = std::min<std::size_t>(data[at + 1], size - at - 2);
    command.data.assign(data + at + 2, data + at + 2 + length);
    at += 2 + length;
    session.process(command, security);
    session.raise_refresh(toolkit::refresh(toolkit::RefreshMode::uicc_reset));
    session.open_bearer({});
    session.write_bearer(input.first(std::min<std::size_t>(size, 300)));
    if (session.bearer().readable() > toolkit::BearerChannel::kMaxBuffered) std::abort();
    if (at % 5 == 0) session.read_bearer(64);
    if (at % 7 == 0) session.close_bearer();
    if (session.waiting() > 256) std::abort();
  }
  return 0;
}
