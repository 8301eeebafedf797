// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/cell_selection.h"

#include <algorithm>

namespace foothold::gsm::rr {

void CellSelection::forget() {
  si1_.reset();
  si2_.reset();
  si3_.reset();
  si4_.reset();
  si13_.reset();
}

bool CellSelection::learn(const SystemInformation& information) {
  const auto update = [](auto& known, const auto& heard) {
    if (known == heard) return false;
    known = heard;
    return true;
  };
  if (const auto* si = std::get_if<SystemInformation1>(&information)) return update(si1_, *si);
  if (const auto* si = std::get_if<SystemInformation2>(&information)) return update(si2_, *si);
  if (const auto* si = std::get_if<SystemInformation3>(&information)) return update(si3_, *si);
  if (const auto* si = std::get_if<SystemInformation4>(&information)) return update(si4_, *si);
  if (const auto* si = std::get_if<SystemInformation13>(&information)) return update(si13_, *si);
  return false;
}

std::string CellSelection::objection(unsigned access_class) const {
  if (!si3_) return {};
  if (!wanted_.empty() && std::ranges::find(wanted_, si3_->plmn) == wanted_.end()) {
    return "network " + si3_->plmn.to_string() + " is not one of those wanted";
  }
  if (si3_->rach.cell_barred) return "the cell is barred";
  if ((si3_->rach.barred_access_classes >> access_class & 1) != 0) {
    return "access class " + std::to_string(access_class) + " is barred";
  }
  if (!si3_->gprs) return "the cell has no GPRS";
  return {};
}

std::optional<ServingCell> CellSelection::cell(unsigned access_class) const {
  if (!si3_ || !si13_ || !objection(access_class).empty()) return std::nullopt;
  return ServingCell{
      {{si3_->plmn, si3_->lac, si13_->rac}, si3_->ci}, si3_->rach, si3_->control_channel.combined(), si13_->options};
}

std::vector<trace::Field> CellSelection::fields() const {
  std::vector<trace::Field> out;
  const auto add = [&](const char* name, std::string value) { out.push_back({name, std::move(value)}); };
  const auto number = [&](const char* name, auto value) { add(name, std::to_string(value)); };
  if (si3_) {
    add("plmn", si3_->plmn.to_string());
    number("lac", si3_->lac);
    number("ci", si3_->ci);
    add("gprs", si3_->gprs ? "yes" : "no");
    if (si3_->gprs) number("ra_colour", si3_->gprs->ra_colour);
    add("cell_barred", si3_->rach.cell_barred ? "yes" : "no");
    number("barred_access_classes", si3_->rach.barred_access_classes);
    number("max_retransmissions", si3_->rach.max_retransmissions);
    number("tx_integer", si3_->rach.tx_integer);
    add("ccch", si3_->control_channel.combined() ? "combined" : "not combined");
    number("bs_ag_blks_res", si3_->control_channel.blocks_for_agch);
    number("bs_pa_mfrms", si3_->control_channel.paging_multiframes);
    number("t3212", si3_->control_channel.t3212);
    add("rxlev_access_min", std::to_string(si3_->selection.min_access_level - 110) + " dBm");
  }
  if (si13_) {
    number("rac", si13_->rac);
    number("network_mode", si13_->options.network_mode);
    add("t3168", std::to_string(si13_->options.t3168.count()) + " ms");
    add("t3192", std::to_string(si13_->options.t3192.count()) + " ms");
    number("bs_cv_max", si13_->options.bs_cv_max);
    add("control_ack", si13_->options.control_ack_is_block ? "block" : "access bursts");
    if (si13_->options.pan) number("pan_max", si13_->options.pan->maximum);
  }
  return out;
}

}  // namespace foothold::gsm::rr
