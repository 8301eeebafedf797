// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/answer_to_reset.h"

#include <array>

namespace foothold::tre_emu::transport {

namespace {

constexpr std::uint8_t kDirectConvention = 0x3B;  // TS

// The high half of T0 and TDi: which of TA, TB, TC, TD follow. The low half: of T0 the number of historical bytes, of
// TDi a protocol.
constexpr std::uint8_t kTaFollows = 0x10;
constexpr std::uint8_t kTdFollows = 0x80;
constexpr std::uint8_t kProtocolT0 = 0;
constexpr std::uint8_t kGlobalBytes = 15;  // T=15: no protocol, what holds for the whole card

constexpr std::uint8_t kSpeed = 0x96;    // TA1: F = 512, D = 32, the speed enhancement of TS 102 221 6.3.2
constexpr std::uint8_t kClasses = 0xC7;  // TA after T=15: the clock may stop in either state; classes A, B and C

// Historical bytes (ISO 7816-4:2005 8.1.1): what this card does, and nothing that it does not.
constexpr std::array<std::uint8_t, 11> kHistorical = {
    0x80,        // category: COMPACT-TLV objects follow
    0x31, 0xE0,  // card service data: selection by whole and by partial AID; EF_DIR, by READ RECORD; an MF
    0x73,        // card capabilities
    0xF6,        // DFs by whole and partial name, path, identifier; short file identifiers; record numbers
    0x21,        // WRITE is proprietary, the unit of data is one octet
    0x9F,        // command chaining; 8 logical channels or more, numbered by card or terminal; no extended length,
                 // which T=0 has by ENVELOPE only
    0x63, 'T', 'R', 'E'  // pre-issuing data
};

constexpr auto make() {
  std::array<std::uint8_t, 6 + kHistorical.size() + 1> atr = {
      kDirectConvention,
      kTaFollows | kTdFollows | kHistorical.size(),  // T0
      kSpeed,
      kTdFollows | kProtocolT0,   // TD1; T=0 alone is offered, as TS 102 221 7.2 has it at the least
      kTaFollows | kGlobalBytes,  // TD2
      kClasses,
  };
  std::size_t at = 6;
  for (const auto octet : kHistorical) atr[at++] = octet;
  // TCK makes the exclusive or of all from T0 on zero; needed wherever something else than T=0 is named (8.2.5).
  for (std::size_t i = 1; i < at; ++i) atr[at] = static_cast<std::uint8_t>(atr[at] ^ atr[i]);
  return atr;
}

constexpr auto kAnswer = make();
static_assert(kAnswer.size() <= 33, "ISO 7816-3 8.2.1");

}  // namespace

ByteView answer_to_reset() {
  return kAnswer;
}

}  // namespace foothold::tre_emu::transport
