// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/mobile/mobile.h"

#include <utility>

#include "gsm/auth/kc128.h"

namespace foothold::m2me {
namespace {

using namespace gsm;

// One PDP context is enough: the lowest NSAPI (TS 24.008 10.5.6.2), over the data SAPI that every SGSN offers.
constexpr std::uint8_t kNsapi = 5;
constexpr llc::Sapi kSapi = llc::Sapi::ll3;

constexpr std::uint8_t kGmmDiscriminator = 0x08, kSmDiscriminator = 0x0a;  // TS 24.007 11.2.3.1.1

MobileTimer of(gmm::GmmTimer timer) {
  return {MobileTimer::Layer::gmm, static_cast<std::uint8_t>(timer), 0};
}
MobileTimer of(const sm::SmTimer& timer) {
  return {MobileTimer::Layer::sm, static_cast<std::uint8_t>(timer.kind), timer.nsapi};
}

}  // namespace

Mobile::Mobile(gmm::GmmSettings settings, gmm::GmmMs::Random random)
    : device_(settings.device), imsi_(settings.imsi), gmm_(std::move(settings), std::move(random)), sm_(device_) {}

MobileEffects Mobile::connect(const sm::AccessPointName& apn) {
  MobileEffects out;
  const bool has_context = attached_ && sm_.state(kNsapi) != sm::PdpState::inactive;
  if (has_context && wanted_apn_ != apn) {
    activate(apn, out);  // which SM refuses, and says so; what was wished for before stays so
    return out;
  }
  wanted_apn_ = apn;
  if (!attached_) {
    run(gmm_.attach(), out);
  } else if (!has_context) {  // else it is there or under way: after a new attach the bearer is restored unasked
    activate(apn, out);
  }
  return out;
}

MobileEffects Mobile::disconnect() {
  MobileEffects out;
  wanted_apn_.reset();
  attached_ = false;
  run(gmm_.detach(false), out);
  return out;
}

MobileEffects Mobile::verify_registration() {
  MobileEffects out;
  run(gmm_.update(), out);
  return out;
}

MobileEffects Mobile::on_cell_available(const RoutingArea& area) {
  MobileEffects out;
  run(gmm_.on_cell_available(area), out);
  return out;
}

MobileEffects Mobile::on_cell_lost() {
  MobileEffects out;
  run(gmm_.on_cell_lost(), out);
  return out;
}

MobileEffects Mobile::on_llc_pdu(Tlli tlli, ByteView pdu) {
  MobileEffects out;
  llc::Effects effects;
  llc_.on_pdu(tlli, pdu, effects);
  run(std::move(effects), out);
  return out;
}

MobileEffects Mobile::on_timer(const MobileTimer& timer) {
  MobileEffects out;
  if (timer.layer == MobileTimer::Layer::gmm) {
    run(gmm_.on_timer(static_cast<gmm::GmmTimer>(timer.kind)), out);
  } else {
    run(sm_.on_timer({static_cast<sm::SmTimerKind>(timer.kind), timer.nsapi}), out);
  }
  return out;
}

MobileEffects Mobile::on_authenticate_response(std::uint32_t id, const gmm::AuthenticateOutcome& outcome) {
  MobileEffects out;
  run(gmm_.on_authenticate_response(id, outcome), out);
  return out;
}

MobileEffects Mobile::send_packet(ByteView packet) {
  MobileEffects out;
  if (!bearer_up_) return out;
  sndcp::Effects effects;
  sndcp_.send(kNsapi, packet, effects);
  run(std::move(effects), out);
  return out;
}

void Mobile::run(gmm::Effects effects, MobileEffects& out) {
  for (auto& effect : effects) std::visit([&](auto& it) { on(it, out); }, effect);
}
void Mobile::run(sm::Effects effects, MobileEffects& out) {
  for (auto& effect : effects) std::visit([&](auto& it) { on(it, out); }, effect);
}
void Mobile::run(llc::Effects effects, MobileEffects& out) {
  for (auto& effect : effects) std::visit([&](auto& it) { on(it, out); }, effect);
}
void Mobile::run(sndcp::Effects effects, MobileEffects& out) {
  for (auto& effect : effects) std::visit([&](auto& it) { on(it, out); }, effect);
}

void Mobile::on(l3::SendPdu& it, MobileEffects& out) {
  llc::Effects effects;
  llc_.unitdata_request(static_cast<llc::Sapi>(it.sapi), it.bytes, it.ciphered, effects);
  run(std::move(effects), out);
}

void Mobile::on(l3::Trace& it, MobileEffects& out) {
  on(it.event, out);
}

void Mobile::on(trace::Event& it, MobileEffects& out) {
  if (it.device.empty()) it.device = device_;
  out.emplace_back(std::move(it));
}

void Mobile::on(gmm::StartTimer& it, MobileEffects& out) {
  out.emplace_back(StartMobileTimer{of(it.timer), it.duration});
}
void Mobile::on(gmm::StopTimer& it, MobileEffects& out) {
  out.emplace_back(StopMobileTimer{of(it.timer)});
}
void Mobile::on(sm::StartTimer& it, MobileEffects& out) {
  out.emplace_back(StartMobileTimer{of(it.timer), it.duration});
}
void Mobile::on(sm::StopTimer& it, MobileEffects& out) {
  out.emplace_back(StopMobileTimer{of(it.timer)});
}

void Mobile::on(gmm::AuthenticateRequest& it, MobileEffects& out) {
  out.emplace_back(it);
}

void Mobile::on(gmm::SetCiphering& it, MobileEffects&) {
  llc::CipherContext context;
  context.algorithm = static_cast<llc::Gea>(it.gea);
  if (it.keys) {
    if (context.algorithm == llc::Gea::gea4 && it.keys->umts) {
      context.key = auth::kc128(it.keys->umts->ck, it.keys->umts->ik);
    } else {
      context.key = it.keys->kc;
    }
  }
  llc_.set_ciphering(std::move(context));
}

void Mobile::on(gmm::AssignTlli& it, MobileEffects& out) {
  llc_.assign_tlli(it.old_tlli, it.new_tlli);
  if (it.new_tlli) out.emplace_back(ChangeLinkTlli{it.old_tlli.value_or(*it.new_tlli), *it.new_tlli});
}

void Mobile::on(gmm::AttachConfirm&, MobileEffects& out) {
  attached_ = true;
  if (wanted_apn_) activate(*wanted_apn_, out);
}

void Mobile::on(gmm::AttachFailed& it, MobileEffects& out) {
  attached_ = false;
  if (!it.retry_after) out.emplace_back(ConnectFailed{it.reason});
}

void Mobile::on(gmm::DetachConfirm&, MobileEffects& out) {
  attached_ = false;
  run(sm_.on_detached(), out);
  bearer_down("detached", out);
  out.emplace_back(Disconnected{});
  if (wanted_apn_) run(gmm_.attach(), out);  // asked for while the detach was under way
}

void Mobile::on(gmm::DetachIndication& it, MobileEffects& out) {
  attached_ = false;
  run(sm_.on_detached(), out);
  bearer_down(it.reason, out);
  if (!it.reattaching && wanted_apn_) out.emplace_back(ConnectFailed{it.reason});
}

void Mobile::on(gmm::UpdateConfirm& it, MobileEffects& out) {
  if (it.pdp_context_status) run(sm_.on_network_context_status(*it.pdp_context_status), out);
}

void Mobile::on(gmm::BarCell&, MobileEffects&) {
  // There is one cell here. GMM says itself what became of the attach.
}

void Mobile::on(sm::ContextActivated& it, MobileEffects& out) {
  sndcp_.activate(it.nsapi, kSapi, llc_.n201_u(kSapi));
  bearer_up_ = true;
  Bearer bearer;
  bearer.imsi = imsi_.digits();
  bearer.apn = it.apn ? it.apn->text() : wanted_apn_ ? wanted_apn_->text() : std::string();
  bearer.address = it.address;
  bearer.dns = it.dns;
  if (it.mtu) bearer.mtu = *it.mtu;
  out.emplace_back(BearerUp{std::move(bearer)});
}

void Mobile::on(sm::ContextFailed& it, MobileEffects& out) {
  // Where it failed since we are detached, what becomes of the wish is decided by the kind of detach.
  if (attached_) out.emplace_back(ConnectFailed{it.reason});
}

void Mobile::on(sm::ContextModified&, MobileEffects&) {}

void Mobile::on(sm::ContextDeactivated& it, MobileEffects& out) {
  bearer_down(it.reason, out);
  if (wanted_apn_ && attached_) activate(*wanted_apn_, out);
}

void Mobile::on(llc::SendPdu& it, MobileEffects& out) {
  out.emplace_back(SendLlcPdu{it.tlli, std::move(it.pdu)});
}

void Mobile::on(llc::UnitdataIndication& it, MobileEffects& out) {
  if (it.sapi == llc::Sapi::gmm) {
    const auto discriminator = it.sdu.empty() ? 0 : it.sdu[0] & 15;
    if (discriminator == kGmmDiscriminator) {
      run(gmm_.on_pdu(it.sdu, it.ciphered), out);
    } else if (discriminator == kSmDiscriminator) {
      run(sm_.on_pdu(it.sdu), out);
    }
    // Others have no user in this mobile (TS 24.007 11.2.3.1.1): ignored.
  } else {
    sndcp::Effects effects;
    sndcp_.on_sdu(it.sapi, it.sdu, effects);
    run(std::move(effects), out);
  }
}

void Mobile::on(llc::ResetIndication&, MobileEffects&) {}

void Mobile::on(llc::N201Indication& it, MobileEffects&) {
  sndcp_.set_n201_u(it.sapi, it.n201_u);
}

void Mobile::on(sndcp::UnitdataRequest& it, MobileEffects& out) {
  llc::Effects effects;
  llc_.unitdata_request(it.sapi, it.sdu, true, effects);
  run(std::move(effects), out);
  run(gmm_.on_uplink_llc_pdu(), out);
}

void Mobile::on(sndcp::NPduIndication& it, MobileEffects& out) {
  out.emplace_back(DeliverPacket{std::move(it.n_pdu)});
}

void Mobile::activate(const sm::AccessPointName& apn, MobileEffects& out) {
  sm::PdpContextRequest request;
  request.nsapi = kNsapi;
  request.llc_sapi = static_cast<std::uint8_t>(kSapi);
  request.apn = apn;
  run(sm_.activate(request), out);
}

void Mobile::bearer_down(std::string reason, MobileEffects& out) {
  if (!std::exchange(bearer_up_, false)) return;
  sndcp_.deactivate(kNsapi);
  out.emplace_back(BearerDown{std::move(reason)});
}

}  // namespace foothold::m2me
