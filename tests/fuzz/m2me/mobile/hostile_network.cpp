// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/fuzz/m2me/mobile/hostile_network.h"

#include "base/hex.h"
#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/gmm/messages/status.h"
#include "gsm/llc/cipher.h"
#include "gsm/llc/frame.h"
#include "gsm/rlcmac/block.h"
#include "gsm/rlcmac/block_timing.h"
#include "gsm/rlcmac/downlink_messages.h"
#include "gsm/rr/immediate_assignment.h"
#include "gsm/sm/messages/activate.h"
#include "gsm/sm/messages/deactivate.h"
#include "gsm/sm/messages/modify.h"
#include "gsm/sndcp/sn_pdu.h"
#include "tests/fuzz/m2me/mobile/system_information.h"
#include "tests/scripted_sgsn/scripted_sgsn.h"
#include "tests/unit/gsm/grr/test_network.h"

namespace foothold::m2me::soak {
namespace {

using namespace gsm;
using grr::test::kArfcn;

// Those after which a mobile tries again, sooner or later (TS 24.008 4.7.3.1.4, 4.7.3.1.5).
constexpr gmm::GmmCause kPassing[] = {gmm::GmmCause::implicitly_detached,
                                      gmm::GmmCause::network_failure,
                                      gmm::GmmCause::congestion,
                                      gmm::GmmCause::msc_temporarily_not_reachable,
                                      gmm::GmmCause::ms_identity_cannot_be_derived,
                                      gmm::GmmCause::protocol_error_unspecified};
constexpr gmm::GmmCause kForGood[] = {gmm::GmmCause::illegal_ms,
                                      gmm::GmmCause::illegal_me,
                                      gmm::GmmCause::gprs_services_not_allowed,
                                      gmm::GmmCause::plmn_not_allowed,
                                      gmm::GmmCause::location_area_not_allowed,
                                      gmm::GmmCause::no_suitable_cells_in_location_area};

}  // namespace

void HostileNetwork::step(bool merciless) {
  switch (below(12)) {
    case 0:
      return user();
    case 1:
      return sim(merciless);
    case 2:
      return device_.wait(std::chrono::milliseconds(chance(20) ? below(900'000) : below(chance(3) ? 20'000 : 200)));
    case 3:
      return air();
    case 4:
    case 5:
      return common_control();
    case 6:
    case 7:
    case 8:
      return packet_channel();
    default:
      return logical_link(merciless);
  }
}

void HostileNetwork::user() {
  switch (below(8)) {
    case 0:
      return device_.connect();
    case 1:
      return chance(4) ? device_.disconnect() : device_.connect();
    case 2:
      return device_.verify_registration();
    default:
      return device_.send_packet(Bytes(20 + below(1480), 0x45));
  }
}

void HostileNetwork::sim(bool merciless) {
  if (!merciless || !chance(4)) return device_.answer_challenge(scripted_keys());
  switch (below(3)) {
    case 0:
      return device_.answer_challenge(gmm::MacFailure{});
    case 1:
      return device_.answer_challenge(gmm::SynchFailure{});
    default:
      return device_.answer_challenge(gmm::SimUnavailable{"gone"});
  }
}

void HostileNetwork::air() {
  if (chance(60)) return device_.lose("the soak has it so");
  if (chance(60)) return device_.synchronise(kArfcn);
  const auto what = below(4);
  const auto area = static_cast<std::uint16_t>(1 + below(20) / 18);
  auto block = what == 0 ? si3(area) : what == 1 ? si4(area) : what == 2 ? si13() : si1();
  if (chance(30)) block[3 + below(20)] = octet();
  device_.hear({l1::Channel::bcch, kArfcn, 0, frame_, {}, std::move(block)});
}

void HostileNetwork::common_control() {
  frame_ = rlcmac::next_block(frame_);
  if (const auto burst = device_.access_burst()) {
    access_ = {*burst, frame_};
    device_.access_burst_is_out(frame_);
  }
  rr::ImmediateAssignment message;
  message.channel = rr::PacketChannel{timeslot(), 7, chance(20) ? std::uint16_t{1} : kArfcn};
  message.timing_advance = static_cast<std::uint8_t>(below(64));
  if (access_ && !chance(8)) message.reference = rr::RequestReference::of(access_->first, access_->second);
  auto at = frame_ + below(100);
  while (!rlcmac::begins_block(at)) at = at + 1;
  switch (below(3)) {
    case 0: {
      rr::UplinkTbfAssignment tbf;
      tbf.tfi = tfi();
      tbf.usf = tfi();
      tbf.usf_grants_four_blocks = chance(6);
      tbf.coding_command = static_cast<std::uint8_t>(below(4));
      message.assignment = tbf;
      break;
    }
    case 1:
      message.assignment = rr::SingleBlockAssignment{rr::encode_reduced_frame(at)};
      break;
    default: {
      rr::DownlinkTbfAssignment tbf;
      tbf.tlli = tlli().value;
      tbf.tfi = tfi();
      tbf.unacknowledged = chance(4);
      if (chance(3)) {
        tbf.poll = true;
        tbf.starting_frame = rr::encode_reduced_frame(at);
      }
      message.assignment = tbf;
    }
  }
  device_.hear({l1::Channel::ccch, kArfcn, 0, frame_, {}, message.encode()});
}

void HostileNetwork::packet_channel() {
  if (chance(2)) frame_ = rlcmac::next_block(frame_);
  rlcmac::DownlinkMacHeader mac;
  if (chance(3)) mac.rrbp = static_cast<std::uint8_t>(below(4));
  mac.usf = static_cast<std::uint8_t>(below(4));
  Bytes block;
  if (chance(2)) {
    rlcmac::DownlinkDataBlock data;
    data.mac = mac;
    data.tfi = tfi();
    data.bsn = static_cast<std::uint8_t>((chance(4) ? octet() : bsn_++) % 128);
    data.final_block = chance(6);
    data.data = Bytes(20, octet());
    block = data.encode(rlcmac::CodingScheme::cs1);
  } else {
    mac.payload_type = 1;
    block = control_message();
    block.insert(block.begin(), mac.encode());
  }
  if (chance(20)) block[below(static_cast<std::uint32_t>(block.size()))] = octet();
  if (chance(20)) block.clear();
  device_.hear({l1::Channel::pdch, kArfcn, timeslot(), frame_, {}, std::move(block)});
}

Bytes HostileNetwork::control_message() {
  const auto address = [&]() -> rlcmac::Address {
    if (chance(3)) return rlcmac::TlliAddress{tlli().value};
    if (chance(2)) return rlcmac::UplinkTfi{tfi()};
    return rlcmac::DownlinkTfi{tfi()};
  };
  switch (below(9)) {
    case 0: {
      rlcmac::PacketUplinkAssignment message;
      message.address = address();
      message.coding_command = static_cast<std::uint8_t>(below(4));
      if (chance(4)) {
        rlcmac::SingleBlockAllocation single{timeslot(), {}};
        single.start.absolute = rr::encode_reduced_frame(rlcmac::next_block(frame_));
        message.allocation = single;
      } else {
        rlcmac::DynamicAllocation dynamic;
        if (!chance(3)) dynamic.tfi = tfi();
        dynamic.usf_grants_four_blocks = chance(6);
        if (!chance(8)) dynamic.usf[timeslot()] = tfi();
        message.allocation = dynamic;
      }
      return rlcmac::encode(message);
    }
    case 1: {
      rlcmac::PacketDownlinkAssignment message;
      message.address = address();
      message.timeslots = static_cast<std::uint8_t>(below(4));
      if (!chance(4)) message.tfi = tfi();
      message.unacknowledged = chance(4);
      message.control_ack = chance(2);
      return rlcmac::encode(message);
    }
    case 2:
    case 3:
    case 4: {
      rlcmac::PacketUplinkAckNack message;
      message.tfi = tfi();
      message.coding_command = static_cast<std::uint8_t>(below(4));
      message.ack.final_ack = chance(4);
      message.ack.starting_sequence_number = static_cast<std::uint8_t>(below(chance(2) ? 128 : 8));
      message.ack.received = std::bitset<64>(std::uint64_t{random_()} << 32 | random_());
      if (!chance(3)) message.contention_resolution_tlli = tlli().value;
      return rlcmac::encode(message);
    }
    case 5: {
      rlcmac::PacketAccessReject message;
      message.refusals.push_back({address(), static_cast<std::uint16_t>(below(250))});
      return rlcmac::encode(message);
    }
    case 6: {
      rlcmac::PacketTbfRelease message;
      message.address = address();
      message.uplink = chance(2);
      message.downlink = chance(2);
      return rlcmac::encode(message);
    }
    case 7:
      return rlcmac::encode(rlcmac::PacketPollingRequest{address(), chance(2)});
    default:
      return rlcmac::encode(rlcmac::PacketPdchRelease{octet()});
  }
}

void HostileNetwork::logical_link(bool merciless) {
  auto sapi = llc::Sapi::gmm;
  Bytes pdu;
  if (chance(12)) {
    static constexpr llc::UCommand kCommands[] = {llc::UCommand::xid,  llc::UCommand::xid, llc::UCommand::sabm,
                                                  llc::UCommand::disc, llc::UCommand::ua,  llc::UCommand::null};
    static constexpr const char* kXids[] = {"30", "8410000000053016", "1601f4", "1600", "84", ""};
    if (chance(2)) sapi = llc::Sapi::ll3;
    pdu = llc::encode_u(llc::Sender::sgsn, !chance(4), sapi, {kCommands[below(6)], chance(2)},
                        *from_hex(kXids[below(6)]));
  } else {
    Bytes sdu;
    switch (below(4)) {
      case 0:
        sapi = llc::Sapi::ll3;
        sdu = user_data();
        break;
      case 1:
        sdu = sm_message();
        break;
      default:
        sdu = gmm_message(merciless);
    }
    // Damaged as no FCS would let it through: by who makes it. One bit more, and a cause is one for good.
    if (merciless && chance(6))
      sdu[below(static_cast<std::uint32_t>(sdu.size()))] ^= static_cast<std::uint8_t>(1U << below(8));
    if (merciless && chance(20)) sdu.resize(below(static_cast<std::uint32_t>(sdu.size()) + 1));
    const auto nu = static_cast<std::uint16_t>((chance(6) ? random_() : nu_++) % 512);
    const bool ciphered = chance(2);
    pdu = llc::encode_ui(llc::Sender::sgsn, true, sapi, {nu, ciphered, true}, sdu);
    if (ciphered) {
      const llc::CipherContext cipher{llc::Gea::gea3, scripted_keys().keys.kc};
      llc::apply_cipher(std::span(pdu).subspan(3), cipher, 0, sapi, nu, llc::Sender::sgsn);
    }
  }
  device_.hear_llc(tlli(), pdu);
}

Bytes HostileNetwork::gmm_message(bool merciless) {
  const auto area = [&] { return RoutingArea{{1, 1, 2}, static_cast<std::uint16_t>(below(3)), 0}; };
  const auto cause = [&] { return merciless && chance(10) ? kForGood[below(6)] : kPassing[below(6)]; };
  const auto new_ptmsi = [&] { return Ptmsi{0xc0000000 | static_cast<std::uint32_t>(random_())}; };
  switch (below(12)) {
    case 0:
    case 1: {
      gmm::AttachAccept accept;
      accept.routing_area = area();
      if (!chance(3)) accept.allocated_ptmsi = new_ptmsi();
      if (chance(8)) accept.cause = cause();
      return gmm::encode(accept);
    }
    case 2: {
      gmm::AttachReject reject;
      reject.cause = cause();
      return gmm::encode(reject);
    }
    case 3: {
      gmm::RoutingAreaUpdateAccept accept;
      accept.routing_area = area();
      if (!chance(3)) accept.allocated_ptmsi = new_ptmsi();
      return gmm::encode(accept);
    }
    case 4: {
      gmm::RoutingAreaUpdateReject reject;
      reject.cause = cause();
      return gmm::encode(reject);
    }
    case 5: {
      gmm::MtDetachRequest request;
      // IMSI detach is for combined attach; without a re-attach there is a cause that says why.
      request.type = chance(4) ? gmm::MtDetachType::imsi_detach : gmm::MtDetachType::reattach_required;
      if (merciless && chance(4)) request.type = gmm::MtDetachType::reattach_not_required;
      if (chance(2)) request.cause = cause();
      return gmm::encode(request);
    }
    case 6:
      return gmm::encode(gmm::MoDetachAccept{});
    case 7:
      return gmm::encode(gmm::IdentityRequest{static_cast<IdentityType>(1 + below(4))});
    case 8:
    case 9: {
      if (merciless && chance(20)) return gmm::encode(gmm::AuthenticationAndCipheringReject{});
      gmm::AuthenticationAndCipheringRequest challenge;
      challenge.ciphering_algorithm = static_cast<std::uint8_t>(below(2) * 3);
      challenge.imeisv_request = static_cast<std::uint8_t>(below(2));
      challenge.reference_number = static_cast<std::uint8_t>(below(16));
      if (!chance(6)) {
        challenge.rand.emplace().fill(octet());
        challenge.cksn = static_cast<std::uint8_t>(below(7));
        challenge.autn.emplace().fill(octet());
      }
      return gmm::encode(challenge);
    }
    case 10: {
      gmm::PtmsiReallocationCommand command;
      command.allocated_ptmsi = new_ptmsi();
      command.routing_area = area();
      return gmm::encode(command);
    }
    default:
      return chance(2) ? gmm::encode(gmm::GmmStatus{}) : gmm::encode(gmm::GmmInformation{});
  }
}

Bytes HostileNetwork::sm_message() {
  const sm::TransactionIdentifier ti{static_cast<std::uint8_t>(chance(4) ? below(7) : 0), !chance(4)};
  switch (below(8)) {
    case 0:
    case 1:
    case 2: {
      sm::ActivatePdpContextAccept accept;
      if (chance(10)) accept.llc_sapi = static_cast<std::uint8_t>(below(16));
      if (!chance(8)) accept.address = sm::PdpAddress{1, 0x21, {10, 46, 0, octet()}};
      return sm::encode(ti, accept);
    }
    case 3:
      return sm::encode(ti, sm::ActivatePdpContextReject{static_cast<sm::SmCause>(26 + below(10)), {}});
    case 4:
      return sm::encode(ti, sm::DeactivatePdpContextRequest{});
    case 5:
      return sm::encode(ti, sm::DeactivatePdpContextAccept{});
    case 6:
      return sm::encode(ti, sm::ModifyPdpContextRequest{});
    default:
      return sm::encode(ti, sm::SmStatus{});
  }
}

Bytes HostileNetwork::user_data() {
  const Bytes octets(1 + below(490), 0x45);
  sndcp::SnUnitdata unit;
  unit.nsapi = chance(10) ? static_cast<std::uint8_t>(5 + below(11)) : 5;
  unit.first = chance(2);
  unit.more = chance(2);
  unit.segment = static_cast<std::uint8_t>(below(16));
  unit.n_pdu = static_cast<std::uint16_t>(below(4));
  unit.data = octets;
  return sndcp::encode_sn_unitdata(unit);
}

}  // namespace foothold::m2me::soak
