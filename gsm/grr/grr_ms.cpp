// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/grr/grr_ms.h"

#include "gsm/grr/machine.h"

namespace foothold::gsm::grr {

GrrMs::GrrMs(GrrSettings settings, Random random)
    : machine_(std::make_unique<Machine>(std::move(settings), std::move(random))) {}
GrrMs::~GrrMs() = default;
GrrMs::GrrMs(GrrMs&&) noexcept = default;
GrrMs& GrrMs::operator=(GrrMs&&) noexcept = default;

Effects GrrMs::on_synchronised(Time now, std::uint16_t arfcn, std::uint8_t bsic) {
  return machine_->on_synchronised(now, arfcn, bsic);
}
Effects GrrMs::on_lost(Time now, const std::string& reason) {
  return machine_->on_lost(now, reason);
}
Effects GrrMs::on_downlink_block(Time now, const l1::DownlinkBlock& block) {
  return machine_->on_downlink_block(now, block);
}
Effects GrrMs::on_access_burst_sent(Time now, std::uint8_t random_access, l1::FrameNumber frame_number) {
  return machine_->on_access_burst_sent(now, random_access, frame_number);
}
Effects GrrMs::send_llc_pdu(Time now, Tlli tlli, Bytes pdu) {
  return machine_->send_llc_pdu(now, tlli, std::move(pdu));
}
void GrrMs::assign_tlli(Tlli old_tlli, Tlli new_tlli) {
  machine_->assign_tlli(old_tlli, new_tlli);
}
void GrrMs::set_imsi(const Imsi& imsi) {
  machine_->set_imsi(imsi);
}
std::optional<Time> GrrMs::next_deadline() const {
  return machine_->next_deadline();
}
Effects GrrMs::on_timer(Time now) {
  return machine_->on_timer(now);
}
const Counters& GrrMs::counters() const {
  return machine_->counters();
}

}  // namespace foothold::gsm::grr
