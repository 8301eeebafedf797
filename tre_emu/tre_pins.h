// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "tre_emu/card/pin.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu {

// The card's PINs, in the vault. A locked vault has none.
class TrePins : public card::PinStore {
 public:
  explicit TrePins(vault::Vault& vault) : vault_(vault) {}

  const card::Pin* find(std::uint8_t reference) const override;
  bool store(std::uint8_t reference, const card::Pin& pin) override;

 private:
  vault::Vault& vault_;
};

}  // namespace foothold::tre_emu
