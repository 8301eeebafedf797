// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/llc/cipher.h"
#include "gsm/llc/frame.h"
#include "gsm/llc/ui_counters.h"

namespace foothold::lab::replay {

// One end of a mobile's LLC (TS 44.064), unacknowledged mode, either side: numbers, checks and ciphers frames, so that
// what a capture holds goes out as a new frame.
class LlcEnd {
 public:
  explicit LlcEnd(gsm::llc::Sender self) : self_(self) {}

  // A new link: every counter from zero, no ciphering.
  void reset();
  // From the next frame on. Gea::gea0 ends ciphering.
  void set_ciphering(gsm::llc::CipherContext context);

  Bytes ui(gsm::llc::Sapi sapi, ByteView sdu, bool may_cipher);
  Bytes xid(gsm::llc::Sapi sapi, bool command, bool poll_final, ByteView information);

  struct Received {
    gsm::llc::Sapi sapi = gsm::llc::Sapi::gmm;
    gsm::llc::Control control;
    bool command = true;
    Bytes information;  // in the clear
  };
  // A frame of the other end. Errors: no frame, a number that was there before, a wrong FCS.
  Result<Received> take(ByteView pdu);

 private:
  gsm::llc::Sender other() const;
  void take_xid(const gsm::llc::Frame& frame);

  gsm::llc::Sender self_;
  std::map<gsm::llc::Sapi, gsm::llc::UiCounters> counters_;
  std::optional<gsm::llc::CipherContext> cipher_;
  std::uint32_t iov_ui_ = 0;
};

}  // namespace foothold::lab::replay
