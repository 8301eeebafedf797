// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>

#include "tre_emu/card/application.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu::usim {

// The USIM (TS 31.102) of the subscription that is active in the vault.
class UsimApplication : public card::Application {
 public:
  explicit UsimApplication(vault::Vault& vault) : vault_(vault) { reset(); }

  // Another subscription is active, or none can be used any more: serve that. Channels fall back to the MF.
  void reset();

  ByteView aid() const override;
  std::shared_ptr<card::Df> tree() const override { return adf_; }
  card::StatusWord store(const card::Ef& file, ByteView content) override;
  bool takes_chains(const card::Command&) const override { return false; }
  card::Response process(const card::Command& command) override;

 private:
  // EF_GBABP, which terminals may have in view, follows the bootstrapping.
  void show_bootstrapping();

  vault::Vault& vault_;
  std::shared_ptr<card::Df> adf_;
};

}  // namespace foothold::tre_emu::usim
