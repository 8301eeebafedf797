// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/sgsn_end.h"

#include <utility>

#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/ns_pdu.h"

namespace foothold::lab::replay {

namespace gb = rf_bridge::gb;

SgsnEnd::Effects SgsnEnd::on_datagram(ByteView octets) {
  Effects effects;
  const auto answer = [&](const gb::NsPdu& pdu) { effects.push_back(SendDatagram{gb::encode_ns(pdu)}); };
  const auto pdu = gb::decode_ns(octets);
  if (!pdu) return effects;
  if (const auto* reset = std::get_if<gb::NsReset>(&*pdu)) {
    nsei_ = reset->nsei;
    nsvci_ = reset->nsvci;
    answer(gb::NsResetAck{nsvci_, nsei_});
  } else if (std::holds_alternative<gb::NsUnblock>(*pdu)) {
    answer(gb::NsUnblockAck{});
  } else if (std::holds_alternative<gb::NsAlive>(*pdu)) {
    answer(gb::NsAliveAck{});
  } else if (std::holds_alternative<gb::NsBlock>(*pdu)) {
    answer(gb::NsBlockAck{nsvci_});
  } else if (const auto* unitdata = std::get_if<gb::NsUnitdata>(&*pdu)) {
    on_bssgp(unitdata->bvci, unitdata->sdu, effects);
  }
  return effects;
}

void SgsnEnd::on_bssgp(std::uint16_t bvci, ByteView sdu, Effects& effects) {
  const auto answer = [&](const gb::BssgpPdu& pdu) {
    effects.push_back(SendDatagram{gb::encode_ns(gb::NsUnitdata{0, bvci, gb::encode_bssgp(pdu)})});
  };
  const auto pdu = gb::decode_bssgp(sdu);
  if (!pdu) return;
  if (const auto* reset = std::get_if<gb::BvcReset>(&*pdu)) {
    answer(gb::BvcResetAck{reset->bvci, std::nullopt, std::nullopt});
  } else if (const auto* unblock = std::get_if<gb::BvcUnblock>(&*pdu)) {
    answer(gb::BvcUnblockAck{unblock->bvci});
  } else if (const auto* block = std::get_if<gb::BvcBlock>(&*pdu)) {
    answer(gb::BvcBlockAck{block->bvci});
  } else if (const auto* flow = std::get_if<gb::FlowControlBvc>(&*pdu)) {
    answer(gb::FlowControlBvcAck{flow->tag});
  } else if (const auto* up = std::get_if<gb::UlUnitdata>(&*pdu)) {
    bvci_ = bvci;
    effects.push_back(LlcFromMobile{gsm::Tlli{up->tlli}, up->llc_pdu});
  }
}

Bytes SgsnEnd::carry(gsm::Tlli tlli, ByteView pdu) const {
  gb::DlUnitdata down;
  down.tlli = tlli.value;
  down.llc_pdu.assign(pdu.begin(), pdu.end());
  return gb::encode_ns(gb::NsUnitdata{0, bvci_, gb::encode_bssgp(down)});
}

}  // namespace foothold::lab::replay
