// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/bss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "effect_log.h"

namespace foothold::rf_bridge::gb {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CellSettings cell() {
  CellSettings settings;
  settings.cell = {gsm::RoutingArea::parse("001-01-1-1").value(), 1};
  return settings;
}

// Plays the SGSN: answers each datagram as osmo-sgsn does. Returns all effects that are not datagrams, in words.
std::vector<std::string> with_sgsn(Bss& bss, Bss::Effects effects) {
  std::vector<std::string> words;
  std::vector<Bytes> datagrams;
  const auto take = [&](Bss::Effects more) {
    for (auto& effect : more) {
      if (auto* datagram = std::get_if<SendDatagram>(&effect)) datagrams.push_back(datagram->octets);
    }
    for (auto& word : in_words(more)) {
      if (!word.starts_with("send") && !word.starts_with("st")) words.push_back(word);
    }
  };
  take(std::move(effects));
  while (!datagrams.empty()) {
    const auto pdu = decode_ns(datagrams.front()).value();
    datagrams.erase(datagrams.begin());
    const auto reply = [&](const NsPdu& answer) { take(bss.on_datagram(encode_ns(answer))); };
    if (std::holds_alternative<NsReset>(pdu)) reply(NsResetAck{101, 101});
    if (std::holds_alternative<NsUnblock>(pdu)) reply(NsUnblockAck{});
    if (std::holds_alternative<NsAlive>(pdu)) reply(NsAliveAck{});
    if (const auto* data = std::get_if<NsUnitdata>(&pdu)) {
      const auto bssgp = decode_bssgp(data->sdu).value();
      if (const auto* reset = std::get_if<BvcReset>(&bssgp)) {
        reply(NsUnitdata{0, 0, encode_bssgp(BvcResetAck{reset->bvci, {}, {}})});
      }
      if (const auto* flow = std::get_if<FlowControlBvc>(&bssgp)) {
        reply(NsUnitdata{0, 2, encode_bssgp(FlowControlBvcAck{flow->tag})});
      }
    }
  }
  return words;
}

TEST(Bss, GoesFromNothingToACell) {
  Bss bss({}, cell());
  EXPECT_THAT(with_sgsn(bss, bss.start()), ElementsAre("cell 001-01-1-1-1"));
  EXPECT_TRUE(bss.cell_is_available());
}

TEST(Bss, ComesBackWhenTheSgsnDoes) {
  Bss bss({}, cell());
  with_sgsn(bss, bss.start());
  // The SGSN dies: the first datagram after that is refused.
  const auto dead = in_words(bss.on_refused());
  EXPECT_THAT(dead, Contains("cell lost: nobody listens at the SGSN's NS port"));
  EXPECT_FALSE(bss.cell_is_available());
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(in_words(bss.on_timer(Timer::ns_reset)), ElementsAre("send reset", "start ns_reset 1000"));
    EXPECT_THAT(bss.on_refused(), IsEmpty());
  }
  EXPECT_THAT(with_sgsn(bss, bss.on_timer(Timer::ns_reset)), ElementsAre("cell 001-01-1-1-1"));
}

TEST(Bss, StopsBothLayersAndStaysSilent) {
  Bss bss({}, cell());
  with_sgsn(bss, bss.start());
  EXPECT_THAT(in_words(bss.stop()), ElementsAre("stop bvc_reset", "stop flow_control", "stop ns_reset",
                                                "stop ns_unblock", "stop ns_test", "stop ns_alive"));
  EXPECT_THAT(bss.on_datagram(encode_ns(NsAlive{})), IsEmpty());
  EXPECT_THAT(with_sgsn(bss, bss.start()), ElementsAre("cell 001-01-1-1-1"));
}

TEST(Bss, GivesEachTimerToItsLayer) {
  Bss bss({}, cell());
  bss.start();
  bss.on_datagram(encode_ns(NsResetAck{101, 101}));
  bss.on_datagram(encode_ns(NsUnblockAck{}));
  EXPECT_THAT(in_words(bss.on_timer(Timer::bvc_reset)), ElementsAre("send 0 bvc_reset", "start bvc_reset 1000"));
  EXPECT_THAT(in_words(bss.on_timer(Timer::ns_test)), Contains("send alive"));
  EXPECT_THAT(bss.on_timer(Timer::flow_control), IsEmpty());
}

}  // namespace
}  // namespace foothold::rf_bridge::gb
