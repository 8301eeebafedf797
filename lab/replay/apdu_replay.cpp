// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/apdu_replay.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/hex.h"

namespace foothold::lab::replay {
namespace {

constexpr std::uint8_t kAuthenticate = 0x88;
constexpr std::uint8_t kGetResponse = 0xC0;
constexpr std::uint8_t kManageChannel = 0x70;
constexpr std::uint8_t kGetChallenge = 0x84;
constexpr std::uint8_t kGetData = 0xCA;

// Contexts of AUTHENTICATE (TS 31.102 7.1.2, P2) and the tags of its data and answers.
constexpr std::uint8_t kGsmContext = 0x80;
constexpr std::uint8_t kUmtsContext = 0x81;
constexpr std::uint8_t kGbaContext = 0x84;
constexpr std::uint8_t kSuccess = 0xDB;
constexpr std::uint8_t kNotFresh = 0xDC;
constexpr std::uint8_t kNafDerivation = 0xDE;
constexpr std::uint16_t kWrongMac = 0x9862;

constexpr std::size_t kHeader = 5;  // with Lc
constexpr std::uint8_t kLastOfChain = 0x10;

bool succeeded(std::uint16_t sw) {
  return sw == 0x9000 || (sw >> 8) == 0x91;
}

bool all_zero(ByteView octets) {
  return std::all_of(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet == 0; });
}

std::string hex4(std::uint16_t number) {
  return to_hex(Bytes{static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)});
}

std::string in_words(std::uint16_t sw) {
  return hex4(sw) + " " + status_word_in_words(sw);
}

bool is_pin_command(std::uint8_t ins) {
  return ins == 0x20 || ins == 0x24 || ins == 0x26 || ins == 0x28 || ins == 0x2C;
}

// What a challenge of the UMTS or GBA context met with; nothing where it was no outcome of a challenge.
std::optional<ChallengeKind> kind_of(ByteView data, std::uint16_t sw) {
  if (sw == kWrongMac) return ChallengeKind::wrong_mac;
  if (!succeeded(sw) || data.empty()) return std::nullopt;
  if (data[0] == kSuccess) return ChallengeKind::accepted;
  if (data[0] == kNotFresh) return ChallengeKind::not_fresh;
  return std::nullopt;
}

std::string kind_in_words(ByteView data, std::uint16_t sw) {
  const auto kind = kind_of(data, sw);
  if (!kind) return in_words(sw);
  switch (*kind) {
    case ChallengeKind::accepted:
      return "accepted";
    case ChallengeKind::not_fresh:
      return "not fresh (AUTS)";
    case ChallengeKind::wrong_mac:
      return in_words(sw);
  }
  return "?";
}

// RAND where the data of AUTHENTICATE have it: L RAND, L AUTN; in the GBA context behind its tag.
std::optional<std::size_t> rand_in(ByteView command) {
  const std::size_t at = kHeader + (command[3] == kGbaContext ? 1 : 0);
  constexpr std::size_t kLength = 16;
  if (command.size() < at + 2 * (1 + kLength) || command[at] != kLength || command[at + 1 + kLength] != kLength)
    return std::nullopt;
  return at + 1;
}

bool is_challenge(ByteView command) {
  if (command.size() <= kHeader || command[1] != kAuthenticate) return false;
  if (command[3] == kUmtsContext) return true;
  return command[3] == kGbaContext && command[kHeader] != kNafDerivation;
}

}  // namespace

ApduReplay::ApduReplay(std::vector<ApduExchange> session, std::optional<ChallengeMaker> challenges)
    : session_(std::move(session)), challenges_(std::move(challenges)) {
  report_.target = "tre";
  channels_[0] = 0;
}

void ApduReplay::find(Verdict verdict, std::string element, std::string captured, std::string live,
                      std::string reason) {
  const auto& exchange = session_[at_ - 1];
  report_.findings.push_back({exchange.packet, command_name(exchange.command), std::move(element), verdict,
                              std::move(captured), std::move(live), std::move(reason)});
}

void ApduReplay::leave_out(const ApduExchange& exchange, std::string reason) {
  report_.findings.push_back(
      {exchange.packet, command_name(exchange.command), {}, Verdict::left_out, {}, {}, std::move(reason)});
}

std::optional<Bytes> ApduReplay::next() {
  while (at_ < session_.size()) {
    const auto& exchange = session_[at_++];
    if (auto command = adapt(exchange)) {
      ++report_.messages;
      return command;
    }
  }
  return std::nullopt;
}

