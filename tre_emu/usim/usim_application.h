// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tre_emu/card/application.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu::usim {

// The USIM (TS 31.102) of one of the vault's subscriptions: the PCID's or an MCIM's. Only that of the active
// subscription works; the ADF of another one can be selected and says that it is deactivated.
class UsimApplication : public card::Application {
 public:
  // Told of each content that a terminal, or GBA, has changed, for who shows the same file elsewhere.
  using Changed = std::function<void(std::uint16_t kept_as, ByteView content)>;

  UsimApplication(vault::Vault& vault, Changed changed);

  // Serves the PCID's subscription (empty) or that of an MCIM which is there. Channels fall back to the MF.
  void serve(std::optional<std::string> mcim);
  // Serves nobody, and has no name.
  void vacate();

  bool vacant() const { return vacant_; }
  bool active() const { return adf_->activated; }
  const std::optional<std::string>& mcim() const { return mcim_; }
  // Null while vacant or locked.
  const vault::Subscription* subscription() const;
  // The content of a file was changed from elsewhere.
  void show(std::uint16_t kept_as, ByteView content);

  ByteView aid() const override { return adf_->aid; }
  const std::shared_ptr<card::Df>& tree() const override { return adf_; }
  card::StatusWord store(const card::Ef& file, ByteView content) override;
  card::StatusWord set_activated(const card::Ef& file, bool activated) override;
  bool takes_chains(const card::Command&) const override { return false; }
  std::optional<std::uint8_t> needs_pin(const card::Command& command) const override;
  card::Response process(const card::Command& command) override;
  // AUTHENTICATE, for whoever found it in another class. The subscription's new state is on disk before the answer.
  card::Response authenticate(const card::Command& command);

 private:
  card::StatusWord keep(std::uint16_t kept_as, ByteView content);

  vault::Vault& vault_;
  Changed changed_;
  bool vacant_ = true;
  std::optional<std::string> mcim_;
  std::shared_ptr<card::Df> adf_;
};

}  // namespace foothold::tre_emu::usim
