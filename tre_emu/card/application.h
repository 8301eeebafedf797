// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>

#include "base/bytes.h"
#include "tre_emu/card/apdu.h"
#include "tre_emu/card/file.h"

namespace foothold::tre_emu::card {

// What is plugged into the card: a USIM, the TRE. It may be selected on several channels at once and has to keep no
// state per channel.
class Application {
 public:
  virtual ~Application() = default;

  virtual ByteView aid() const = 0;
  // Its files as they stand; never null. When another tree takes the place of the one that a channel has selected,
  // that channel falls back to the MF, as after a reset of the application.
  virtual std::shared_ptr<Df> tree() const = 0;
  // Called before the content of one of its files changes; anything but ok leaves the file as it was.
  virtual StatusWord store(const Ef& file, ByteView content) = 0;
  virtual bool takes_chains(const Command& command) const = 0;
  // All but the file commands; 6D00 for what it does not know.
  virtual Response process(const Command& command) = 0;
};

// Asked once for each command, before anything is done for it.
class AccessGate {
 public:
  virtual ~AccessGate() = default;
  // ok, or the status word to refuse with. `selected` is the application on the command's channel, or null.
  virtual StatusWord admit(const Command& command, const Application* selected) = 0;
};

// The card itself: what all terminal sessions share. Applications and gate must outlive it.
struct Card {
  std::shared_ptr<Df> mf;
  std::vector<Application*> applications;
  AccessGate* gate = nullptr;  // null admits everything
};

}  // namespace foothold::tre_emu::card
