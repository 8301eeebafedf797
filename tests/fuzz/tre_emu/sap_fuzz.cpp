// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A stream of SIM Access Profile messages, cut in pieces of any one size: the messages are the same; and each is read
// again as it was from what we write of it.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "tre_emu/transport/sap_message.h"

using namespace foothold;
using namespace foothold::tre_emu::transport;

namespace {

std::vector<SapMessage> read(ByteView stream, std::size_t piece) {
  std::vector<SapMessage> messages;
  SapFrames frames;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    frames.feed(stream.subspan(at, std::min(piece, stream.size() - at)));
    for (;;) {
      auto message = frames.next();
      if (!message) return messages;
      if (!*message) break;
      messages.push_back(std::move(**message));
    }
  }
  return messages;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView stream(data + 1, size - 1);
  const auto messages = read(stream, std::max<std::size_t>(stream.size(), 1));
  if (read(stream, 1 + data[0] % 16U) != messages) std::abort();
  for (const auto& message : messages) {
    const auto written = encode_sap(message);
    if (read(written, written.size()) != std::vector{message}) std::abort();
  }
  return 0;
}
