// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"

// libosmosim's header is C that has a member called `class`. What it includes itself must not be renamed with it.
extern "C" {
#include <osmocom/core/linuxlist.h>
#include <osmocom/core/msgb.h>
#include <osmocom/core/talloc.h>
#include <osmocom/gsm/tlv.h>
#include <osmocom/sim/class_tables.h>
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wkeyword-macro"
#endif
#define class class_
#include <osmocom/sim/sim.h>
#undef class
#ifdef __clang__
#pragma clang diagnostic pop
#endif
}

namespace foothold::e2e {

struct OsmosimAnswer {
  std::uint16_t status = 0;
  Bytes data;
};

// A card in the first PC/SC reader, as libosmosim has it: its reader, its T=0 procedures, its names of status words.
class OsmosimCard {
 public:
  OsmosimCard() = default;
  OsmosimCard(const OsmosimCard&) = delete;
  OsmosimCard& operator=(const OsmosimCard&) = delete;
  ~OsmosimCard();

  bool open();                  // false: no reader, or nothing in it
  bool reset(bool cold_reset);  // a new session of the card

  // The case follows from what is there: `le` is 0 (no answer wanted) to 256.
  OsmosimAnswer ask(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data,
                    std::uint16_t le);

  // A command as it is, and all of its answer, as simtrace2-cardem-pcsc brings it from a phone; nothing is collected by
  // itself. Empty where there is no answer.
  Bytes pass(ByteView tpdu);

  osim_card_hdl& card() { return *card_; }
  osim_chan_hdl& channel() { return *channel_; }
  // "6a82 (Wrong parameters - File not found)", by the tables of the card's profile and of the application.
  std::string name_of(std::uint16_t status) { return osim_print_sw(channel_, status); }
  bool knows(std::uint16_t status) { return osim_sw_class(channel_, status) != SW_CLS_NONE; }

 private:
  osim_reader_hdl* reader_ = nullptr;
  osim_card_hdl* card_ = nullptr;
  osim_chan_hdl* channel_ = nullptr;
};

}  // namespace foothold::e2e
