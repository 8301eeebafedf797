// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The mobile's radio resource layers under a hostile cell and timing. The input is a sequence of: one octet that says
// what happens, and what that needs. Whatever comes, the mobile sends only where it may, and keeps no more than it
// should.
#include <cstdlib>

#include "base/byte_reader.h"
#include "base/hex.h"
#include "gsm/grr/grr_ms.h"

namespace {

using namespace foothold;
using namespace foothold::gsm;
using namespace foothold::gsm::grr;

constexpr std::uint16_t kArfcn = 871;

class Run {
 public:
  explicit Run(bool two_phase) : grr_(settings(two_phase), [this] { return ++random_; }) {
    check(grr_.on_synchronised(now_, kArfcn, 0));
    for (const auto* hex :
         {"49061b1b3900f1100001c9031e274740e504002c0b2b2b", "0106009000185a6fc9f14008411b2b2b2b2b2b2b2b2b2b"}) {
      check(grr_.on_downlink_block(now_, {l1::Channel::bcch, kArfcn, 0, frame_, {}, *from_hex(hex)}));
    }
  }

  bool step(ByteReader& reader) {
    const auto what = reader.u8("what");
    if (!what) return false;
    const auto timeslot = static_cast<std::uint8_t>(*what >> 5);
    switch (*what % 8) {
      case 0: {
        const auto size = reader.u8("size");
        if (!size) return false;
        check(grr_.send_llc_pdu(now_, kTlli, Bytes(*size, 0x55)));
        break;
      }
      case 1:
        check(grr_.on_access_burst_sent(now_, burst_, frame_));
        break;
      case 2:
        now_ += std::chrono::milliseconds(100) * (1 + timeslot * timeslot);
        check(grr_.on_timer(now_));
        break;
      case 3:
        frame_ = frame_ + (frame_.in_13_frames() == 8 ? 5 : 4);
        break;
      case 4:
        if (timeslot == 0) check(grr_.on_lost(now_, "gone"));
        if (timeslot == 1) check(grr_.on_synchronised(now_, kArfcn, 0));
        grr_.assign_tlli(kTlli, Tlli{*what});
        break;
      default: {
        static constexpr std::size_t kSizes[] = {23, 23, 34, 40, 54, 23, 0, 5};
        const auto octets = reader.take(*what % 8 == 5 ? kSizes[timeslot] : 23, "block");
        if (!octets) return false;
        const auto channel = *what % 8 == 6 ? l1::Channel::ccch : l1::Channel::pdch;
        check(grr_.on_downlink_block(now_,
                                     {channel, kArfcn, timeslot, frame_, {}, Bytes(octets->begin(), octets->end())}));
      }
    }
    return true;
  }

 private:
  static constexpr Tlli kTlli{0xc0000001};

  static GrrSettings settings(bool two_phase) {
    GrrSettings it;
    it.two_phase_access = two_phase;
    return it;
  }

  void check(const Effects& effects) {
    if (effects.size() > 64) std::abort();
    for (const auto& effect : effects) {
      if (const auto* burst = std::get_if<SendAccessBurst>(&effect)) {
        burst_ = burst->random_access;
        if ((burst_ & 0xf0) != 0x70 || burst_ == 0x7f || burst->slots_to_skip >= 50) std::abort();
      } else if (const auto* sent = std::get_if<SendBlock>(&effect)) {
        const auto size = sent->block.block.size();
        if ((size != 23 && size != 34 && size != 40 && size != 54) || sent->block.timeslot > 7) std::abort();
      } else if (const auto* pdu = std::get_if<LlcPdu>(&effect)) {
        if (pdu->pdu.empty()) std::abort();
      }
    }
  }

  std::uint32_t random_ = 0;
  Time now_{};
  l1::FrameNumber frame_{1040};
  std::uint8_t burst_ = 0x78;
  GrrMs grr_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteReader reader(ByteView(data, size));
  Run run(size % 2 != 0);
  while (run.step(reader)) {
  }
  return 0;
}
