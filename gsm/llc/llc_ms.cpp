// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/llc_ms.h"

#include <algorithm>
#include <utility>

namespace foothold::gsm::llc {
namespace {

trace::Event event(trace::Kind kind, std::string name, Sender sender, Tlli tlli) {
  trace::Event event;
  event.layer = trace::Layer::llc;
  event.kind = kind;
  event.name = std::move(name);
  event.from = sender == Sender::mobile ? trace::Actor::m2me : trace::Actor::sgsn;
  event.to = sender == Sender::mobile ? trace::Actor::sgsn : trace::Actor::m2me;
  event.fields.push_back({"tlli", tlli.to_string()});
  return event;
}

trace::Event discarded(Tlli tlli, std::string reason) {
  auto it = event(trace::Kind::discarded, "llc.discarded", Sender::sgsn, tlli);
  it.fields.push_back({"reason", std::move(reason)});
  return it;
}

bool carries_user_data(Sapi sapi) {
  return sapi == Sapi::ll3 || sapi == Sapi::ll5 || sapi == Sapi::ll9 || sapi == Sapi::ll11;
}

// User data goes without its octets: a run's capture has each packet already, in GTP, and a second copy makes
// Wireshark see every TCP segment twice.
trace::Event frame_event(Sender sender, Tlli tlli, Sapi sapi, const char* type, Bytes clear_pdu) {
  auto it = event(sender == Sender::mobile ? trace::Kind::sent : trace::Kind::received, std::string("llc.") + type,
                  sender, tlli);
  it.fields.push_back({"sapi", std::to_string(static_cast<int>(sapi))});
  it.uplink = sender == Sender::mobile;
  if (it.name == "llc.ui" && carries_user_data(sapi)) {
    it.fields.push_back({"octets", std::to_string(clear_pdu.size())});
  } else {
    it.payload = trace::Payload::llc;
    it.bytes = std::move(clear_pdu);
  }
  return it;
}

// Defaults of N201-U (TS 44.064 8.9, table 9).
constexpr std::uint16_t default_n201_u(Sapi sapi) {
  switch (sapi) {
    case Sapi::gmm:
      return 400;
    case Sapi::tom2:
    case Sapi::sms:
    case Sapi::tom8:
      return 270;
    default:
      return 500;
  }
}

constexpr std::uint16_t kMinN201 = 140, kMaxN201 = 1520;  // 8.9.8

// The network fills the last part of an LLC PDU's RLC blocks with UI frames of SAPI 3 whose octets are 2B; these are to
// be ignored (TS 44.064 6.4.2.2), and their FCS is not right.
bool is_dummy(ByteView pdu) {
  static constexpr std::uint8_t kStart[] = {0x43, 0xc0, 0x01};
  return pdu.size() > 3 && std::equal(std::begin(kStart), std::end(kStart), pdu.begin()) &&
         std::all_of(pdu.begin() + 3, pdu.end(), [](auto octet) { return octet == 0x2b; });
}

}  // namespace

void LlcMs::assign_tlli(std::optional<Tlli> old, std::optional<Tlli> next) {
  if (!next) {
    current_ = previous_ = std::nullopt;
    cipher_ = std::nullopt;
    reset_link();
    return;
  }
  if (!old) reset_link();
  previous_ = old == next ? std::nullopt : old;
  current_ = next;
}

void LlcMs::set_ciphering(CipherContext context) {
  if (context.algorithm == Gea::gea0) {
    cipher_ = std::nullopt;
  } else {
    cipher_ = std::move(context);
  }
}

std::uint16_t LlcMs::n201_u(Sapi sapi) const {
  const auto it = n201_u_.find(sapi);
  return it == n201_u_.end() ? default_n201_u(sapi) : it->second;
}

void LlcMs::reset_link() {
  counters_.clear();
  n201_u_.clear();
  iov_ui_ = 0;
}

void LlcMs::unitdata_request(Sapi sapi, ByteView sdu, bool may_cipher, Effects& effects) {
  if (!current_) {
    effects.emplace_back(discarded(Tlli{}, "nothing can be sent before a TLLI is assigned"));
    return;
  }
  if (sdu.size() > n201_u(sapi)) {
    effects.emplace_back(discarded(
        *current_, "the SDU has " + std::to_string(sdu.size()) + " octets, N201-U is " + std::to_string(n201_u(sapi))));
    return;
  }
  const auto count = counters_[sapi].take_transmit();
  const auto nu = static_cast<std::uint16_t>(count % 512);
  const bool cipher = may_cipher && cipher_;
  auto clear = encode_ui(Sender::mobile, true, sapi, {nu, false, true}, sdu);
  Bytes pdu = clear;
  if (cipher) {
    pdu = encode_ui(Sender::mobile, true, sapi, {nu, true, true}, sdu);
    apply_cipher(std::span(pdu).subspan(3), *cipher_, iov_ui_, sapi, count, Sender::mobile);
  }
  auto it = frame_event(Sender::mobile, *current_, sapi, "ui", std::move(clear));
  it.fields.push_back({"nu", std::to_string(nu)});
  it.fields.push_back({"ciphered", cipher ? "yes" : "no"});
  effects.emplace_back(std::move(it));
  effects.emplace_back(SendPdu{*current_, std::move(pdu)});
}

void LlcMs::on_pdu(Tlli tlli, ByteView pdu, Effects& effects) {
  if (tlli != current_ && tlli != previous_) {
    effects.emplace_back(discarded(tlli, "the TLLI is not ours"));
    return;
  }
  if (is_dummy(pdu)) return;
  const auto frame = decode_frame(pdu, Sender::sgsn);
  if (!frame) {
    effects.emplace_back(discarded(tlli, to_string(frame.error())));
    return;
  }
  if (const auto* ui = std::get_if<UiControl>(&frame->control)) {
    on_ui(tlli, *frame, *ui, pdu, effects);
    return;
  }
  if (!fcs_is_right(pdu, *frame)) {
    effects.emplace_back(discarded(tlli, "the FCS is wrong"));
    return;
  }
  if (const auto* u = std::get_if<UControl>(&frame->control)) {
    effects.emplace_back(
        frame_event(Sender::sgsn, tlli, frame->sapi, to_string(u->command), Bytes(pdu.begin(), pdu.end())));
    on_u(tlli, *frame, *u, effects);
  } else {
    effects.emplace_back(discarded(tlli, "a numbered frame, but acknowledged mode was never entered"));
  }
}

// The frame in the clear, if it is right with this OC + N(U).
std::optional<Bytes> LlcMs::open_ui(const Frame& frame, const UiControl& control, ByteView pdu,
                                    std::uint32_t count) const {
  Bytes clear(pdu.begin(), pdu.end());
  if (control.ciphered) {
    apply_cipher(std::span(clear).subspan(frame.header_size), *cipher_, iov_ui_, frame.sapi, count, Sender::sgsn);
  }
  const auto opened = decode_frame(clear, Sender::sgsn);
  if (!opened || !fcs_is_right(clear, *opened)) return std::nullopt;
  return clear;
}

void LlcMs::on_ui(Tlli tlli, const Frame& frame, const UiControl& control, ByteView pdu, Effects& effects) {
  if (control.ciphered && !cipher_) {
    effects.emplace_back(discarded(tlli, "ciphered, but no key is agreed"));
    return;
  }
  auto& counters = counters_[frame.sapi];
  if (counters.had(control.nu, frame.fcs)) {
    effects.emplace_back(discarded(tlli, "N(U) " + std::to_string(control.nu) + " was received before"));
    return;
  }
  // Another frame under a number that was had, or that makes sense only from zero: osmo-sgsn begins to count anew where
  // it gets a second ATTACH COMPLETE, or one that it no longer waits for, and does not say so by an XID reset
  // (8.5.3.1). By 8.4.2 we would discard what it says until its counter has come up with ours. It knows the key; who
  // does not is an SGSN that knows nothing of this link, such as one that answers to a TLLI that we have left.
  const bool may_be_anew = control.ciphered == cipher_.has_value();
  const auto located = counters.locate(control.nu);
  std::optional<Bytes> clear;
  std::uint32_t count = 0;
  if (located) clear = open_ui(frame, control, pdu, count = *located);
  if (!clear && may_be_anew) clear = open_ui(frame, control, pdu, count = control.nu);
  if (!located && !clear) {
    effects.emplace_back(discarded(tlli, "N(U) " + std::to_string(control.nu) + " was received before"));
    return;
  }
  if (!clear) {
    effects.emplace_back(discarded(tlli, control.ciphered ? "the FCS is wrong after deciphering" : "the FCS is wrong"));
    return;
  }
  counters.accept(count, frame.fcs);
  const auto opened = decode_frame(*clear, Sender::sgsn);
  Bytes sdu(opened->information.begin(), opened->information.end());
  // For the trace: the frame as it would look unciphered, so that a dissector without the key reads it.
  auto it = frame_event(
      Sender::sgsn, tlli, frame.sapi, "ui",
      encode_ui(Sender::sgsn, frame.command, frame.sapi, {control.nu, false, control.fully_protected}, sdu));
  it.fields.push_back({"nu", std::to_string(control.nu)});
  it.fields.push_back({"ciphered", control.ciphered ? "yes" : "no"});
  effects.emplace_back(std::move(it));
  effects.emplace_back(UnitdataIndication{tlli, frame.sapi, std::move(sdu), control.ciphered});
}

void LlcMs::on_u(Tlli tlli, const Frame& frame, const UControl& control, Effects& effects) {
  switch (control.command) {
    case UCommand::xid:
      on_xid(tlli, frame, control, effects);
      break;
    case UCommand::sabm:
    case UCommand::disc:
      send_u(tlli, frame.sapi, UCommand::dm, control.poll_final, {}, effects);
      break;
    case UCommand::null:
      break;  // 6.4.1.7: nothing to do but to have heard of the SGSN
    default:
      effects.emplace_back(discarded(tlli, std::string("unexpected ") + to_string(control.command)));
  }
}

// 8.5.3: the responder gives back the parameters it accepts. Those of SNDCP (layer 3) are left out, which says "none".
void LlcMs::on_xid(Tlli tlli, const Frame& frame, const UControl& control, Effects& effects) {
  if (!frame.command) {
    effects.emplace_back(discarded(tlli, "an XID response, but none was asked for"));
    return;
  }
  const auto parameters = decode_xid(frame.information);
  if (!parameters) {
    effects.emplace_back(discarded(tlli, to_string(parameters.error())));
    return;
  }
  std::vector<XidParameter> accepted;
  bool reset = false;
  std::optional<std::uint32_t> iov_ui;
  std::optional<std::uint16_t> n201;
  for (const auto& parameter : *parameters) {
    switch (parameter.type) {
      case XidType::reset:
        reset = true;  // 8.5.3.3 wants it first; osmo-sgsn puts it last
        accepted.push_back(parameter);
        break;
      case XidType::iov_ui:
        iov_ui = number(parameter);
        accepted.push_back(parameter);
        break;
      case XidType::n201_u:
        if (const auto value = number(parameter); value >= kMinN201 && value <= kMaxN201) {
          n201 = static_cast<std::uint16_t>(value);
          accepted.push_back(parameter);
        }
        break;
      case XidType::version:
      case XidType::n201_i:
      case XidType::t200:
      case XidType::n200:
        accepted.push_back(parameter);
        break;
      default:
        break;
    }
  }
  if (reset) {
    reset_link();
    effects.emplace_back(ResetIndication{});
  }
  if (iov_ui) iov_ui_ = *iov_ui;
  if (n201) {
    n201_u_[frame.sapi] = *n201;
    effects.emplace_back(N201Indication{frame.sapi, *n201});
  }
  send_u(tlli, frame.sapi, UCommand::xid, control.poll_final, encode_xid(accepted), effects);
}

void LlcMs::send_u(Tlli tlli, Sapi sapi, UCommand command, bool final, ByteView information, Effects& effects) {
  auto pdu = encode_u(Sender::mobile, false, sapi, {command, final}, information);
  effects.emplace_back(frame_event(Sender::mobile, tlli, sapi, to_string(command), pdu));
  effects.emplace_back(SendPdu{tlli, std::move(pdu)});
}

}  // namespace foothold::gsm::llc
