// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre_files.h"

#include <algorithm>

#include "tre_emu/sim/sim_files.h"
#include "tre_emu/usim/initial_content.h"
#include "tre_emu/usim/mf_files.h"

namespace foothold::tre_emu {

namespace {

// Those of the MF itself; all else below it is the active subscription's.
bool is_card_file(const card::Ef& file) {
  return file.kept_as >> 8 == 0x2F;
}

}  // namespace

TreFiles::TreFiles(vault::Vault& vault, card::Application& tre)
    : vault_(vault), tre_(tre), mf_(usim::make_mf(vault.state())) {
  const auto changed = [this](std::uint16_t kept_as, ByteView content) { sim::show(*mf_, kept_as, content); };
  for (std::size_t at = 0; at < vault::DeviceState::kMaxMcims + 1; ++at) {
    usims_.push_back(std::make_unique<usim::UsimApplication>(vault, changed));
  }
  if (!vault.locked()) {
    sim::add_folders(*mf_, vault.state().active());
    active_imsi_ = vault.state().active().imsi;
  }
  seen_ = vault_.number();
  place_usims();
  list_applications();
}

bool TreFiles::follow_vault() {
  if (!vault_.locked() && vault_.number() == seen_) return false;
  seen_ = vault_.number();
  place_usims();
  list_applications();
  if (vault_.locked() || vault_.state().active().imsi == active_imsi_) return false;
  const auto& active = vault_.state().active();
  active_imsi_ = active.imsi;
  mf_->find_ef(usim::kEfIccid)->content = usim::iccid_content(active.iccid);
  sim::refill(*mf_, active);
  return true;
}

void TreFiles::place_usims() {
  const auto& state = vault_.state();
  for (auto& one : usims_) {
    const auto* const served = one->subscription();
    if (!served) {
      if (!one->vacant()) one->vacate();
    } else if (one->active() != (served == &state.active())) {
      one->serve(one->mcim());
    }
  }
  if (vault_.locked()) return;
  const auto place = [&](const std::optional<std::string>& mcim) {
    const auto there = [&](const auto& one) { return !one->vacant() && one->mcim() == mcim; };
    if (std::ranges::any_of(usims_, there)) return;
    const auto vacant = std::ranges::find_if(usims_, [](const auto& one) { return one->vacant(); });
    if (vacant != usims_.end()) (*vacant)->serve(mcim);
  };
  place({});
  for (const auto& mcim : state.mcims) place(mcim.identifier);
}

void TreFiles::list_applications() {
  applications_.clear();
  for (const auto& one : usims_) {
    if (!one->vacant()) applications_.push_back(one.get());
  }
  std::stable_partition(applications_.begin(), applications_.end(),
                        [](const auto* one) { return static_cast<const usim::UsimApplication*>(one)->active(); });
  applications_.push_back(&tre_);

  std::vector<usim::DirectoryEntry> entries;
  for (const auto* const application : applications_) {
    std::string_view label = "TRE";
    if (application != &tre_) {
      const auto& usim = static_cast<const usim::UsimApplication&>(*application);
      label = usim.active() ? "USIM" : usim.mcim() ? "MCIM" : "PCID";
    }
    entries.push_back({application->aid(), label});
  }
  mf_->find_ef(usim::kEfDir)->content = usim::directory_content(entries);
}

usim::UsimApplication* TreFiles::active_usim() {
  const auto found = std::ranges::find_if(usims_, [](const auto& one) { return !one->vacant() && one->active(); });
  return vault_.locked() || found == usims_.end() ? nullptr : found->get();
}

card::StatusWord TreFiles::store(const card::Ef& file, ByteView content) {
  if (vault_.locked()) return card::StatusWord::blocked;
  if (!is_card_file(file)) {
    auto* const usim = active_usim();
    if (!usim) return card::StatusWord::memory_failure;
    const auto sw = usim->store(file, content);
    if (sw == card::StatusWord::ok) usim->show(file.kept_as, content);
    return sw;
  }
  auto next = vault_.state();
  next.card_files[file.kept_as] = SecretBytes(content);
  return vault_.commit(std::move(next)) ? card::StatusWord::ok : card::StatusWord::memory_failure;
}

card::StatusWord TreFiles::set_activated(const card::Ef& file, bool activated) {
  if (is_card_file(file)) return card::StatusWord::function_not_supported;
  auto* const usim = active_usim();
  return usim ? usim->set_activated(file, activated) : card::StatusWord::memory_failure;
}

}  // namespace foothold::tre_emu
