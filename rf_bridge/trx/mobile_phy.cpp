// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/mobile_phy.h"

#include <utility>

#include "rf_bridge/um_event.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;

// A carrier has bursts in every frame; without any, the transceiver is gone or was started anew.
constexpr std::chrono::seconds kSilence{2};
// Two seconds, in frames: 9 BCCH, 27 CCCH blocks and 46 SCHs.
constexpr int kUndecodedFrames = 433;
// The clock may miss frames, if their datagrams got lost; a larger step is another clock.
constexpr int kLargestStep = 217;
constexpr int kFramesOfReport = 1083;  // five seconds
// Types of logical channels as Osmocom's SETSLOT numbers them.
constexpr const char* kSlotCombinedCcch = "5";
constexpr const char* kSlotPdch = "13";
constexpr unsigned kTimeslots = 8;
// Where system information 3 says how the CCCH is laid out (TS 44.018 9.1.35, 10.5.2.11).
constexpr std::size_t kMessageType = 2, kControlChannelDescription = 10;
constexpr std::uint8_t kSystemInformation3 = 0x1b;
constexpr std::uint8_t kCcchConf = 0x07, kCombined = 0x01;

}  // namespace

PhyEffects MobilePhy::start(Instant now) {
  PhyEffects out;
  running_ = true;
  last_datagram_ = now;
  clock_.reset();
  trxd_version_ = 0;
  std::deque<TrxcCommand> commands = {
      {"POWEROFF", {}},
      {"SETFORMAT", {std::to_string(kNewestTrxdVersion)}},
      {"RXTUNE", {std::to_string(carrier_.downlink_khz)}},
      {"TXTUNE", {std::to_string(carrier_.uplink_khz)}},
      {"SETSLOT", {"0", kSlotCombinedCcch}},
  };
  for (unsigned timeslot = 1; timeslot < kTimeslots; ++timeslot) {
    commands.push_back({"SETSLOT", {std::to_string(timeslot), kSlotPdch}});
  }
  commands.push_back({"SETTA", {std::to_string(timing_advance_)}});
  commands.push_back({"POWERON", {}});
  command(control_.begin(std::move(commands), now), out);
  return out;
}

PhyEffects MobilePhy::stop() {
  PhyEffects out;
  if (!running_) return out;
  const auto arfcn = arfcn_;
  const auto carrier = carrier_;
  *this = MobilePhy(arfcn, carrier);
  command(encode(TrxcCommand{"POWEROFF", {}}), out);
  return out;
}

PhyEffects MobilePhy::on_control(ByteView datagram, Instant now) {
  PhyEffects out;
  if (!running_) return out;
  const auto response = decode_response(datagram);
  if (!response) {
    out.emplace_back(
        um_event(trace::Actor::m2me, trace::Kind::discarded, "um.trxc", {{"reason", to_string(response.error())}}));
    return out;
  }
  if (response->verb == "SETFORMAT") {
    // A transceiver that has no such command speaks version 0 (status -1, or 1).
    const bool named = response->status >= 0 && response->status <= kNewestTrxdVersion && !response->arguments.empty();
    trxd_version_ = named ? static_cast<std::uint8_t>(response->status) : 0;
  } else if (response->status != 0) {
    out.emplace_back(um_event(trace::Actor::m2me, trace::Kind::failure, "um.trxc",
                              {{"command", response->verb},
                               {"reason", "the transceiver refused it"},
                               {"status", std::to_string(response->status)}}));
  }
  command(control_.on_response(*response, now), out);
  return out;
}

PhyEffects MobilePhy::on_bursts(ByteView datagram, Instant now) {
  PhyEffects out;
  if (!running_) return out;
  const auto frame = decode_received(datagram);
  if (!frame) {
    out.emplace_back(
        um_event(trace::Actor::m2me, trace::Kind::discarded, "um.bursts", {{"reason", to_string(frame.error())}}));
    return out;
  }
  last_datagram_ = now;
  advance(frame->frame_number, out);
  for (const auto& burst : frame->bursts) on_burst(frame->frame_number, burst, out);
  // After the bursts: what was heard in this frame may have asked for the next one.
  transmit(out);
  return out;
}

void MobilePhy::advance(FrameNumber frame, PhyEffects& out) {
  const bool steady = clock_ && frame.since(*clock_) >= 0 && frame.since(*clock_) <= kLargestStep;
  if (!steady) {
    if (bsic_) lose("the cell counts its frames anew", out);
    last_decoded_ = last_report_ = frame;
  }
  clock_ = now_ = frame;
  if (bsic_ && frame.since(last_decoded_) > kUndecodedFrames) lose("nothing of the cell could be decoded", out);
  if (frame.since(last_report_) >= kFramesOfReport) report(out);
}

void MobilePhy::on_burst(FrameNumber frame, const ReceivedBurst& burst, PhyEffects& out) {
  if (burst.timeslot == 0) return on_common_burst(frame, burst, out);
  if (!bsic_) return;
  const auto position = packet_block(frame);
  if (!position) return;
  for (const auto& block : assemblies_[burst.timeslot % kTimeslots].on_burst(*position, burst)) {
    if ((listened_ >> burst.timeslot & 1) != 0) decode(block, burst.timeslot, out);
  }
}

