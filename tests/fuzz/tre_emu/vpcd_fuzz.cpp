// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A card reader's stream, cut in pieces of any one size: the messages are the same, and are what stood there.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "tre_emu/transport/vpcd_frames.h"

using namespace foothold;
using namespace foothold::tre_emu::transport;

namespace {

struct Found {
  std::vector<VpcdMessage> messages;
  bool failed = false;
  friend bool operator==(const Found&, const Found&) = default;
};

Found read(ByteView stream, std::size_t piece) {
  Found found;
  VpcdFrames frames;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    frames.feed(stream.subspan(at, std::min(piece, stream.size() - at)));
    for (;;) {
      auto message = frames.next();
      found.failed = !message;
      if (!message) return found;
      if (!*message) break;
      found.messages.push_back(std::move(**message));
    }
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView stream(data + 1, size - 1);
  const auto found = read(stream, std::max<std::size_t>(stream.size(), 1));
  if (read(stream, 1 + data[0] % 16U) != found) std::abort();
  Bytes written;
  for (const auto& message : found.messages) {
    const auto* const apdu = std::get_if<Bytes>(&message);
    if (apdu && apdu->size() < 2) std::abort();
    const Bytes control = apdu ? Bytes() : Bytes{static_cast<std::uint8_t>(std::get<VpcdControl>(message))};
    const auto frame = encode_frame(apdu ? *apdu : control);
    written.insert(written.end(), frame.begin(), frame.end());
  }
  if (written.size() > stream.size() || !std::equal(written.begin(), written.end(), stream.begin())) std::abort();
  if (found.failed && written.size() + 2 > stream.size()) std::abort();  // an error has at least its length
  return 0;
}
