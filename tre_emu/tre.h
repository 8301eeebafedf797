// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/crypto.h"
#include "trace/event.h"
#include "tre_emu/attest/measurement_registers.h"
#include "tre_emu/card/terminal_session.h"
#include "tre_emu/mcim/mcim_life_cycle.h"
#include "tre_emu/policy/policy.h"
#include "tre_emu/sim/sim_session.h"
#include "tre_emu/toolkit/toolkit.h"
#include "tre_emu/tre_application.h"
#include "tre_emu/tre_bearer.h"
#include "tre_emu/tre_files.h"
#include "tre_emu/tre_pins.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu {

// A whole TRE for one power cycle, from construction to destruction: command APDUs in, response APDUs and events out.
// It owns no socket, clock or thread; many may live in one process. Not for several threads at once.
class Tre {
 public:
  using Connection = std::uint32_t;

  struct Outcome {
    Bytes response;                    // with SW1 SW2
    std::vector<trace::Event> events;  // in order; `device` is the PCID, no key is in them
  };

  // Errors as Vault::open(). `files` must outlive the TRE.
  static Result<std::unique_ptr<Tre>> power_up(vault::FileOperations& files, pki::RandomSource random);

  Tre(const Tre&) = delete;
  Tre& operator=(const Tre&) = delete;

  // A terminal session with channels of its own. The caller bounds their number. Terminals that have sent a TERMINAL
  // PROFILE are told by REFRESH when another subscription becomes active.
  Connection connect();
  void disconnect(Connection connection);
  // Whether on_apdu() tells each exchange (`apdu.<command>`), which takes more time than most commands do; what
  // commands change at the TRE is told in any case. At first it does.
  void tell_exchanges(bool tell) { tells_exchanges_ = tell; }
  // `now` is given to a TRE that has a clock: only then is the expiry of an M2MSIMMobj judged. A connection that was
  // never opened gets 6F00.
  Outcome on_apdu(Connection connection, ByteView apdu, std::optional<std::chrono::sys_seconds> now = {});

  // Tampering was found (TR 33.812 5.1.2.2): locked for good. The reason is in words.
  Outcome tamper(const std::string& reason);
  // What there is to tell of the power-up: tre.locked, where it is.
  std::vector<trace::Event> power_up_events() const;

  policy::TreState state() const;
  const vault::Vault& vault() const { return vault_; }

 private:
  struct Session {
    Session(const card::Card& card, sim::SimSession::Authenticate authenticate)
        : sim(card, std::move(authenticate)), terminal(card, {&toolkit, &sim}) {}

    toolkit::Toolkit toolkit;
    sim::SimSession sim;
    card::TerminalSession terminal;
  };

  Tre(vault::Vault vault, pki::RandomSource random);
  void follow_vault();
  toolkit::Toolkit* terminal_for(toolkit::ChannelTarget::Transport transport);
  bool is_there(const toolkit::Toolkit* toolkit) const;
  trace::Event apdu_event(const card::Exchange& exchange, bool for_tre) const;
  trace::Event locked_event() const;

  vault::Vault vault_;
  attest::MeasurementRegisters registers_;
  std::vector<trace::Event> journal_;
  std::optional<std::chrono::sys_seconds> now_;
  Connection asking_ = 0;  // whose command is being processed
  mcim::McimLifeCycle mcims_;
  TreBearer bearer_;
  TreApplication tre_;
  TreFiles files_;
  TrePins pins_;
  policy::PolicyGate gate_;
  card::Card card_;
  std::map<Connection, Session> sessions_;
  Connection next_connection_ = 1;
  bool tells_exchanges_ = true;
};

}  // namespace foothold::tre_emu
