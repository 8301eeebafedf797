// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "tre_emu/card/status_word.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu::mcim {

// What a command on MCIMs came to. `reason` is for a person and empty on success; it never quotes the object.
struct Outcome {
  card::StatusWord sw = card::StatusWord::ok;
  std::string reason;
  std::string identifier;   // of the MCIM concerned, where known
  std::string transaction;  // of an installation
};

// The life of MCIMs in the TRE (TR 33.812 5.1.1.1, steps 19 and 20): installed, active, deleted; at most one active,
// and the PCID's subscription where none is. Each change is whole and on disk, or did not happen.
class McimLifeCycle {
 public:
  // `active_changed` is called after another subscription became the active one.
  McimLifeCycle(vault::Vault& vault, std::function<void()> active_changed)
      : vault_(vault), active_changed_(std::move(active_changed)) {}

  // Opens an M2MSIMMobj and takes its MCIM in. Without a clock `now` is empty and the expiry is not judged.
  Outcome install(ByteView object, std::optional<std::chrono::sys_seconds> now);
  // Whether an MCIM was installed by this transaction, deleted since or not.
  bool was_installed(std::string_view transaction) const;
  // Idempotent.
  Outcome activate(std::string_view identifier);
  // 6985 if it is not active.
  Outcome deactivate(std::string_view identifier);
  // The keys are gone with the commit. 6985 while it is active.
  Outcome remove(std::string_view identifier);
  // For each MCIM: TLV 30 { 81 identifier, 82 state, 83 IMSI, 84 SHO PLMN }.
  Bytes list() const;

 private:
  Outcome commit(vault::DeviceState next, std::string_view identifier);

  vault::Vault& vault_;
  std::function<void()> active_changed_;
};

}  // namespace foothold::tre_emu::mcim
