// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/authenticate.h"

#include <algorithm>
#include <optional>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "gsm/auth/auts.h"
#include "gsm/auth/usim.h"
#include "pki/gba.h"
#include "tre_emu/usim/gba_naf_list.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu::usim {

namespace {

using card::Command;
using card::Response;
using card::StatusWord;
using gsm::auth::Autn;
using gsm::auth::Rand;
using vault::Subscription;

// P2 (TS 31.102 7.1.2).
constexpr std::uint8_t kGsmContext = 0x80;
constexpr std::uint8_t kUmtsContext = 0x81;
constexpr std::uint8_t kVgcsContext = 0x82;
constexpr std::uint8_t kGbaContext = 0x84;
constexpr std::uint8_t kMbmsContext = 0x85;
constexpr std::uint8_t kLocalKeyContext = 0x86;
// Tags of data and answer (7.1.2.1, 7.1.2.3, 7.1.2.4).
constexpr std::uint8_t kBootstrapping = 0xDD;
constexpr std::uint8_t kNafDerivation = 0xDE;
constexpr std::uint8_t kSuccess = 0xDB;
constexpr std::uint8_t kSynchronisationFailure = 0xDC;

struct Challenge {
  Rand rand{};
  Autn autn{};
};

template <std::size_t N>
bool take_array(ByteReader& reader, std::array<std::uint8_t, N>& out) {
  const auto octets = reader.take_lv("challenge");
  if (!octets || octets->size() != N) return false;
  std::ranges::copy(*octets, out.begin());
  return true;
}

std::optional<Challenge> read_challenge(ByteReader reader) {
  Challenge challenge;
  const bool complete = take_array(reader, challenge.rand) && take_array(reader, challenge.autn) && reader.empty();
  return complete ? std::optional(challenge) : std::nullopt;
}

// Builds an answer and, in step with it, its form without keys.
class Answer {
 public:
  void open(std::uint8_t octet) {
    data_.push_back(octet);
    shown_.push_back(octet);
  }
  void lv(ByteView octets, bool secret) {
    ByteWriter(data_).lv(octets);
    shown_.push_back(static_cast<std::uint8_t>(octets.size()));
    if (secret) {
      shown_.resize(shown_.size() + octets.size());
    } else {
      shown_.insert(shown_.end(), octets.begin(), octets.end());
    }
  }
  Response finish() {
    Response response(std::move(data_));
    response.shown = std::move(shown_);
    return response;
  }

