// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>

#include "base/bytes.h"

namespace foothold::tre_emu::transport {

// The frame on the TRE's socket (docs/interfaces.md section 3): two octets of length, then an APDU of 0..65535 octets.
Bytes encode_frame(ByteView apdu);

// Finds the frames in a stream. Its user takes all frames out before it feeds more, so that what is kept stays below
// one frame and one piece of input.
class ApduFrames {
 public:
  void feed(ByteView octets) { buffer_.insert(buffer_.end(), octets.begin(), octets.end()); }
  // The next whole APDU; empty if more input is needed.
  std::optional<Bytes> next();
  // Something is kept.
  bool begun() const { return !buffer_.empty(); }

 private:
  Bytes buffer_;
};

}  // namespace foothold::tre_emu::transport
