// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/auth/quintet.h"
#include "gsm/gsup/message_type.h"
#include "gsm/identity/imsi.h"

namespace foothold::gsm::gsup {

// One authentication vector. A triplet alone serves a GSM subscription; a quintet comes with its triplet, so that the
// SGSN can serve a mobile of before R99, too.
struct AuthTuple {
  struct Gsm {
    auth::Sres sres{};
    Secret<8> kc;
    friend bool operator==(const Gsm&, const Gsm&) = default;
  };
  struct Umts {
    Secret<16> ik;
    Secret<16> ck;
    auth::Autn autn{};
    Bytes res;  // 4..16 octets
    friend bool operator==(const Umts&, const Umts&) = default;
  };
  auth::Rand rand{};
  std::optional<Gsm> gsm;
  std::optional<Umts> umts;
  friend bool operator==(const AuthTuple&, const AuthTuple&) = default;
};

AuthTuple to_tuple(const auth::Quintet& quintet);  // with the triplet made of it

// One PDP context that the subscriber may activate.
struct PdpInfo {
  std::uint8_t context_id = 0;
  std::optional<std::uint16_t> pdp_type;  // 0x0121: IPv4 (TS 24.008 10.5.6.4, 12 bits); absent means IPv4, too
  std::optional<std::string> apn;         // "foothold.ro"; "*" for any (TS 23.003 9.1 for the labels)
  Bytes qos;                              // as it stands (TS 24.008 10.5.6.5); may be empty
  friend bool operator==(const PdpInfo&, const PdpInfo&) = default;
};

enum class CnDomain : std::uint8_t { ps = 1, cs = 2 };
enum class CancelType : std::uint8_t { update_procedure = 0, subscription_withdrawn = 1 };

// A GSUP message with the information elements that packet-switched mobility and authentication use. Elements beyond
// these are passed over when decoding.
struct Message {
  static constexpr std::size_t kMaxAuthTuples = 5;  // what libosmogsm, and so the SGSN, takes
  static constexpr std::size_t kMaxPdpInfos = 10;   // likewise
  static constexpr std::size_t kMaxOctets = 4096;

  Message(MessageType message_type, Imsi subscriber) : type(message_type), imsi(std::move(subscriber)) {}

  MessageType type;
  Imsi imsi;
  std::optional<std::uint8_t> cause;
  std::vector<AuthTuple> auth_tuples;
  bool pdp_info_complete = false;  // the list that follows is all there is: forget older ones
  std::vector<PdpInfo> pdp_infos;
  std::optional<CancelType> cancel_type;
  bool freeze_ptmsi = false;
  Bytes msisdn;                    // as it stands
  Bytes hlr_number;                // as it stands
  std::optional<auth::Rand> rand;  // with auts: the challenge that the USIM refused
  std::optional<auth::Auts> auts;
  std::optional<CnDomain> cn_domain;
  friend bool operator==(const Message&, const Message&) = default;

  // An error names the element and its offset; its `answer` is a GMM cause.
  static Result<Message> decode(ByteView bytes);
  // Fails where a list or text is longer than its element can carry.
  Result<Bytes> encode() const;
};

// Just what routing needs, so that elements unknown here can be forwarded untouched.
struct MessageHeader {
  MessageType type;
  Imsi imsi;
  static Result<MessageHeader> decode(ByteView bytes);
};

}  // namespace foothold::gsm::gsup