void MobilePhy::on_common_burst(FrameNumber frame, const ReceivedBurst& burst, PhyEffects& out) {
  if (!bsic_) {
    const auto found = burst.bits ? search_.on_burst(frame, *burst.bits) : std::nullopt;
    if (!found) return;
    bsic_ = found->bsic;
    last_decoded_ = frame;
    out.emplace_back(Synchronised{found->bsic});
    return;
  }
  if (carries_sch(frame) && burst.bits) {
    const auto sch = decode_synchronisation(synchronisation_payload(*burst.bits));
    if (!sch || sch->frame_number != frame) return;
    if (sch->bsic == *bsic_) {
      last_decoded_ = frame;
    } else {
      lose("another cell is on its carrier", out);
    }
    return;
  }
  const auto position = common_block(frame, layout_);
  if (!position) return;
  for (const auto& block : assemblies_[0].on_burst(*position, burst)) decode(block, 0, out);
}

void MobilePhy::decode(const AssembledBlock& assembled, std::uint8_t timeslot, PhyEffects& out) {
  const bool packet = assembled.channel == Channel::pdch;
  std::optional<DecodedBlock> decoded;
  if (assembled.bursts > 0) {
    decoded = packet ? decode_packet_block(assembled.bits) : decode_control_block(assembled.bits);
    ++(decoded ? figures_.blocks : figures_.undecodable);
  }
  gsm::l1::DownlinkBlock block{assembled.channel, arfcn_, timeslot, assembled.first, assembled.measurement, {}};
  if (decoded) {
    figures_.bit_errors += decoded->bit_errors;
    figures_.level_dbm = assembled.measurement.level_dbm;
    figures_.signal_to_noise_db = assembled.measurement.signal_to_noise_db;
    block.measurement.bit_errors = decoded->bit_errors;
    block.block = std::move(decoded->octets);
  }
  if (!packet) {
    if (block.block.empty()) return;
    last_decoded_ = now_;
    if (block.channel == Channel::bcch && block.block[kMessageType] == kSystemInformation3) {
      const bool combined = (block.block[kControlChannelDescription] & kCcchConf) == kCombined;
      layout_ = combined ? CcchLayout::combined : CcchLayout::not_combined;
    }
  }
  out.emplace_back(Heard{std::move(block)});
}

PhyEffects MobilePhy::send_access_burst(std::uint8_t random_access, unsigned slots_to_skip) {
  PhyEffects out;
  if (!bsic_) return out;
  uplink_.add_access(random_access, slots_to_skip, *bsic_, layout_, now_);
  return out;
}

PhyEffects MobilePhy::send_block(const gsm::l1::UplinkBlock& block) {
  PhyEffects out;
  const auto added = bsic_ ? uplink_.add_block(block, *bsic_, now_) : fail("no cell");
  if (!added) {
    out.emplace_back(um_event(trace::Actor::m2me, trace::Kind::discarded, "um.uplink_block",
                              {{"reason", added.error().what},
                               {"frame", std::to_string(block.frame_number.value())},
                               {"timeslot", std::to_string(block.timeslot)},
                               {"now", std::to_string(now_.value())}}));
    return out;
  }
  ++figures_.sent;
  transmit(out);
  return out;
}

PhyEffects MobilePhy::set_timing_advance(std::uint8_t timing_advance, Instant now) {
  PhyEffects out;
  if (timing_advance == timing_advance_) return out;
  timing_advance_ = timing_advance;
  if (running_) command(control_.add({"SETTA", {std::to_string(timing_advance)}}, now), out);
  return out;
}

PhyEffects MobilePhy::on_time(Instant now) {
  PhyEffects out;
  if (!running_) return out;
  command(control_.on_time(now), out);
  if (control_.done() && now - last_datagram_ >= kSilence) {
    if (bsic_) lose("the transceiver sends nothing", out);
    auto again = start(now);
    std::move(again.begin(), again.end(), std::back_inserter(out));
  }
  return out;
}

std::optional<Instant> MobilePhy::next() const {
  if (!running_) return std::nullopt;
  const auto repetition = control_.next();
  return repetition ? repetition : std::optional(last_datagram_ + kSilence);
}

void MobilePhy::transmit(PhyEffects& out) {
  const auto due = uplink_.take(now_, trxd_version_);
  for (const auto& frame : due.frames) {
    for (auto& datagram : encode(frame)) out.emplace_back(SendBursts{std::move(datagram)});
  }
  for (const auto& access : due.accesses) out.emplace_back(AccessBurstSent{access.random_access, access.frame});
}

void MobilePhy::report(PhyEffects& out) {
  last_report_ = now_;
  const auto figures = std::exchange(figures_, {});
  if (figures.blocks + figures.undecodable == 0) return;
  out.emplace_back(um_event(trace::Actor::m2me, trace::Kind::note, "um.radio_figures",
                            {{"level_dbm", std::to_string(figures.level_dbm)},
                             {"signal_to_noise_db", std::to_string(figures.signal_to_noise_db)},
                             {"timing_advance", std::to_string(timing_advance_)},
                             {"blocks", std::to_string(figures.blocks)},
                             {"undecodable", std::to_string(figures.undecodable)},
                             {"bit_errors", std::to_string(figures.bit_errors)},
                             {"sent", std::to_string(figures.sent)}}));
}

void MobilePhy::lose(std::string reason, PhyEffects& out) {
  bsic_.reset();
  layout_ = CcchLayout::unknown;
  search_.restart();
  for (auto& assembly : assemblies_) assembly.restart();
  uplink_.clear();
  out.emplace_back(Lost{std::move(reason)});
}

void MobilePhy::command(std::optional<Bytes> datagram, PhyEffects& out) const {
  if (datagram) out.emplace_back(SendControl{std::move(*datagram)});
}

}  // namespace foothold::rf_bridge::trx
