// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/unit/gsm/grr/test_air.h"

#include "base/hex.h"
#include "gsm/rlcmac/block_timing.h"

namespace foothold::gsm::grr::test {

Bytes si1() {
  return *from_hex("5506198fb38000000000000000000000000000e504002b");
}
Bytes si3() {
  return *from_hex("49061b1b3900f1100001c9031e274740e504002c0b2b2b");
}
Bytes si4() {
  return *from_hex("31061c00f11000014740e50400012b2b2b2b2b2b2b2b2b");
}
Bytes si13() {
  return *from_hex("0106009000185a6fc9f14008411b2b2b2b2b2b2b2b2b2b");
}

TestAir::TestAir(unsigned stations, double loss, unsigned seed, bool two_phase, bool same_draws)
    : random_(seed), loss_(loss) {
  for (unsigned i = 0; i < stations; ++i) {
    auto& station = stations_.emplace_back();
    GrrSettings settings;
    settings.two_phase_access = two_phase;
    settings.ms_ra_capability = *from_hex("1b53432b259440");
    station.grr = std::make_unique<GrrMs>(
        settings, [this, same_draws] { return same_draws ? 0U : static_cast<std::uint32_t>(random_()); });
    station.tlli = Tlli::random(i + 1);
    station.grr->assign_tlli(station.tlli, station.tlli);
    perform(station, station.grr->on_synchronised(time(), kArfcn, 63));
    for (const auto& si : {si1(), si3(), si4(), si13()}) {
      perform(station, station.grr->on_downlink_block(time(), {l1::Channel::bcch, kArfcn, 0, frame_, {}, si}));
    }
  }
}

void TestAir::send(std::size_t from, Bytes pdu) {
  auto& station = stations_[from];
  perform(station, station.grr->send_llc_pdu(time(), station.tlli, std::move(pdu)));
}

void TestAir::perform(Station& station, Effects effects) {
  for (auto& effect : effects) {
    if (auto* burst = std::get_if<SendAccessBurst>(&effect)) {
      station.access_burst = {frame_ + 1 + burst->slots_to_skip, burst->random_access};
    } else if (auto* sent = std::get_if<SendBlock>(&effect)) {
      const auto key = std::pair(sent->block.frame_number.value(), sent->block.timeslot);
      const auto [at, first] = uplink_.try_emplace(key, Uplink{sent->block, 1});
      if (!first) ++at->second.senders;
    } else if (auto* listen = std::get_if<Listen>(&effect)) {
      station.listening = listen->timeslots;
    } else if (auto* pdu = std::get_if<LlcPdu>(&effect)) {
      station.received.push_back(std::move(*pdu));
    } else if (auto* event = std::get_if<trace::Event>(&effect)) {
      station.events.push_back(std::move(*event));
    } else if (std::holds_alternative<CellAvailable>(effect)) {
      station.camps = true;
    } else if (auto* lost_cell = std::get_if<CellLost>(&effect)) {
      station.camps = false;
      station.lost.push_back(*lost_cell);
    }
  }
}

void TestAir::deliver(const l1::DownlinkBlock& block) {
  for (auto& station : stations_) {
    if (block.channel == l1::Channel::pdch && (station.listening >> block.timeslot & 1) == 0) continue;
    auto heard = block;
    if (lost()) {
      if (block.channel == l1::Channel::ccch) continue;
      heard.block.clear();
    }
    perform(station, station.grr->on_downlink_block(time(), heard));
  }
}

void TestAir::step() {
  // What went out in the block before; then what is on the air now.
  while (!uplink_.empty()) {
    auto& [key, uplink] = *uplink_.begin();
    if (l1::FrameNumber(key.first).since(frame_) >= 0) break;
    // Two senders: one is received, or none.
    const bool collided = uplink.senders > 1;
    if (collided) ++collisions_;
    if (!lost() && !(collided && random_() % 2 == 0)) network.on_uplink_block(uplink.block);
    uplink_.erase(uplink_.begin());
  }
  for (auto& station : stations_) {
    if (const auto deadline = station.grr->next_deadline(); deadline && *deadline <= time()) {
      perform(station, station.grr->on_timer(time()));
    }
    if (!station.access_burst || station.access_burst->first.since(frame_) > 0) continue;
    const auto [at, random_access] = *station.access_burst;
    station.access_burst.reset();
    if (!lost()) network.on_access_burst(random_access, at);
    perform(station, station.grr->on_access_burst_sent(time(), random_access, at));
  }
  for (const auto& block : network.blocks(frame_)) deliver(block);
  const auto next = rlcmac::next_block(frame_);
  elapsed_ += next.since(frame_);
  frame_ = next;
}

}  // namespace foothold::gsm::grr::test
