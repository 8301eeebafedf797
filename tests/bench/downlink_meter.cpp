// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/bench/downlink_meter.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "gsm/rlcmac/coding_scheme.h"
#include "gsm/rlcmac/downlink_messages.h"
#include "rf_bridge/gsmtap/um_frame.h"

namespace foothold::bench {
namespace {

namespace rlcmac = gsm::rlcmac;

constexpr unsigned kData = 0, kControl = 1;                        // payload types (TS 44.060 10.4.7)
constexpr std::uint8_t kDummyControl = 0x25;                       // PACKET DOWNLINK DUMMY CONTROL BLOCK (11.2.8)
constexpr std::array<std::uint8_t, 3> kDummyUi{0x43, 0xc0, 0x01};  // TS 44.064 6.4.2.2

bool is_dummy(const Bytes& pdu) {
  return pdu.size() >= kDummyUi.size() && std::equal(kDummyUi.begin(), kDummyUi.end(), pdu.begin());
}

}  // namespace

void DownlinkMeter::write(trace::Event event) {
  const std::lock_guard lock(mutex_);
  if (event.name == "um.downlink_tbf") {
    tbf_.emplace(false);
    tfi_ = static_cast<std::uint8_t>(std::stoul(event.field("tfi")));
    ++figures_.tbfs;
  } else if (event.name == "um.downlink_tbf_ended") {
    tbf_.reset();
  } else if (event.name == "um.downlink_block") {
    on_block(event);
  }
}

void DownlinkMeter::on_block(const trace::Event& event) {
  const auto frame = rf_bridge::gsmtap::decode(event.bytes);
  if (!frame || frame->channel != rf_bridge::gsmtap::channel::kPdtch || frame->payload.empty()) return;
  const auto& block = frame->payload;
  if (block[0] >> 6 == kControl && block.size() > 1) {
    ++(block[1] >> 2 == kDummyControl ? figures_.idle : figures_.control);
  }
  if (block[0] >> 6 != kData || !tbf_) return;
  const auto data = rlcmac::DownlinkDataBlock::decode(block);
  const auto scheme = rlcmac::coding_scheme_of(block.size());
  if (!data || !scheme || data->tfi != tfi_) return;
  auto outcome = tbf_->on_block(*data);
  if (!outcome || outcome->repeated) {
    ++figures_.repeated;
    return;
  }
  ++figures_.blocks;
  figures_.block_octets += rlcmac::data_size(*scheme);
  figures_.timeslots.insert(frame->timeslot);
  for (const auto& pdu : outcome->pdus) {
    if (is_dummy(pdu)) {
      ++figures_.fill;
    } else {
      figures_.llc_octets += pdu.size();
    }
  }
}

DownlinkMeter::Figures DownlinkMeter::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(figures_, {});
}

}  // namespace foothold::bench
