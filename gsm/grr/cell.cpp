// SPDX-License-Identifier: AGPL-3.0-or-later
//
// BCCH and CCCH: the cell, assignments to an idle mobile, paging.
#include "gsm/grr/machine.h"
#include "gsm/rr/paging_request.h"
#include "gsm/rr/rr_header.h"

namespace foothold::gsm::grr {

void GrrMs::Machine::on_system_information(const l1::DownlinkBlock& block) {
  const auto information = rr::decode_system_information(block.block);
  if (!information) return discard("system information: " + to_string(information.error()));
  selection_.learn(*information);
  select_cell();
}

void GrrMs::Machine::select_cell() {
  const std::string objection = selection_.objection(access_class_);
  const auto cell = selection_.cell(access_class_);
  if (!objection.empty()) {
    if (objection == objection_) return;
    if (cell_) leave_cell(objection);
    objection_ = objection;
    trace(trace::Kind::decision, "um.cell_unsuitable", {{"reason", objection}});
    return;
  }
  objection_.clear();
  if (!cell || cell == cell_) return;
  if (cell_ && cell_->identity == cell->identity) {
    cell_ = cell;  // the same cell with other parameters
    return;
  }
  if (cell_) {
    // What was collected since is the new cell's; what is older comes again.
    leave_cell("the carrier has become another cell");
    return;
  }
  cell_ = cell;
  auto fields = selection_.fields();
  fields.insert(
      fields.begin(),
      {{"cell", cell->identity.to_string()}, {"arfcn", std::to_string(arfcn_)}, {"bsic", std::to_string(bsic_)}});
  trace(trace::Kind::received, "um.cell_selected", fields);
  out_.emplace_back(CellAvailable{cell->identity, std::move(fields)});
}

void GrrMs::Machine::on_common_control(const l1::DownlinkBlock& block) {
  const auto header = rr::RrHeader::decode(block.block);
  if (!header || !cell_) return;  // fill frames and the like
  switch (header->type) {
    case rr::MessageType::immediate_assignment:
      return on_immediate_assignment(block);
    case rr::MessageType::immediate_assignment_reject:
      return on_immediate_assignment_reject(block.block);
    case rr::MessageType::paging_request_1:
    case rr::MessageType::paging_request_2:
    case rr::MessageType::paging_request_3: {
      const auto identities = rr::decode_paging_request(block.block);
      if (!identities) return discard("paging request: " + to_string(identities.error()));
      for (const auto& identity : *identities) {
        if (std::holds_alternative<Imsi>(identity) || std::holds_alternative<Ptmsi>(identity)) {
          out_.emplace_back(Paging{identity});
        }
      }
      return;
    }
    default:
      return;  // IMMEDIATE ASSIGNMENT EXTENDED, too: it assigns to circuit-switched service only
  }
}

void GrrMs::Machine::on_immediate_assignment(const l1::DownlinkBlock& block) {
  const auto message = rr::ImmediateAssignment::decode(block.block);
  if (!message) return discard("immediate assignment: " + to_string(message.error()));
  const auto* downlink = std::get_if<rr::DownlinkTbfAssignment>(&message->assignment);
  if (downlink != nullptr ? !mine(downlink->tlli) : !answers_access(message->reference)) return;
  const auto traced = [&](const char* what) {
    trace(trace::Kind::received, "um.immediate_assignment",
          {{"assigns", what},
           {"timeslot", message->channel ? std::to_string(message->channel->timeslot) : "hopping"},
           {"timing_advance", std::to_string(message->timing_advance)}});
  };
  if (!message->channel || message->channel->arfcn != arfcn_) {
    return discard("immediate assignment: on a carrier that is not heard");
  }
  const std::uint8_t timeslot = message->channel->timeslot;
  const auto frame = [&](std::uint16_t coded) { return rr::decode_reduced_frame(coded, block.frame_number); };

  if (downlink != nullptr) {
    traced("downlink TBF");
    if (downlink->timing_advance_valid) set_timing_advance({message->timing_advance, {}});
    begin_downlink({downlink->tlli}, downlink->tfi, static_cast<std::uint8_t>(1U << timeslot),
                   downlink->unacknowledged);
    if (downlink->poll && downlink->starting_frame) {
      send_block(timeslot, frame(*downlink->starting_frame),
                 rlcmac::encode(rlcmac::PacketControlAcknowledgement{downlink->tlli}));
    }
  } else if (const auto* uplink = std::get_if<rr::UplinkTbfAssignment>(&message->assignment)) {
    traced("uplink TBF");
    set_timing_advance({message->timing_advance, {}});
    rlcmac::UplinkTbf::Settings tbf;
    tbf.tfi = uplink->tfi;
    tbf.contention = true;
    tbf.scheme = static_cast<rlcmac::CodingScheme>(uplink->coding_command);
    if (uplink->tlli_blocks_as_commanded) tbf.tlli_scheme = tbf.scheme;
    tbf.retry = access_->bursts > 1;
    std::array<std::optional<std::uint8_t>, 8> usf;
    usf[timeslot] = uplink->usf;
    const Tlli tlli = access_->tlli;
    end_access();
    begin_uplink(tbf, tlli, usf, uplink->usf_grants_four_blocks,
                 uplink->starting_frame ? std::optional(frame(*uplink->starting_frame)) : std::nullopt);
  } else if (const auto* single = std::get_if<rr::SingleBlockAssignment>(&message->assignment)) {
    traced("single block");
    set_timing_advance({message->timing_advance, {}});
    send_resource_request(timeslot, frame(single->starting_frame));
  } else {
    discard("immediate assignment: assigns nothing that GPRS has");
  }
}

void GrrMs::Machine::on_immediate_assignment_reject(ByteView block) {
  const auto message = rr::ImmediateAssignmentReject::decode(block);
  if (!message) return discard("immediate assignment reject: " + to_string(message.error()));
  for (const auto& refusal : message->refusals) {
    if (!answers_access(refusal.reference)) continue;
    trace(trace::Kind::received, "um.immediate_assignment_reject", {{"wait_s", std::to_string(refusal.wait_seconds)}});
    end_access();
    start(Timer::t3142, std::chrono::seconds(refusal.wait_seconds));
    return count_failure("the network refuses access");
  }
}

}  // namespace foothold::gsm::grr
