// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/ns_vc.h"

#include <utility>

namespace foothold::rf_bridge::gb {

namespace {

trace::Event ns_event(trace::Kind kind, std::string name, bool sent) {
  trace::Event event;
  event.from = sent ? trace::Actor::bss : trace::Actor::sgsn;
  event.to = sent ? trace::Actor::sgsn : trace::Actor::bss;
  event.layer = trace::Layer::ns;
  event.kind = kind;
  event.name = std::move(name);
  return event;
}

// User data and tests would drown the rest, and are seen at other layers or by their absence.
bool is_traced(const NsPdu& pdu) {
  return !std::holds_alternative<NsUnitdata>(pdu) && !std::holds_alternative<NsAlive>(pdu) &&
         !std::holds_alternative<NsAliveAck>(pdu);
}

trace::Event pdu_event(const NsPdu& pdu, bool sent) {
  auto event = ns_event(sent ? trace::Kind::sent : trace::Kind::received, std::string("ns.") + ns_pdu_name(pdu), sent);
  if (const auto* reset = std::get_if<NsReset>(&pdu)) event.fields.push_back({"nsei", std::to_string(reset->nsei)});
  if (const auto* status = std::get_if<NsStatus>(&pdu)) event.fields.push_back({"cause", to_string(status->cause)});
  return event;
}

}  // namespace

NsVc::Effects NsVc::start() {
  Effects effects;
  if (state_ != State::stopped) return effects;
  enter(effects, State::resetting);
  transmit(effects, NsReset{NsCause::om_intervention, settings_.nsvci, settings_.nsei});
  effects.push_back(StartTimer{Timer::ns_reset, settings_.reset});
  return effects;
}

NsVc::Effects NsVc::stop() {
  Effects effects;
  if (state_ == State::stopped) return effects;
  for (auto timer : {Timer::ns_reset, Timer::ns_unblock, Timer::ns_test, Timer::ns_alive}) {
    effects.push_back(StopTimer{timer});
  }
  enter(effects, State::stopped);
  return effects;
}

NsVc::Effects NsVc::on_datagram(ByteView octets) {
  Effects effects;
  if (state_ == State::stopped) return effects;
  auto pdu = decode_ns(octets);
  if (!pdu) {
    discard(effects, to_string(pdu.error()), octets);
    // A STATUS is never answered by a STATUS (TS 48.016 7.6).
    if (!octets.empty() && octets[0] != NsStatus::kType) {
      status(effects, static_cast<NsCause>(pdu.error().answer), octets);
    }
    return effects;
  }
  if (is_traced(*pdu)) effects.push_back(pdu_event(*pdu, false));
  std::visit([&](const auto& message) { on(effects, message, octets); }, *pdu);
  return effects;
}

NsVc::Effects NsVc::on_timer(Timer timer) {
  Effects effects;
  switch (timer) {
    case Timer::ns_reset:
      if (state_ != State::resetting) break;
      transmit(effects, NsReset{NsCause::om_intervention, settings_.nsvci, settings_.nsei});
      effects.push_back(StartTimer{Timer::ns_reset, settings_.reset});
      break;
    case Timer::ns_unblock:
      if (state_ != State::unblocking) break;
      if (++unblock_tries_ > settings_.unblock_retries) {
        reset(effects, "the SGSN does not answer NS-UNBLOCK");
        break;
      }
      transmit(effects, NsUnblock{});
      effects.push_back(StartTimer{Timer::ns_unblock, settings_.unblock});
      break;
    case Timer::ns_test:
      if (state_ == State::stopped || state_ == State::resetting) break;
      test(effects);
      break;
    case Timer::ns_alive:
      if (state_ == State::stopped || state_ == State::resetting) break;
      if (++alive_tries_ > settings_.alive_retries) {
        reset(effects, "the SGSN does not answer NS-ALIVE");
        break;
      }
      transmit(effects, NsAlive{});
      effects.push_back(StartTimer{Timer::ns_alive, settings_.alive});
      break;
    default:
      break;  // not a timer of NS
  }
  return effects;
}

NsVc::Effects NsVc::on_refused() {
  Effects effects;
  // While resetting, the running timer paces the next try.
  if (state_ == State::stopped || state_ == State::resetting) return effects;
  reset(effects, "nobody listens at the SGSN's NS port");
  return effects;
}

NsVc::Effects NsVc::send(std::uint16_t bvci, ByteView sdu) {
  Effects effects;
  if (state_ != State::available) {
    discard(effects, std::string("the NS-VC is ") + to_string(state_), sdu);
    return effects;
  }
  transmit(effects, NsUnitdata{0, bvci, Bytes(sdu.begin(), sdu.end())});
  return effects;
}

void NsVc::on(Effects& effects, const NsUnitdata& pdu, ByteView octets) {
  if (state_ != State::available) {
    discard(effects, std::string("user data while the NS-VC is ") + to_string(state_), octets);
    status(effects, NsCause::nsvc_blocked, octets);
    return;
  }
  effects.push_back(NsDelivered{pdu.bvci, pdu.sdu});
}

void NsVc::on(Effects& effects, const NsReset& pdu, ByteView octets) {
  if (pdu.nsvci != settings_.nsvci || pdu.nsei != settings_.nsei) {
    discard(effects, "RESET of another NS-VC or NSE", octets);
    status(effects, NsCause::nsvc_unknown, octets);
    return;
  }
  transmit(effects, NsResetAck{settings_.nsvci, settings_.nsei});
  if (state_ == State::resetting) return;  // both sides reset at once: ours is still to be answered (TS 48.016 7.3.1)
  lost(effects, "the SGSN has reset the NS-VC");
  unblock(effects);
  test(effects);
}

void NsVc::on(Effects& effects, const NsResetAck& pdu, ByteView octets) {
  if (state_ != State::resetting || pdu.nsvci != settings_.nsvci || pdu.nsei != settings_.nsei) {
    discard(effects, "RESET-ACK that answers no RESET of ours", octets);
    return;
  }
  effects.push_back(StopTimer{Timer::ns_reset});
  test(effects);
  unblock(effects);
}

void NsVc::on(Effects& effects, const NsBlock& pdu, ByteView octets) {
  if (pdu.nsvci != settings_.nsvci) {
    status(effects, NsCause::nsvc_unknown, octets);
    return;
  }
  if (state_ == State::resetting) {
    discard(effects, "BLOCK while the NS-VC is being reset", octets);
    return;
  }
  transmit(effects, NsBlockAck{settings_.nsvci});
  lost(effects, std::string("the SGSN has blocked the NS-VC: ") + to_string(pdu.cause));
  effects.push_back(StopTimer{Timer::ns_unblock});
  enter(effects, State::blocked_by_peer);
}

void NsVc::on(Effects& effects, const NsBlockAck&, ByteView octets) {
  discard(effects, "BLOCK-ACK without a BLOCK", octets);  // this side never blocks
}

void NsVc::on(Effects& effects, const NsUnblock&, ByteView octets) {
  if (state_ == State::resetting) {
    discard(effects, "UNBLOCK while the NS-VC is being reset", octets);
    return;
  }
  transmit(effects, NsUnblockAck{});
  if (state_ != State::blocked_by_peer) return;
  enter(effects, State::available);
  effects.push_back(NsAvailable{});
}

void NsVc::on(Effects& effects, const NsUnblockAck&, ByteView octets) {
  if (state_ != State::unblocking) {
    discard(effects, "UNBLOCK-ACK without an UNBLOCK", octets);
    return;
  }
  effects.push_back(StopTimer{Timer::ns_unblock});
  enter(effects, State::available);
  effects.push_back(NsAvailable{});
}

void NsVc::on(Effects& effects, const NsStatus& pdu, ByteView) {
  if (state_ == State::resetting) return;  // RESET is repeated anyway
  switch (pdu.cause) {
    // What a restarted SGSN answers: it knows of no NS-VC, or of one that is still blocked.
    case NsCause::nsvc_unknown:
    case NsCause::nsvc_blocked:
    case NsCause::pdu_not_compatible_with_state:
      reset(effects, std::string("the SGSN reports: ") + to_string(pdu.cause));
      break;
    default:
      break;
  }
}

void NsVc::on(Effects& effects, const NsAlive&, ByteView) {
  transmit(effects, NsAliveAck{});
}

void NsVc::on(Effects& effects, const NsAliveAck&, ByteView) {
  if (state_ == State::resetting) return;
  effects.push_back(StopTimer{Timer::ns_alive});
  effects.push_back(StartTimer{Timer::ns_test, settings_.test});
}

void NsVc::enter(Effects& effects, State state) {
  if (state_ == state) return;
  state_ = state;
  auto event = ns_event(trace::Kind::state, "ns.state", true);
  event.to = trace::Actor::none;
  event.fields.push_back({"state", to_string(state)});
  effects.push_back(std::move(event));
}

void NsVc::transmit(Effects& effects, const NsPdu& pdu) {
  if (is_traced(pdu)) effects.push_back(pdu_event(pdu, true));
  effects.push_back(SendDatagram{encode_ns(pdu)});
}

void NsVc::reset(Effects& effects, const std::string& reason) {
  lost(effects, reason);
  for (auto timer : {Timer::ns_unblock, Timer::ns_test, Timer::ns_alive}) effects.push_back(StopTimer{timer});
  enter(effects, State::resetting);
  transmit(effects, NsReset{NsCause::om_intervention, settings_.nsvci, settings_.nsei});
  effects.push_back(StartTimer{Timer::ns_reset, settings_.reset});
}

void NsVc::unblock(Effects& effects) {
  enter(effects, State::unblocking);
  unblock_tries_ = 0;
  transmit(effects, NsUnblock{});
  effects.push_back(StartTimer{Timer::ns_unblock, settings_.unblock});
}

void NsVc::test(Effects& effects) {
  alive_tries_ = 0;
  transmit(effects, NsAlive{});
  effects.push_back(StopTimer{Timer::ns_test});
  effects.push_back(StartTimer{Timer::ns_alive, settings_.alive});
}

void NsVc::lost(Effects& effects, const std::string& reason) {
  if (state_ == State::available) effects.push_back(NsLost{reason});
}

void NsVc::status(Effects& effects, NsCause cause, ByteView in_error) {
  NsStatus pdu;
  pdu.cause = cause;
  // Which of the other elements must be there depends on the cause (TS 48.016 9.2.7).
  if (cause == NsCause::nsvc_blocked || cause == NsCause::nsvc_unknown) {
    pdu.nsvci = settings_.nsvci;
  } else {
    pdu.pdu = Bytes(in_error.begin(), in_error.end());
  }
  transmit(effects, pdu);
}

void NsVc::discard(Effects& effects, const std::string& reason, ByteView octets) {
  auto event = ns_event(trace::Kind::discarded, "ns.discarded", false);
  event.fields = {{"reason", reason}, {"octets", std::to_string(octets.size())}};
  effects.push_back(std::move(event));
}

const char* to_string(NsVc::State state) {
  switch (state) {
    case NsVc::State::stopped:
      return "stopped";
    case NsVc::State::resetting:
      return "resetting";
    case NsVc::State::unblocking:
      return "unblocking";
    case NsVc::State::available:
      return "available";
    case NsVc::State::blocked_by_peer:
      return "blocked by the SGSN";
  }
  return "?";
}

}  // namespace foothold::rf_bridge::gb