std::optional<Bytes> ApduReplay::adapt(const ApduExchange& exchange) {
  const auto ins = exchange.command[1];
  challenge_.reset();
  if (ins == kGetResponse) {
    leave_out(exchange, "collects an answer whose command the capture does not have");
    return std::nullopt;
  }
  if (exchange.command_cut) {
    leave_out(exchange, "the card refused before it had the data of the command");
    return std::nullopt;
  }
  if (exchange.hidden_command) {
    pin_left_out_ = pin_left_out_ || is_pin_command(ins);
    write_left_out_ = write_left_out_ || !is_pin_command(ins);
    leave_out(exchange, "the capture hides its data");
    return std::nullopt;
  }
  Bytes command = exchange.command;
  if ((command[0] & 0x40U) == 0) {  // channels 0 to 3 (ISO 7816-4 5.1.1)
    const auto channel = channels_.find(command[0] & 0x03U);
    if (channel != channels_.end()) command[0] = static_cast<std::uint8_t>((command[0] & ~0x03U) | channel->second);
  }
  if (ins == kManageChannel && command[2] == 0x80) {
    const auto channel = channels_.find(command[3]);
    if (channel != channels_.end()) command[3] = channel->second;
  }
  if (challenges_ && is_challenge(command)) return with_fresh_challenge(exchange, std::move(command));
  return command;
}

Bytes ApduReplay::with_fresh_challenge(const ApduExchange& exchange, Bytes command) {
  const auto at = rand_in(command);
  const auto kind = kind_of(exchange.data, exchange.sw);
  if (!at || !kind) return command;
  gsm::auth::Rand rand{};
  std::copy_n(command.begin() + static_cast<std::ptrdiff_t>(*at), rand.size(), rand.begin());
  auto quintet = challenges_->make(rand, *kind, command[3] == kGbaContext);
  if (!quintet) return command;
  std::copy(quintet->autn.begin(), quintet->autn.end(), command.begin() + static_cast<std::ptrdiff_t>(*at + 17));
  challenge_ = std::move(*quintet);
  return command;
}

void ApduReplay::on_answer(ByteView data, std::uint16_t sw) {
  compare(session_[at_ - 1], data, sw);
}

void ApduReplay::on_lost(const std::string& reason) {
  if (at_ == 0) return;
  find(Verdict::different, {}, "an answer", "the card is gone", reason);
  at_ = session_.size();
}

void ApduReplay::compare(const ApduExchange& exchange, ByteView data, std::uint16_t sw) {
  const auto& command = exchange.command;
  if (command[1] == kManageChannel && command[2] == 0x00 && exchange.data.size() == 1 && data.size() == 1 &&
      exchange.sw == sw) {
    channels_[exchange.data[0]] = data[0];
    const bool same = exchange.data[0] == data[0];
    find(same ? Verdict::same : Verdict::must_differ, "channel", to_hex(exchange.data), to_hex(data),
         same ? "" : "the card chooses it");
    return;
  }
  if (is_challenge(command) && compare_challenge(exchange, data, sw)) return;
  const bool same_data = std::equal(data.begin(), data.end(), exchange.data.begin(), exchange.data.end());
  if (exchange.sw == sw && same_data) {
    find(Verdict::same, {}, in_words(sw), in_words(sw));
    return;
  }
  const auto excused = excuse(exchange, data, sw);
  const auto verdict = excused ? excused->verdict : Verdict::different;
  const auto reason = excused ? excused->reason : std::string();
  if (exchange.sw != sw) find(verdict, "status word", in_words(exchange.sw), in_words(sw), reason);
  // Of a refusal there is nothing to compare.
  if (!same_data && succeeded(exchange.sw) && succeeded(sw))
    find(verdict, "data", to_hex(exchange.data), to_hex(data), reason);
}

// True if that was all there is to say.
bool ApduReplay::compare_challenge(const ApduExchange& exchange, ByteView data, std::uint16_t sw) {
  const auto captured = kind_of(exchange.data, exchange.sw);
  const auto live = kind_of(data, sw);
  if (!captured) return false;
  const auto captured_words = kind_in_words(exchange.data, exchange.sw);
  const auto live_words = kind_in_words(data, sw);
  if (!challenge_) {
    const bool same = captured == live;
    if (!live) return false;
    old_challenge_met_otherwise_ = true;
    find(same ? Verdict::same : Verdict::must_differ, "outcome", captured_words, live_words,
         same ? "" : "the captured challenge is used up, or was made with another key");
    return true;
  }
  find(captured == live ? Verdict::same : Verdict::different, "outcome", captured_words, live_words,
       "AUTN made anew for this card");
  if (captured == ChallengeKind::accepted && live == ChallengeKind::accepted) {
    const auto& xres = challenge_->xres;
    const bool right = data.size() >= 2 + xres.size() && data[1] == xres.size() &&
                       std::equal(xres.begin(), xres.end(), data.begin() + 2);
    find(right ? Verdict::same : Verdict::different, "RES", "as the network computes it",
         right ? "the same" : "another one");
    const auto size = [](std::size_t octets) { return std::to_string(octets) + " octets"; };
    if (exchange.data.size() != data.size())
      find(Verdict::different, "size of the answer", size(exchange.data.size()), size(data.size()));
  }
  return true;
}

bool ApduReplay::is_tre_command(std::uint8_t ins) const {
  const auto& command = session_[at_ - 1].command;
  return (command[0] & 0xE0U) == 0x80 && command[1] == ins && command[2] == 0 && command[3] == 0;
}

