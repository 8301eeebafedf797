// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/result.h"
#include "tre_emu/card/apdu.h"
#include "tre_emu/card/file.h"
#include "tre_emu/card/pin.h"
#include "tre_emu/card/security_status.h"

namespace foothold::tre_emu::card {

// Keeps what terminals change in files.
class FileOwner {
 public:
  virtual ~FileOwner() = default;
  // Called before the content of one of its files changes; anything but ok leaves the file as it was.
  virtual StatusWord store(const Ef& file, ByteView content) = 0;
  // The same for ACTIVATE and DEACTIVATE FILE.
  virtual StatusWord set_activated(const Ef&, bool) { return StatusWord::function_not_supported; }
};

// What is plugged into the card: a USIM, the TRE. It may be selected on several channels at once and has to keep no
// state per channel.
class Application : public FileOwner {
 public:
  virtual ByteView aid() const = 0;
  // Its files as they stand; never null. When another tree takes the place of the one that a channel has selected,
  // that channel falls back to the MF, as after a reset of the application.
  virtual const std::shared_ptr<Df>& tree() const = 0;
  virtual bool takes_chains(const Command& command) const = 0;
  // Whether a proprietary instruction is its own even where the card has one of that number.
  virtual bool owns(const Command&) const { return false; }
  // The PIN that has to be verified, or disabled, for a command; empty: none.
  virtual std::optional<std::uint8_t> needs_pin(const Command&) const { return std::nullopt; }
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

// What one terminal's session has beside the card's own commands.
class SessionPart {
 public:
  virtual ~SessionPart() = default;
  // The session was reset.
  virtual void reset() = 0;
  virtual Response process(const Command& command, SecurityStatus& security) = 0;
};

// The toolkit's end of a session: TERMINAL PROFILE, ENVELOPE, FETCH and TERMINAL RESPONSE.
class ToolkitPart : public SessionPart {
 public:
  // TERMINAL PROFILE, FETCH, TERMINAL RESPONSE, ENVELOPE (TS 102 221 11.2).
  static bool is_toolkit_command(std::uint8_t ins) { return ins == 0x10 || ins == 0x12 || ins == 0x14 || ins == 0xC2; }
  // Octets of the proactive command that the terminal should fetch, 0 if there is none (TS 102 221 7.4.2.1).
  virtual std::size_t waiting() const = 0;
};

// The commands of class A0 (TS 51.011).
class SimPart : public SessionPart {
 public:
  // What a status word of the toolkit's commands is in class A0 (TS 51.011 9.4).
  virtual StatusWord status_word(StatusWord uicc) const = 0;
};

// Both may be null: a session without toolkit, or without class A0.
struct SessionParts {
  ToolkitPart* toolkit = nullptr;
  SimPart* sim = nullptr;
};

// The card itself: what all terminal sessions share. All that is pointed to must outlive it.
struct Card {
  std::shared_ptr<Df> mf;
  std::vector<Application*> applications;
  AccessGate* gate = nullptr;     // null admits everything
  FileOwner* mf_files = nullptr;  // of what lies below the MF outside applications; null: nothing can be changed there
  PinStore* pins = nullptr;       // null: there are none
  std::function<Result<void>(std::span<std::uint8_t>)> random = {};  // for GET CHALLENGE; empty: not offered
};

}  // namespace foothold::tre_emu::card
