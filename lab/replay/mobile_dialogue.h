// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/routing_area.h"
#include "gsm/llc/frame.h"
#include "lab/replay/captured_packet.h"

namespace foothold::lab::replay {

// An LLC frame between a mobile and its SGSN, as the capture has it.
struct DialogueMessage {
  enum class Kind : std::uint8_t {
    layer3,      // GMM or SM in the clear
    xid,         // TS 44.064 6.4.1.6
    user_data,   // SNDCP; its octets are not kept
    unreadable,  // ciphered, and the capture does not have it in the clear
    other,
  };
  std::size_t packet = 0;  // in the capture, from 1
  bool uplink = false;
  Kind kind = Kind::other;
  gsm::llc::Sapi sapi = gsm::llc::Sapi::gmm;
  bool command = true;      // of an XID
  bool poll_final = false;  // likewise
  Bytes information;
};

// All that one subscriber and the network said.
struct MobileDialogue {
  std::string imsi;  // empty where the capture does not tell
  std::vector<DialogueMessage> messages;

  bool attaches() const;  // holds an attach request
};

// Gathers dialogues from the packets of a capture: from the events of our own programs, which have the frames in the
// clear; without these from Gb over UDP (TS 48.016, 48.018); without these from GSMTAP (type LLC), whose frames have no
// TLLI and so are taken for one mobile's. A mobile is known by its IMSI, and by the TLLIs that follow from the attach
// request, from what the SGSN allots, and from the IMSI in a DL-UNITDATA.
class DialogueReader {
 public:
  void take(const CapturedPacket& packet);

  // In order of appearance.
  const std::vector<MobileDialogue>& dialogues() const;
  // Of the last UL-UNITDATA that was seen.
  std::optional<gsm::CellIdentity> cell() const { return cell_; }

 private:
  // The mobiles of one kind of source.
  struct Source {
    std::vector<MobileDialogue> mobiles;
    std::map<std::uint32_t, std::size_t> by_tlli;
    std::map<std::string, std::size_t> by_imsi;
  };

  void take_event(const CapturedPacket& packet);
  void take_gb(const CapturedPacket& packet, ByteView datagram);
  static void take_frame(Source& source, std::size_t packet, bool uplink, std::uint32_t tlli, ByteView pdu,
                         const std::string& imsi);
  static MobileDialogue& mobile(Source& source, std::uint32_t tlli, const std::string& imsi);
  static void learn(Source& source, std::uint32_t tlli, const DialogueMessage& message);

  Source events_;
  Source gb_;
  Source gsmtap_;
  std::optional<gsm::CellIdentity> cell_;
};

}  // namespace foothold::lab::replay
