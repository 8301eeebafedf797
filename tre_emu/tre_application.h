// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trace/event.h"
#include "tre_emu/attest/measurement_registers.h"
#include "tre_emu/card/application.h"
#include "tre_emu/mcim/mcim_life_cycle.h"
#include "tre_emu/tre_bearer.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu {

// The commands that make a UICC a TRE (docs/interfaces.md section 3, docs/tre-apdu.md).
class TreApplication : public card::Application {
 public:
  // What it works on. All of it outlives the application.
  struct Parts {
    vault::Vault& vault;
    attest::MeasurementRegisters& registers;
    mcim::McimLifeCycle& mcims;
    std::vector<trace::Event>& journal;                  // what happened is appended here
    const std::optional<std::chrono::sys_seconds>& now;  // empty: no clock
    TreBearer& bearer;
  };
  explicit TreApplication(Parts parts);

  ByteView aid() const override;
  const std::shared_ptr<card::Df>& tree() const override { return adf_; }
  card::StatusWord store(const card::Ef&, ByteView) override { return card::StatusWord::security_status_not_satisfied; }
  bool takes_chains(const card::Command& command) const override { return command.proprietary(); }
  bool owns(const card::Command& command) const override;
  card::Response process(const card::Command& command) override;

 private:
  card::Response get_data(const card::Command& command) const;
  card::Response extend_measurement(const card::Command& command);
  card::Response get_evidence(const card::Command& command);
  card::Response sign_tls(const card::Command& command) const;
  card::Response verify_bootstrap(const card::Command& command);
  card::Response install(const card::Command& command);
  card::Response change_mcim(const card::Command& command);
  void record(trace::Kind kind, std::string name, std::vector<trace::Field> fields);

  Parts parts_;
  std::shared_ptr<card::Df> adf_;
};

}  // namespace foothold::tre_emu
