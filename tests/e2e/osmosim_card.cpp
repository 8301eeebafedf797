// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/e2e/osmosim_card.h"

#include <algorithm>

namespace foothold::e2e {

namespace {

const osim_reader_ops* reader_of_library = nullptr;
osim_reader_ops mended_reader;

// libosmosim 1.7.0 (src/sim/reader.c) looks for the status word behind `l2h` of the TPDU that it has made of each
// command, and never sets it: every command ends with -EIO in place of its status word, and with no data, whatever the
// card has said. That one pointer is set here, where its T=0 procedures hand the TPDU to the reader; all else is
// theirs.
int transceive_with_status(osim_reader_hdl* reader, msgb* tpdu) {
  tpdu->l2h = tpdu->data;
  return reader_of_library->transceive(reader, tpdu);
}

}  // namespace

OsmosimCard::~OsmosimCard() {
  if (card_) osim_card_close(card_);
  talloc_free(reader_);
}

bool OsmosimCard::open() {
  reader_ = osim_reader_open(OSIM_READER_DRV_PCSC, 0, "", nullptr);
  if (!reader_) return false;
  reader_of_library = reader_->ops;
  mended_reader = *reader_->ops;
  mended_reader.transceive = transceive_with_status;
  reader_->ops = &mended_reader;
  card_ = osim_card_open(reader_, OSIM_PROTO_T0);
  if (!card_) return false;
  static_assert(offsetof(osim_chan_hdl, list) == 0);
  channel_ = reinterpret_cast<osim_chan_hdl*>(card_->channels.next);
  return true;
}

bool OsmosimCard::reset(bool cold_reset) {
  return osim_card_reset(card_, cold_reset) == 0;
}

OsmosimAnswer OsmosimCard::ask(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data,
                               std::uint16_t le) {
  auto* const apdu = osim_new_apdumsg(cla, ins, p1, p2, static_cast<std::uint16_t>(data.size()), le);
  std::copy(data.begin(), data.end(), msgb_put(apdu, static_cast<unsigned>(data.size())));
  OsmosimAnswer answer;
  if (osim_transceive_apdu(channel_, apdu) >= 0) {
    const auto* const begin = msgb_apdu_de(apdu);
    answer = {msgb_apdu_sw(apdu), Bytes(begin, begin + msgb_apdu_le(apdu))};
  }
  msgb_free(apdu);
  return answer;
}

Bytes OsmosimCard::pass(ByteView tpdu) {
  auto* const message = msgb_alloc(1024, "TPDU");
  std::copy(tpdu.begin(), tpdu.end(), msgb_put(message, static_cast<unsigned>(tpdu.size())));
  const auto* const answer = message->tail;
  Bytes octets;
  if (reader_->ops->transceive(reader_, message) >= 0)
    octets.assign(answer, static_cast<const std::uint8_t*>(message->tail));
  msgb_free(message);
  return octets;
}

}  // namespace foothold::e2e
