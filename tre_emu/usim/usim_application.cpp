// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/usim_application.h"

#include <algorithm>

#include "tre_emu/usim/authenticate.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu::usim {

namespace {

constexpr std::uint8_t kAuthenticate = 0x88;

}  // namespace

void UsimApplication::reset() {
  if (!vault_.locked()) {
    adf_ = make_usim_adf(vault_.state().active());
    return;
  }
  adf_ = std::make_shared<card::Df>();
  adf_->fid = card::kCurrentAdf;
}

ByteView UsimApplication::aid() const {
  return usim_aid();
}

card::StatusWord UsimApplication::store(const card::Ef& file, ByteView content) {
  if (vault_.locked()) return card::StatusWord::blocked;
  auto next = vault_.state();
  next.active().files[file.fid] = SecretBytes(content);
  return vault_.commit(std::move(next)) ? card::StatusWord::ok : card::StatusWord::memory_failure;
}

card::Response UsimApplication::process(const card::Command& command) {
  if (vault_.locked()) return card::StatusWord::blocked;
  if (command.ins != kAuthenticate) return card::StatusWord::ins_not_supported;
  if (command.proprietary()) return card::StatusWord::class_not_supported;
  auto outcome = authenticate(vault_.state().active(), command);
  if (outcome.changed) {
    auto next = vault_.state();
    next.active() = outcome.subscription;
    if (!vault_.commit(std::move(next))) return card::StatusWord::memory_failure;
    show_bootstrapping();
  }
  return std::move(outcome.answer);
}

void UsimApplication::show_bootstrapping() {
  const auto& files = vault_.state().active().files;
  const auto written = files.find(kEfGbabp);
  card::Ef* const file = adf_->find_ef(kEfGbabp);
  if (written == files.end() || written->second.size() != file->content.size()) return;
  std::ranges::copy(written->second.reveal(), file->content.begin());
}

}  // namespace foothold::tre_emu::usim
