// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tre_emu/card/application.h"
#include "tre_emu/usim/usim_application.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu {

// The files of the whole card as they follow from the vault: the MF with the folders of a GSM SIM, which show the
// active subscription, and one USIM for the PCID and each MCIM. It keeps what is written below the MF.
class TreFiles : public card::FileOwner {
 public:
  // `tre` is named in EF_DIR behind the USIMs.
  TreFiles(vault::Vault& vault, card::Application& tre);
  TreFiles(const TreFiles&) = delete;
  TreFiles& operator=(const TreFiles&) = delete;

  // The vault may have changed: MCIMs have come or gone, or another one is active. True in that last case.
  bool follow_vault();

  const std::shared_ptr<card::Df>& mf() const { return mf_; }
  // The active USIM first, the TRE last.
  const std::vector<card::Application*>& applications() const { return applications_; }
  // Null while the vault is locked.
  usim::UsimApplication* active_usim();

  card::StatusWord store(const card::Ef& file, ByteView content) override;
  card::StatusWord set_activated(const card::Ef& file, bool activated) override;

 private:
  void place_usims();
  void list_applications();

  vault::Vault& vault_;
  card::Application& tre_;
  std::shared_ptr<card::Df> mf_;
  // One for each subscription that there can be. They stay where they are for good: channels point to them.
  std::vector<std::unique_ptr<usim::UsimApplication>> usims_;
  std::vector<card::Application*> applications_;
  std::string active_imsi_;
  std::uint64_t seen_ = 0;  // number of the vault's state
};

}  // namespace foothold::tre_emu
