// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A GPRS mobile of one subscription: GMM, SM, SNDCP and LLC put together, sans-I/O.
//
//   connect(apn)    attach, then a PDP context for the APN; BearerUp. The wish stays: when the network detaches us
//                   with "re-attach required", or deactivates the context, it is fulfilled again (BearerDown,
//                   BearerUp). One APN at a time: for another one meanwhile, ConnectFailed, and the wish stays.
//   disconnect()    detach; the wish is gone; Disconnected.
//
// The order of effects is that of the layers: what GMM sends before it changes the key goes out under the old one.
#pragma once

#include <optional>
#include <string>

#include "gsm/gmm/gmm_ms.h"
#include "gsm/llc/llc_ms.h"
#include "gsm/sm/sm_ms.h"
#include "gsm/sndcp/sndcp_ms.h"
#include "m2me/mobile/mobile_effects.h"

namespace foothold::m2me {

class Mobile {
 public:
  Mobile(gsm::gmm::GmmSettings settings, gsm::gmm::GmmMs::Random random);

  MobileEffects connect(const gsm::sm::AccessPointName& apn);
  MobileEffects disconnect();
  // Asks the network whether it still knows us; if not, the wish is fulfilled anew as after any detach.
  MobileEffects verify_registration();

  MobileEffects on_cell_available(const gsm::RoutingArea& area);
  MobileEffects on_cell_lost();
  MobileEffects on_llc_pdu(gsm::Tlli tlli, ByteView pdu);
  MobileEffects on_timer(const MobileTimer& timer);
  MobileEffects on_authenticate_response(std::uint32_t id, const gsm::gmm::AuthenticateOutcome& outcome);
  // An IPv4 packet from the IP stack; without a bearer it is dropped.
  MobileEffects send_packet(ByteView packet);

  const gsm::Imsi& imsi() const { return imsi_; }
  bool has_bearer() const { return bearer_up_; }

 private:
  void run(gsm::gmm::Effects effects, MobileEffects& out);
  void run(gsm::sm::Effects effects, MobileEffects& out);
  void run(gsm::llc::Effects effects, MobileEffects& out);
  void run(gsm::sndcp::Effects effects, MobileEffects& out);

  void on(gsm::l3::SendPdu& it, MobileEffects& out);
  void on(gsm::l3::Trace& it, MobileEffects& out);
  void on(gsm::gmm::StartTimer& it, MobileEffects& out);
  void on(gsm::gmm::StopTimer& it, MobileEffects& out);
  void on(gsm::gmm::AuthenticateRequest& it, MobileEffects& out);
  void on(gsm::gmm::SetCiphering& it, MobileEffects& out);
  void on(gsm::gmm::AssignTlli& it, MobileEffects& out);
  void on(gsm::gmm::AttachConfirm& it, MobileEffects& out);
  void on(gsm::gmm::AttachFailed& it, MobileEffects& out);
  void on(gsm::gmm::DetachConfirm& it, MobileEffects& out);
  void on(gsm::gmm::DetachIndication& it, MobileEffects& out);
  void on(gsm::gmm::UpdateConfirm& it, MobileEffects& out);
  void on(gsm::gmm::BarCell& it, MobileEffects& out);
  void on(gsm::sm::StartTimer& it, MobileEffects& out);
  void on(gsm::sm::StopTimer& it, MobileEffects& out);
  void on(gsm::sm::ContextActivated& it, MobileEffects& out);
  void on(gsm::sm::ContextFailed& it, MobileEffects& out);
  void on(gsm::sm::ContextModified& it, MobileEffects& out);
  void on(gsm::sm::ContextDeactivated& it, MobileEffects& out);
  void on(gsm::llc::SendPdu& it, MobileEffects& out);
  void on(gsm::llc::UnitdataIndication& it, MobileEffects& out);
  void on(gsm::llc::ResetIndication& it, MobileEffects& out);
  void on(gsm::llc::N201Indication& it, MobileEffects& out);
  void on(gsm::sndcp::UnitdataRequest& it, MobileEffects& out);
  void on(gsm::sndcp::NPduIndication& it, MobileEffects& out);
  void on(trace::Event& it, MobileEffects& out);

  void activate(const gsm::sm::AccessPointName& apn, MobileEffects& out);
  void bearer_down(std::string reason, MobileEffects& out);

  std::string device_;
  gsm::Imsi imsi_;
  gsm::gmm::GmmMs gmm_;
  gsm::sm::SmMs sm_;
  gsm::llc::LlcMs llc_;
  gsm::sndcp::SndcpMs sndcp_;

  std::optional<gsm::sm::AccessPointName> wanted_apn_;
  bool attached_ = false;
  bool bearer_up_ = false;
};

}  // namespace foothold::m2me
