// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/replay_tre.h"

#include <utility>

#include "lab/replay/apdu_replay.h"
#include "lab/replay/captured_packet.h"

namespace foothold::lab::replay {
namespace {

// What SIMtrace 2 marks as no APDU: the ATR and the PPS exchange (gsmtap.h, GSMTAP_SIM_ATR and GSMTAP_SIM_PPS_REQ on).
bool is_apdu(const wire::GsmtapHeader& header) {
  return header.type == wire::GsmtapType::sim && header.sub_type == 0;
}

}  // namespace

Result<std::vector<ApduExchange>> read_card_session(const std::string& path) {
  ApduSession session;
  const auto read = read_capture(path, [&](const CapturedPacket& packet) {
    const auto message = gsmtap_in(packet.link_type, packet.octets);
    if (message && is_apdu(message->header)) session.take(packet.number, message->payload);
  });
  if (!read) return tl::unexpected(read.error());
  if (session.exchanges().empty()) return fail("holds no APDU (GSMTAP type SIM)", path);
  return session.exchanges();
}

Report replay_against_card(std::vector<ApduExchange> session, const CardExchange& card,
                           std::optional<ChallengeMaker> challenges) {
  ApduReplay replay(std::move(session), std::move(challenges));
  while (auto command = replay.next()) {
    const auto answer = transact(card, std::move(*command));
    if (answer) {
      replay.on_answer(answer->data, answer->sw);
    } else {
      replay.on_lost(answer.error().what);
    }
  }
  return replay.take_report();
}

}  // namespace foothold::lab::replay
