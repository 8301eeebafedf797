// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/gsup/connection_effects.h"
#include "gsm/gsup/ipa_stream.h"
#include "gsm/gsup/link_input.h"

namespace foothold::gsm::gsup {

// The server's end of one GSUP link (an HLR's): asks the client who it is, acknowledges, answers its pings. GSUP
// messages are handed up from the first octet on: OsmoSGSN may send before it was asked for its name.
class ServerConnection {
 public:
  ConnectionEffects start();  // the client has connected
  ConnectionEffects receive(ByteView bytes);
  // Framed, to be sent.
  static Bytes frame(ByteView gsup) { return encode_ipa_gsup(gsup); }

 private:
  void receive_ccm(const Bytes& payload, ConnectionEffects& effects);

  LinkInput input_;
  bool closed_ = false;
};

}  // namespace foothold::gsm::gsup
