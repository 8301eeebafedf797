// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "gsm/gmm/messages/attach.h"
#include "gsm/llc/cipher.h"
#include "gsm/llc/frame.h"
#include "gsm/llc/ui_counters.h"
#include "m2me/mobile/mobile.h"

namespace foothold::m2me {

// The network's end of a mobile's LLC, with just enough of an SGSN behind it: it identifies, challenges with GEA3,
// accepts the attach, activates a PDP context and echoes IP packets. It plays along with one Mobile until nothing is
// left to say.
class ScriptedSgsn {
 public:
  explicit ScriptedSgsn(Mobile& mobile) : mobile_(mobile) {}

  // What the next attach meets with; nothing: it is accepted.
  std::optional<gsm::gmm::GmmCause> attach_reject;
  bool activate_contexts = true;

  // Carries out effects of the mobile, and what follows from them.
  void play(MobileEffects effects);
  // A message of the network's own accord, e.g. a detach request.
  void send(gsm::llc::Sapi sapi, ByteView sdu, bool ciphered);

  // What the mobile told its user, in order.
  template <class Wanted>
  std::vector<Wanted> told() const {
    std::vector<Wanted> found;
    for (const auto& effect : told_) {
      if (const auto* it = std::get_if<Wanted>(&effect)) found.push_back(*it);
    }
    return found;
  }
  void forget() { told_.clear(); }

  std::vector<gsm::gmm::MessageType> gmm_received;  // of the mobile, in order
  unsigned ciphered_received = 0;                   // frames

 private:
  void on_pdu(const SendLlcPdu& sent);
  void on_gmm(ByteView pdu);
  void on_sm(ByteView pdu);

  Mobile& mobile_;
  std::vector<MobileEffect> told_;
  std::map<gsm::llc::Sapi, gsm::llc::UiCounters> counters_;
  std::optional<gsm::llc::CipherContext> cipher_;
  gsm::Tlli tlli_{};
  MobileEffects pending_;
};

// A mobile that gets along with the double: GEA3, a PCID as its IMSI.
gsm::gmm::GmmSettings scripted_settings();
// The keys of the double's only challenge.
gsm::gmm::Authenticated scripted_keys();

}  // namespace foothold::m2me