std::optional<ApduReplay::Excuse> ApduReplay::excuse(const ApduExchange& exchange, ByteView data, std::uint16_t sw) {
  const auto& command = exchange.command;
  const bool both_well = succeeded(exchange.sw) && succeeded(sw);
  const auto must_differ = [](const char* reason) { return Excuse{Verdict::must_differ, reason}; };
  const auto follows = [](const char* reason) { return Excuse{Verdict::follows, reason}; };

  if (both_well && command[1] == kGetChallenge) return must_differ("a random number");
  if (both_well && command[1] == kAuthenticate) return must_differ("keys and answers belong to one card");
  if (both_well && is_tre_command(0x32)) return must_differ("evidence is signed anew by each TRE");
  if (both_well && is_tre_command(0x34)) return must_differ("a signature is never the same twice");
  if (both_well && command[1] == kGetData && (command[3] == 0x03 || command[3] == 0x04 || command[3] == 0x06))
    return must_differ("a certificate of its own for each TRE or run");
  if (command[1] == kAuthenticate && command[3] == kGsmContext) return must_differ("the key is another card's");
  if (is_tre_command(0x36) && succeeded(exchange.sw) && (sw == kWrongMac || sw == 0x6985))
    return must_differ("its key comes from an authentication that is not the captured one");
  if (command[1] == kAuthenticate && command[3] == kGbaContext && sw == 0x6985 && old_challenge_met_otherwise_)
    return follows("without bootstrapping there is nothing to derive from");
  if (is_tre_command(0x40) && succeeded(exchange.sw) && (command[0] & kLastOfChain) == 0) {
    constexpr std::array<std::uint16_t, 5> kNotForThisTre = {0x6988, 0x6A88, 0x6A89, 0x9862, 0x6985};
    if (std::find(kNotForThisTre.begin(), kNotForThisTre.end(), sw) != kNotForThisTre.end()) {
      mcim_missing_ = true;
      return must_differ("the object was made for one TRE, by the operators of one run");
    }
  }
  if (mcim_missing_) return follows("the captured card had the MCIM that this one must refuse");
  if (pin_left_out_ && (sw == 0x6982 || sw == 0x6983)) return follows("the capture hides the PIN");
  if (both_well && exchange.data.size() == data.size() && all_zero(exchange.data) && !data.empty())
    return must_differ("the capture hides it");
  if (both_well && write_left_out_) return follows("the capture hides what was written");
  return std::nullopt;
}

std::string status_word_in_words(std::uint16_t sw) {
  struct Words {
    std::uint16_t sw;
    std::string_view text;
  };
  constexpr std::array kWords = {
      Words{0x9000, "done"},
      Words{0x6282, "end of file reached"},
      Words{0x6283, "file deactivated"},
      Words{0x6581, "memory problem"},
      Words{0x6700, "wrong length"},
      Words{0x6881, "logical channel not supported"},
      Words{0x6882, "secure messaging not supported"},
      Words{0x6883, "last command of the chain expected"},
      Words{0x6884, "command chaining not supported"},
      Words{0x6981, "command does not fit the file"},
      Words{0x6982, "security status not satisfied"},
      Words{0x6983, "blocked, or the TRE is locked"},
      Words{0x6984, "file or PIN deactivated"},
      Words{0x6985, "conditions of use not satisfied"},
      Words{0x6986, "no file is selected"},
      Words{0x6988, "cannot be decrypted"},
      Words{0x6A80, "malformed data"},
      Words{0x6A81, "function not supported"},
      Words{0x6A82, "file or application not found"},
      Words{0x6A83, "record not found"},
      Words{0x6A84, "no space left"},
      Words{0x6A86, "wrong P1 or P2"},
      Words{0x6A87, "Lc does not fit P1 and P2"},
      Words{0x6A88, "data not found, or made for another TRE"},
      Words{0x6A89, "replayed, or an old version"},
      Words{0x6B00, "wrong P1 or P2"},
      Words{0x6D00, "command not known"},
      Words{0x6E00, "class not supported"},
      Words{0x6F00, "no precise diagnosis"},
      Words{0x9300, "toolkit busy"},
      Words{0x9850, "INCREASE cannot be done"},
      Words{0x9862, "wrong MAC"},
      Words{0x9864, "context not supported"},
      Words{0x9865, "key freshness failure"},
  };
  const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const Words& row) { return row.sw == sw; });
  if (found != kWords.end()) return std::string(found->text);
  switch (sw >> 8) {
    case 0x61:
      return "more of the answer waits";
    case 0x63:
      return "warning; of a PIN: tries left " + std::to_string(sw & 0x0F);
    case 0x6C:
      return "wrong Le";
    case 0x91:
      return "done, and a proactive command waits";
    case 0x92:
      return "memory";
    case 0x94:
      return "file (class A0)";
    case 0x98:
      return "security";
    case 0x9F:
      return "an answer waits (class A0)";
    default:
      return "";
  }
}

}  // namespace foothold::lab::replay
