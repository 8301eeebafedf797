// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::gsup {

// ip.access framing as Osmocom uses it on TCP: length (2 octets, of what follows the protocol octet), protocol.
enum class IpaProtocol : std::uint8_t { osmocom_extension = 0xee, ccm = 0xfe };
inline constexpr std::uint8_t kIpaExtensionGsup = 0x05;  // first octet under osmocom_extension

struct IpaMessage {
  std::uint8_t protocol;
  Bytes payload;
  friend bool operator==(const IpaMessage&, const IpaMessage&) = default;
};

// The longest payload taken. GSUP's longest, five quintets, has some 500 octets.
inline constexpr std::size_t kMaxIpaPayload = 4096;

Bytes encode_ipa(IpaProtocol protocol, ByteView payload);  // payload: up to kMaxIpaPayload octets
Bytes encode_ipa_gsup(ByteView gsup);                      // with the extension octet

// Cuts a TCP stream into messages. It never holds more than one message that is not complete.
class IpaStream {
 public:
  void push(ByteView bytes);
  // The next whole message; nothing if more octets are needed. An error cannot be mended: the framing is lost and the
  // connection has to be closed.
  Result<std::optional<IpaMessage>> next();

 private:
  Bytes buffer_;
  std::size_t start_ = 0;
};

}  // namespace foothold::gsm::gsup
