// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/card_authentication.h"

#include <algorithm>
#include <span>

#include "base/byte_reader.h"
#include "gsm/auth/quintet.h"

namespace foothold::lab::replay {
namespace {

constexpr std::uint16_t kWrongMac = 0x9862;

template <std::size_t N>
std::optional<Secret<N>> secret_lv(ByteReader& reader, std::string_view field) {
  const auto octets = reader.take_lv(field);
  if (!octets || octets->size() != N) return std::nullopt;
  return Secret<N>(octets->first<N>());
}

Bytes authenticate_command(std::uint8_t context, ByteView data) {
  Bytes command = {0x00, 0x88, 0x00, context, static_cast<std::uint8_t>(data.size())};
  command.insert(command.end(), data.begin(), data.end());
  command.push_back(0x00);
  return command;
}

void append_lv(Bytes& data, ByteView octets) {
  data.push_back(static_cast<std::uint8_t>(octets.size()));
  data.insert(data.end(), octets.begin(), octets.end());
}

// TS 31.102 7.1.2.1.
CardOutcome read_umts_answer(ByteView data) {
  ByteReader reader(data);
  const auto tag = reader.u8("tag");
  if (tag && *tag == 0xDC) {
    const auto octets = reader.take_lv("AUTS");
    CardFoundNotFresh found{};
    if (!octets || octets->size() != found.auts.size()) return CardUnavailable{"an AUTS of another size"};
    std::copy(octets->begin(), octets->end(), found.auts.begin());
    return found;
  }
  const auto res = reader.take_lv("RES");
  const auto ck = secret_lv<16>(reader, "CK");
  const auto ik = secret_lv<16>(reader, "IK");
  if (!tag || *tag != 0xDB || !res || !ck || !ik) return CardUnavailable{"an answer of another form"};
  // A USIM without service 27 leaves the conversion to the terminal.
  const auto kc = reader.empty() ? std::nullopt : secret_lv<8>(reader, "Kc");
  return CardAccepted{Bytes(res->begin(), res->end()), kc ? *kc : gsm::auth::c3(*ck, *ik),
                      CardAccepted::Umts{*ck, *ik}};
}

CardOutcome read_gsm_answer(ByteView data) {
  ByteReader reader(data);
  const auto sres = reader.take_lv("SRES");
  const auto kc = secret_lv<8>(reader, "Kc");
  if (!sres || !kc) return CardUnavailable{"an answer of another form"};
  return CardAccepted{Bytes(sres->begin(), sres->end()), *kc, std::nullopt};
}

}  // namespace

CardOutcome authenticate_by_card(const CardExchange& card, const gsm::gmm::Rand& rand,
                                 const std::optional<gsm::gmm::Autn>& autn) {
  const auto selected = transact(card, {0x00, 0xA4, 0x04, 0x0C, 0x07, 0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02});
  if (!selected) return CardUnavailable{selected.error().what};
  if (!selected->ok()) return CardUnavailable{"it has no USIM"};
  Bytes data;
  append_lv(data, rand);
  if (autn) append_lv(data, *autn);
  const auto answer = transact(card, authenticate_command(autn ? 0x81 : 0x80, data));
  if (!answer) return CardUnavailable{answer.error().what};
  if (answer->sw == kWrongMac) return CardFoundWrongMac{};
  if (!answer->ok()) return CardUnavailable{"it refuses to authenticate"};
  return autn ? read_umts_answer(answer->data) : read_gsm_answer(answer->data);
}

}  // namespace foothold::lab::replay
