// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "gsm/gsup/message.h"
#include "gsm/identity/plmn.h"
#include "operators/ro/icf/credential_inquiries.h"
#include "operators/ro/icf/vector_source.h"
#include "trace/event.h"

namespace foothold::operators::icf {

using ConnectionId = std::uint64_t;

// What the procedures want done, in this order.
struct SendMessage {
  ConnectionId connection;
  gsm::gsup::Message message;
};
struct AskCcif {
  gsm::Imsi pcid;  // then on_ccif_answer()
};
struct WriteEvent {
  trace::Event event;
};
using GsupEffect = std::variant<SendMessage, AskCcif, WriteEvent>;
using GsupEffects = std::vector<GsupEffect>;

enum class CcifOutcome {
  kept,         // the credential is in the store now
  unknown,      // the CCIF does not know the PCID
  unreachable,  // no answer, or none that is of use
};

// What a visited network asks of the ICF about PCIDs, as an HLR is asked (steps 2 to 4, 6):
//
//   SEND AUTH INFO --credential here--> result with up to 5 quintets, then INSERT DATA
//                  --not here--> CCIF is asked; then the same, or error: cause 2 unknown, 17 CCIF out of reach
//                  --with AUTS--> SQN is set right first (TS 33.102 6.3.5)
//   UPDATE LOCATION --> result with the PDP context that a PCID may have: the RO's APN and nothing else
//   PURGE MS --> result
//   any other request --> error, cause 97; a PCID of another network --> error, cause 2
//
// INSERT DATA goes out before the SGSN asks: OsmoSGSN accepts the attach before UPDATE LOCATION is answered, and would
// refuse a mobile that is quick to activate its PDP context (cause 33).
class GsupProcedures {
 public:
  struct Settings {
    gsm::Plmn plmn;   // the RO's: every PCID begins with it
    std::string apn;  // how a PCID reaches the RO
  };

  GsupProcedures(Settings settings, AuthenticationStore& store, VectorSource& vectors)
      : settings_(std::move(settings)), store_(store), vectors_(vectors) {}

  GsupEffects on_message(ConnectionId connection, ByteView gsup, CredentialInquiries::TimePoint now);
  GsupEffects on_ccif_answer(const gsm::Imsi& pcid, CcifOutcome outcome, CredentialInquiries::TimePoint now);

 private:
  void send_auth_info(ConnectionId connection, const gsm::gsup::Message& request, CredentialInquiries::TimePoint now,
                      GsupEffects& effects);
  // False if the PCID has no credential here.
  bool give_vectors(ConnectionId connection, const gsm::gsup::Message& request, const char* credential,
                    GsupEffects& effects);
  bool resynchronise(ConnectionId connection, const gsm::gsup::Message& request, GsupEffects& effects);
  void update_location(ConnectionId connection, const gsm::gsup::Message& request, GsupEffects& effects);
  void refuse(ConnectionId connection, const gsm::gsup::Message& request, std::uint8_t cause, const std::string& reason,
              GsupEffects& effects);
  void send(ConnectionId connection, gsm::gsup::Message message, GsupEffects& effects);
  void add_pdp_info(gsm::gsup::Message& message) const;

  Settings settings_;
  AuthenticationStore& store_;
  VectorSource& vectors_;
  CredentialInquiries inquiries_;
};

}  // namespace foothold::operators::icf
