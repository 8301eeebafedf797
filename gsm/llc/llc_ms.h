// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The mobile's logical link management entity and its logical link entities (TS 44.064), unacknowledged mode.
//
// GMM assigns a TLLI (LLGMM-ASSIGN-REQ); from then on SDUs go out in UI frames of their SAPI and come in likewise, each
// SAPI with counters of its own. After an authentication GMM gives key and algorithm (LLGMM-ASSIGN-REQ carries them in
// the specification); frames of SDUs that may be ciphered then are. The SGSN may negotiate parameters by XID, which is
// answered here, and may reset the link by an XID with Reset, which zeroes every counter. Acknowledged mode is refused
// with DM, as 8.5.1.1 wants from an entity that cannot enter it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/tlli.h"
#include "gsm/llc/cipher.h"
#include "gsm/llc/ui_counters.h"
#include "gsm/llc/xid.h"
#include "trace/event.h"

namespace foothold::gsm::llc {

// GRR-UNITDATA-REQ (7.2.3): to the cell.
struct SendPdu {
  Tlli tlli;
  Bytes pdu;
};
// LL-UNITDATA-IND (7.2.2).
struct UnitdataIndication {
  Tlli tlli;
  Sapi sapi;
  Bytes sdu;
  bool ciphered;
};
// LLGMM-RESET-IND (7.2.1).
struct ResetIndication {};
// LL-XID-IND (7.2.2): the SGSN set the longest SDU of a SAPI.
struct N201Indication {
  Sapi sapi;
  std::uint16_t n201_u;  // octets
};
using Effect = std::variant<SendPdu, UnitdataIndication, ResetIndication, N201Indication, trace::Event>;
using Effects = std::vector<Effect>;

class LlcMs {
 public:
  // LLGMM-ASSIGN-REQ (7.2.1.1, 8.3). Old and new: `next` is used to send, both are accepted. No old: a new link, every
  // counter from zero. No new: the link is given up.
  void assign_tlli(std::optional<Tlli> old, std::optional<Tlli> next);
  // From the next frame on. Gea::gea0 ends ciphering.
  void set_ciphering(CipherContext context);

  // LL-UNITDATA-REQ. `may_cipher` is false for the GMM messages that are never ciphered (TS 24.008 4.7.1.2). Without
  // a TLLI, or longer than N201-U, the SDU is discarded with an event.
  void unitdata_request(Sapi sapi, ByteView sdu, bool may_cipher, Effects& effects);

  // GRR-UNITDATA-IND: an LLC PDU that the cell brought for `tlli`.
  void on_pdu(Tlli tlli, ByteView pdu, Effects& effects);

  std::optional<Tlli> tlli() const { return current_; }
  std::uint16_t n201_u(Sapi sapi) const;  // octets

 private:
  void on_ui(Tlli tlli, const Frame& frame, const UiControl& control, ByteView pdu, Effects& effects);
  std::optional<Bytes> open_ui(const Frame& frame, const UiControl& control, ByteView pdu, std::uint32_t count) const;
  void on_u(Tlli tlli, const Frame& frame, const UControl& control, Effects& effects);
  void on_xid(Tlli tlli, const Frame& frame, const UControl& control, Effects& effects);
  void reset_link();
  void send_u(Tlli tlli, Sapi sapi, UCommand command, bool final, ByteView information, Effects& effects);

  std::optional<Tlli> current_;
  std::optional<Tlli> previous_;
  std::optional<CipherContext> cipher_;
  std::uint32_t iov_ui_ = 0;  // 8.9.2
  std::map<Sapi, UiCounters> counters_;
  std::map<Sapi, std::uint16_t> n201_u_;
};

}  // namespace foothold::gsm::llc
