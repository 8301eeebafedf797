// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Captures from anywhere, replayed both ways with nobody at the other end: a card that answers with what comes next in
// the input, and a network that says nothing.
#include <cstdlib>

#include "lab/replay/captured_packet.h"
#include "lab/replay/dialogue_replay.h"
#include "lab/replay/mobile_part.h"
#include "lab/replay/replay_tre.h"
#include "lab/replay/sgsn_end.h"

using namespace foothold::lab::replay;
using foothold::Bytes;
using foothold::ByteView;

namespace {

void replay_dialogue(const MobileDialogue& dialogue) {
  MobilePart part(dialogue.messages, 1, [](const auto&, const auto&) { return CardFoundWrongMac{}; });
  DialogueReplay replay(dialogue.messages, part, "sgsn");
  auto effects = replay.start();
  // Each message of the other side is given up once, so that it comes to an end.
  for (std::size_t turn = 0; !replay.finished(); ++turn) {
    if (turn > dialogue.messages.size()) std::abort();
    for (auto& effect : effects) {
      if (auto* const send = std::get_if<SendLlcPdu>(&effect)) replay.on_llc_pdu(send->tlli, send->pdu);
    }
    effects = replay.on_patience_over();
  }
  to_json(replay.take_report());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  CaptureStream stream;
  DialogueReader dialogues;
  SgsnEnd sgsn;
  ApduSession session;
  (void)stream.feed(input, [&](const CapturedPacket& packet) {
    dialogues.take(packet);
    if (const auto datagram = datagram_in(packet.link_type, packet.octets)) sgsn.on_datagram(datagram->payload);
    if (const auto message = gsmtap_in(packet.link_type, packet.octets)) session.take(packet.number, message->payload);
  });
  for (const auto& dialogue : dialogues.dialogues()) replay_dialogue(dialogue);

  std::size_t at = 0;
  const foothold::lab::CardExchange card = [&](ByteView) -> foothold::Result<Bytes> {
    if (at + 4 > size) return foothold::fail("the end");
    const ByteView answer = input.subspan(at, 2 + input[at] % 3U);
    at += answer.size();
    return Bytes(answer.begin(), answer.end());
  };
  to_text(replay_against_card(session.exchanges(), card, std::nullopt), true);
  return 0;
}
