// SPDX-License-Identifier: AGPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "rf_bridge/trx/mobile_phy.h"

namespace {

using namespace foothold::rf_bridge::trx;
using foothold::rf_bridge::Heard;
using foothold::gsm::l1::FrameNumber;

constexpr FrameNumber kFirst(51 * 26 * 4);

// The input's octets as soft bits, over and over.
SoftBurst burst_of(const std::uint8_t* data, std::size_t size, std::size_t from) {
  SoftBurst burst{};
  for (std::size_t i = 0; i < burst.size() && size > 0; ++i) {
    burst[i] = static_cast<std::int8_t>(std::max(static_cast<int>(data[(from + i) % size]) - 128, -127));
  }
  return burst;
}

void answer_commands(MobilePhy& phy) {
  const Instant now{};
  auto effects = phy.start(now);
  while (!effects.empty()) {
    const auto* sent = std::get_if<SendControl>(&effects.front());
    if (sent == nullptr) std::abort();
    const auto command = decode_command(sent->octets);
    effects = phy.on_control(
        encode(TrxcResponse{command->verb, command->verb == "SETFORMAT" ? 2 : 0, command->arguments}), now);
  }
}

}  // namespace

// The input as the bursts of a cell that a mobile camps on, on timeslot 0 and on a PDCH, and as a datagram. Whatever
// they hold, a block is one that RLC/MAC and RR can have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MobilePhy phy(871, {1'782'000, 1'877'000});
  const Instant now{};
  answer_commands(phy);
  phy.listen(0x10);
  const auto check = [](const PhyEffects& effects) {
    for (const auto& effect : effects) {
      const auto* heard = std::get_if<Heard>(&effect);
      if (heard == nullptr) continue;
      const auto octets = heard->block.block.size();
      const bool packet = heard->block.channel == foothold::gsm::l1::Channel::pdch;
      if (octets != 23 && !(packet && (octets == 0 || octets == 34 || octets == 40 || octets == 54))) std::abort();
    }
  };
  for (int i = 0; i < 8; ++i) {
    const auto frame = kFirst + i;
    ReceivedBurst common, packet;
    packet.timeslot = 4;
    common.bits = burst_of(data, size, static_cast<std::size_t>(i) * 37);
    packet.bits = common.bits;
    if (i == 0) common.bits = soften(frequency_correction_burst());
    if (i == 1) common.bits = soften(synchronisation_burst(encode_synchronisation({63, frame})));
    check(phy.on_bursts(encode(ReceivedFrame{2, frame, {common, packet}})[0], now));
  }
  if (!phy.synchronised()) std::abort();
  check(phy.on_bursts({data, size}, now));
  check(phy.on_control({data, size}, now));
  return 0;
}