 private:
  Bytes data_;
  Bytes shown_;
};

Authentication refuse(StatusWord sw) {
  return {sw, false, {}};
}

Authentication with_result(Authentication outcome, std::string result) {
  outcome.answer.facts.emplace_back("result", std::move(result));
  return outcome;
}

// Checks AUTN, then freshness. `on_fresh` makes the answer of a fresh challenge and may change the subscription.
template <class OnFresh>
Authentication check(const Subscription& subscription, const Challenge& challenge, OnFresh on_fresh) {
  const auto checked = gsm::auth::check_autn(subscription.algorithm, challenge.rand, challenge.autn);
  if (!checked) return with_result(refuse(StatusWord::mac_wrong), "mac");
  Authentication outcome;
  outcome.subscription = subscription;
  auto& window = outcome.subscription.sqn;
  Answer answer;
  if (!window.accept(checked->sqn)) {
    answer.open(kSynchronisationFailure);
    answer.lv(gsm::auth::make_auts(subscription.algorithm, challenge.rand, window.highest()), false);
    outcome.answer = answer.finish();
    return with_result(std::move(outcome), "sync");
  }
  outcome.changed = true;
  answer.open(kSuccess);
  on_fresh(*checked, answer, outcome.subscription);
  outcome.answer = answer.finish();
  return with_result(std::move(outcome), "ok");
}

// 7.1.1.1. Kc comes along, since service 27 (GSM access) is offered.
Authentication umts(const Subscription& subscription, ByteView data) {
  const auto challenge = read_challenge(ByteReader(data));
  if (!challenge) return refuse(StatusWord::wrong_length);
  return check(subscription, *challenge, [](const gsm::auth::CheckedChallenge& checked, Answer& answer, Subscription&) {
    answer.lv(checked.res, true);
    answer.lv(checked.ck.reveal(), true);
    answer.lv(checked.ik.reveal(), true);
    answer.lv(checked.kc.reveal(), true);
  });
}

// 7.1.1.2. The network proves nothing here and no sequence number is used.
Authentication gsm_context(const Subscription& subscription, ByteView data) {
  ByteReader reader(data);
  Rand rand{};
  if (!take_array(reader, rand) || !reader.empty()) return refuse(StatusWord::wrong_length);
  const auto triplet = gsm::auth::gsm_response(subscription.algorithm, rand);
  Answer answer;
  answer.lv(triplet.sres, true);
  answer.lv(triplet.kc.reveal(), true);
  return with_result({answer.finish(), false, {}}, "ok");
}

// 7.1.1.4, bootstrapping mode. In GBA_U the MAC that comes is MAC xor Trunc(SHA-1(IK)), so that only a challenge made
// for GBA passes here and CK and IK of it never leave the card (TS 33.220 5.3.2).
Authentication bootstrap(const Subscription& subscription, ByteReader reader) {
  auto challenge = read_challenge(reader);
  if (!challenge) return refuse(StatusWord::wrong_length);
  const auto outputs = gsm::auth::aka_outputs(subscription.algorithm, challenge->rand);
  challenge->autn = pki::gba::gba_u_autn(challenge->autn, outputs.ik.reveal());
  return check(subscription, *challenge,
               [&](const gsm::auth::CheckedChallenge& checked, Answer& answer, Subscription& next) {
                 next.gba = {challenge->rand, pki::gba::ks(checked.ck.reveal(), checked.ik.reveal())};
                 // EF_GBABP (4.2.79): RAND; the terminal adds B-TID and lifetime.
                 Bytes parameters;
                 ByteWriter(parameters).lv(challenge->rand);
                 parameters.resize(kGbabpSize, 0xFF);
                 next.files[kEfGbabp] = SecretBytes(std::move(parameters));
                 answer.lv(checked.res, true);
               });
}

// 7.1.1.4, NAF derivation mode: the external key goes to the terminal. The internal one is derived again from Ks
// whenever the card needs it, with the card's own IMPI.
Authentication derive(const Subscription& subscription, ByteReader reader) {
  const auto naf_id = reader.take_lv("NAF_Id");
  if (!naf_id || naf_id->empty()) return refuse(StatusWord::wrong_length);
  const auto impi = reader.take_lv("IMPI");
  if (!impi || !reader.empty()) return refuse(StatusWord::wrong_length);
  if (!subscription.gba) return refuse(StatusWord::conditions_not_satisfied);
  const std::string_view impi_text(reinterpret_cast<const char*>(impi->data()), impi->size());
  const auto key = pki::gba::ks_ext_naf(subscription.gba->ks, subscription.gba->rand, impi_text, *naf_id);
  Answer answer;
  answer.open(kSuccess);
  answer.lv(key.reveal(), true);
  Authentication outcome{answer.finish(), false, {}};
  const auto content = [&](std::uint16_t file, std::size_t size) {
    const auto kept = subscription.files.find(file);
    const bool there = kept != subscription.files.end() && kept->second.size() == size;
    const auto octets = there ? kept->second.reveal() : ByteView{};
    return there ? Bytes(octets.begin(), octets.end()) : Bytes(size, 0xFF);
  };
  auto listed = with_naf(content(kEfGbanl, kGbanlRecord * kGbanlRecords), content(kEfGbabp, kGbabpSize), *naf_id);
  if (listed) {
    outcome.changed = true;
    outcome.subscription = subscription;
    outcome.subscription.files[kEfGbanl] = SecretBytes(std::move(*listed));
  }
  return with_result(std::move(outcome), "ok");
}

}  // namespace

Authentication authenticate(const Subscription& subscription, const Command& command) {
  if (command.p1 != 0) return refuse(StatusWord::wrong_p1_p2);
  // 7.3.1: an algorithm of GSM knows the GSM context only.
  if ((command.p2 == kUmtsContext || command.p2 == kGbaContext) &&
      !gsm::auth::authenticates_network(subscription.algorithm)) {
    return refuse(StatusWord::context_not_supported);
  }
  Authentication outcome;
  const char* context = nullptr;
  switch (command.p2) {
    case kUmtsContext:
      context = "umts";
      outcome = umts(subscription, command.data);
      break;
    case kGsmContext:
      context = "gsm";
      outcome = gsm_context(subscription, command.data);
      break;
    case kGbaContext: {
      ByteReader reader(command.data);
      const auto mode = reader.u8("mode");
      if (!mode) return refuse(StatusWord::wrong_length);
      if (*mode != kBootstrapping && *mode != kNafDerivation) return refuse(StatusWord::wrong_data);
      context = *mode == kBootstrapping ? "gba" : "naf";
      outcome = *mode == kBootstrapping ? bootstrap(subscription, reader) : derive(subscription, reader);
      break;
    }
    case kVgcsContext:
    case kMbmsContext:
    case kLocalKeyContext:
      return refuse(StatusWord::context_not_supported);
    default:
      return refuse(StatusWord::wrong_p1_p2);
  }
  outcome.answer.facts.emplace_back("imsi", subscription.imsi);
  outcome.answer.facts.emplace_back("context", context);
  return outcome;
}

}  // namespace foothold::tre_emu::usim
