// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lab/replay/apdu_exchange.h"
#include "lab/replay/challenge.h"
#include "lab/replay/finding.h"

namespace foothold::lab::replay {

// Plays a captured card session to a live card and compares the answers, sans-I/O: next() is sent, its answer comes
// back by on_answer(), until next() has nothing more.
//
// What no two cards or sessions share is adapted where that is possible (the number of a logical channel; with a
// ChallengeMaker AUTN and the RES that is expected), and else said to differ of necessity: challenges, evidence and
// signatures, certificates, an MCIM that was encrypted for one TRE, and what follows from these.
class ApduReplay {
 public:
  // Without `challenges` the captured ones are sent as they are.
  explicit ApduReplay(std::vector<ApduExchange> session, std::optional<ChallengeMaker> challenges = std::nullopt);

  // The next command, without what T=0 does to collect an answer.
  std::optional<Bytes> next();
  // `data` and `sw` of the answer to it, collected.
  void on_answer(ByteView data, std::uint16_t sw);
  // The card is gone: nothing more is sent.
  void on_lost(const std::string& reason);

  Report take_report() { return std::move(report_); }

 private:
  // The Cause of a difference, if there is one that makes it none of the card's.
  struct Excuse {
    Verdict verdict;
    std::string reason;
  };

  bool is_tre_command(std::uint8_t ins) const;
  std::optional<Bytes> adapt(const ApduExchange& exchange);
  Bytes with_fresh_challenge(const ApduExchange& exchange, Bytes command);
  void compare(const ApduExchange& exchange, ByteView data, std::uint16_t sw);
  bool compare_challenge(const ApduExchange& exchange, ByteView data, std::uint16_t sw);
  std::optional<Excuse> excuse(const ApduExchange& exchange, ByteView data, std::uint16_t sw);
  void find(Verdict verdict, std::string element, std::string captured, std::string live, std::string reason = {});
  void leave_out(const ApduExchange& exchange, std::string reason);

  std::vector<ApduExchange> session_;
  std::optional<ChallengeMaker> challenges_;
  std::size_t at_ = 0;                             // behind the command that waits for its answer
  std::map<std::uint8_t, std::uint8_t> channels_;  // captured number -> the live card's
  std::optional<gsm::auth::Quintet> challenge_;    // of the command that waits
  bool old_challenge_met_otherwise_ = false;
  bool mcim_missing_ = false;
  bool pin_left_out_ = false;
  bool write_left_out_ = false;
  Report report_;
};

// The status word in words (ISO 7816-4 table 5, TS 102 221 10.2.1, docs/tre-apdu.md).
std::string status_word_in_words(std::uint16_t sw);

}  // namespace foothold::lab::replay
