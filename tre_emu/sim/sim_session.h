// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "tre_emu/card/access_rule.h"
#include "tre_emu/card/application.h"

namespace foothold::tre_emu::sim {

// The card as a GSM phone knows it (TS 51.011): the commands of class A0 on MF, DF_GSM and DF_TELECOM. What is
// selected here is apart from the logical channels; files and verified CHVs are the same.
class SimSession : public card::SimPart {
 public:
  // The GSM context of AUTHENTICATE of the active USIM (TS 31.102 7.1.2.2).
  using Authenticate = std::function<card::Response(const card::Command&)>;

  // `card` must outlive it.
  SimSession(const card::Card& card, Authenticate authenticate)
      : card_(card), authenticate_(std::move(authenticate)), path_(card.mf.get()) {}

  void reset() override;
  card::Response process(const card::Command& command, card::SecurityStatus& security) override;
  card::StatusWord status_word(card::StatusWord uicc) const override;

 private:
  card::Response select(const card::Command& command, const card::SecurityStatus& security);
  card::Response status(const card::Command& command, const card::SecurityStatus& security) const;
  card::Response get_response(const card::Command& command);
  card::Response chv(const card::Command& command, card::SecurityStatus& security) const;
  card::Response run_gsm_algorithm(const card::Command& command, const card::SecurityStatus& security);

  card::Response read_binary(const card::Command& command, const card::SecurityStatus& security) const;
  card::Response update_binary(const card::Command& command, const card::SecurityStatus& security);
  card::Response read_record(const card::Command& command, const card::SecurityStatus& security);
  card::Response update_record(const card::Command& command, const card::SecurityStatus& security);
  card::Response seek(const card::Command& command, const card::SecurityStatus& security);
  card::Response increase(const card::Command& command, const card::SecurityStatus& security);
  card::Response set_valid(const card::Command& command, const card::SecurityStatus& security, bool valid);

  // ok where an EF is selected, of one of these structures, valid, and its rule lets `mode` pass.
  card::StatusWord may(card::AccessMode mode, const card::SecurityStatus& security) const;
  card::StatusWord change(Bytes content);
  // Keeps it for GET RESPONSE and answers 9Fxx.
  card::Response offer(card::Response answer);

  const card::Card& card_;
  Authenticate authenticate_;
  card::Path path_;
  card::Ef* ef_ = nullptr;
  std::size_t record_ = 0;  // current record from 1; 0 if none
  std::optional<card::Response> pending_;
};

}  // namespace foothold::tre_emu::sim
