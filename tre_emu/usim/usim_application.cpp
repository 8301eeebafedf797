// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/usim_application.h"

#include <algorithm>

#include "tre_emu/usim/authenticate.h"
#include "tre_emu/usim/gba_naf_list.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu::usim {

namespace {

constexpr std::uint8_t kAuthenticate = 0x88;

// The subscription in a state; null where it is not there.
const vault::Subscription* find(const vault::DeviceState& state, const std::optional<std::string>& mcim) {
  if (!mcim) return &state.pcid;
  const auto* const found = state.find_mcim(*mcim);
  return found ? &found->subscription : nullptr;
}
vault::Subscription* find(vault::DeviceState& state, const std::optional<std::string>& mcim) {
  if (!mcim) return &state.pcid;
  auto* const found = state.find_mcim(*mcim);
  return found ? &found->subscription : nullptr;
}

card::Ef* find_kept(card::Df& folder, std::uint16_t kept_as) {
  const auto found = std::ranges::find(folder.files, kept_as, &card::Ef::kept_as);
  if (found != folder.files.end()) return &*found;
  for (auto& below : folder.folders) {
    if (auto* const file = find_kept(below, kept_as)) return file;
  }
  return nullptr;
}

}  // namespace

UsimApplication::UsimApplication(vault::Vault& vault, Changed changed) : vault_(vault), changed_(std::move(changed)) {
  vacate();
}

void UsimApplication::vacate() {
  vacant_ = true;
  mcim_.reset();
  adf_ = std::make_shared<card::Df>();
  adf_->fid = card::kCurrentAdf;
  adf_->activated = false;
}

void UsimApplication::serve(std::optional<std::string> mcim) {
  const auto* const served = find(vault_.state(), mcim);
  if (vault_.locked() || !served) return vacate();
  vacant_ = false;
  mcim_ = std::move(mcim);
  adf_ = mcim_ ? make_usim_adf(*served, usim_aid(*mcim_)) : make_usim_adf(*served);
  adf_->activated = served == &vault_.state().active();
}

const vault::Subscription* UsimApplication::subscription() const {
  return vacant_ || vault_.locked() ? nullptr : find(vault_.state(), mcim_);
}

void UsimApplication::show(std::uint16_t kept_as, ByteView content) {
  card::Ef* const file = find_kept(*adf_, kept_as);
  if (file && content.size() == file->content.size()) std::ranges::copy(content, file->content.begin());
}

card::StatusWord UsimApplication::keep(std::uint16_t kept_as, ByteView content) {
  if (vault_.locked()) return card::StatusWord::blocked;
  auto next = vault_.state();
  auto* const served = vacant_ ? nullptr : find(next, mcim_);
  if (!served) return card::StatusWord::memory_failure;
  served->files[kept_as] = SecretBytes(content);
  return vault_.commit(std::move(next)) ? card::StatusWord::ok : card::StatusWord::memory_failure;
}

card::StatusWord UsimApplication::store(const card::Ef& file, ByteView content) {
  const auto sw = keep(file.kept_as, content);
  if (sw == card::StatusWord::ok) changed_(file.kept_as, content);
  return sw;
}

card::StatusWord UsimApplication::set_activated(const card::Ef& file, bool activated) {
  const auto* const served = subscription();
  if (!served) return card::StatusWord::blocked;
  const auto listed = served->files.find(kDeactivatedFiles);
  const auto before = listed == served->files.end() ? ByteView() : listed->second.reveal();
  return keep(kDeactivatedFiles, with_activation(before, file.kept_as, activated));
}

// AUTHENTICATE is not executed before a successful verification of the PIN (TS 31.102 7.1.1).
std::optional<std::uint8_t> UsimApplication::needs_pin(const card::Command& command) const {
  const bool authenticates = command.ins == kAuthenticate && !command.proprietary();
  return authenticates ? std::optional(card::kPin1) : std::nullopt;
}

card::Response UsimApplication::process(const card::Command& command) {
  if (vault_.locked()) return card::StatusWord::blocked;
  if (command.ins != kAuthenticate) return card::StatusWord::ins_not_supported;
  if (command.proprietary()) return card::StatusWord::class_not_supported;
  return authenticate(command);
}

card::Response UsimApplication::authenticate(const card::Command& command) {
  const auto* const served = subscription();
  if (!served) return card::StatusWord::blocked;
  if (!active()) return card::StatusWord::conditions_not_satisfied;
  auto outcome = usim::authenticate(*served, command);
  if (outcome.changed) {
    auto next = vault_.state();
    *find(next, mcim_) = outcome.subscription;
    if (!vault_.commit(std::move(next))) return card::StatusWord::memory_failure;
    // Files that terminals may have in view follow the bootstrapping and the derivation.
    const auto& files = outcome.subscription.files;
    for (const auto file : {kEfGbabp, kEfGbanl}) {
      if (const auto written = files.find(file); written != files.end()) show(file, written->second.reveal());
    }
  }
  return std::move(outcome.answer);
}

}  // namespace foothold::tre_emu::usim
