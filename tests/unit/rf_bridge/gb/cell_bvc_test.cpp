// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/cell_bvc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"
#include "effect_log.h"

namespace foothold::rf_bridge::gb {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using State = CellBvc::State;

class CellBvcTest : public ::testing::Test {
 protected:
  static CellSettings settings() {
    CellSettings settings;
    settings.cell = {gsm::RoutingArea::parse("001-01-1-1").value(), 1};
    return settings;
  }
  std::vector<std::string> receive(std::uint16_t bvci, const BssgpPdu& pdu) {
    return in_words(bvc.on_sdu(bvci, encode_bssgp(pdu)));
  }
  void become_available() {
    bvc.on_ns_available();
    receive(0, BvcResetAck{0, {}, {}});
    receive(0, BvcResetAck{2, {}, {}});
    receive(2, FlowControlBvcAck{1});
    ASSERT_EQ(bvc.state(), State::available);
  }

  CellBvc bvc{settings()};
};

TEST_F(CellBvcTest, ComesUpInThreeSteps) {
  EXPECT_THAT(in_words(bvc.on_ns_available()), ElementsAre("send 0 bvc_reset", "start bvc_reset 1000"));
  EXPECT_THAT(receive(0, BvcResetAck{0, {}, {}}), ElementsAre("send 0 bvc_reset", "start bvc_reset 1000"));
  EXPECT_THAT(receive(0, BvcResetAck{2, {}, {}}),
              ElementsAre("stop bvc_reset", "send 2 flow_control_bvc", "start flow_control 1000"));
  EXPECT_THAT(receive(2, FlowControlBvcAck{1}), ElementsAre("stop flow_control", "cell 001-01-1-1-1"));
}

TEST_F(CellBvcTest, SaysItsCellInTheResetAndLargeValuesInFlowControl) {
  bvc.on_ns_available();
  const auto reset = bvc.on_sdu(0, encode_bssgp(BvcResetAck{0, {}, {}}));
  const auto flow = bvc.on_sdu(0, encode_bssgp(BvcResetAck{2, {}, {}}));
  const auto sent = [](const CellBvc::Effects& effects) {
    for (const auto& effect : effects) {
      if (const auto* sdu = std::get_if<SendSdu>(&effect)) return to_hex(sdu->sdu);
    }
    return std::string();
  };
  // As in the capture of osmo-sgsn
  EXPECT_EQ(sent(reset), "2204820002078108088800f1100001010001");
  EXPECT_EQ(sent(flow), "261e81010582ffff0382ffff0182ffff1c82ffff");
}

TEST_F(CellBvcTest, RepeatsEachStepUntilItIsAnswered) {
  bvc.on_ns_available();
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(in_words(bvc.on_timer(Timer::bvc_reset)), ElementsAre("send 0 bvc_reset", "start bvc_reset 1000"));
  }
  receive(0, BvcResetAck{0, {}, {}});
  ASSERT_THAT(in_words(bvc.on_timer(Timer::bvc_reset)), ElementsAre("send 0 bvc_reset", "start bvc_reset 1000"));
  receive(0, BvcResetAck{2, {}, {}});
  EXPECT_THAT(in_words(bvc.on_timer(Timer::bvc_reset)), IsEmpty());
  EXPECT_THAT(in_words(bvc.on_timer(Timer::flow_control)),
              ElementsAre("send 2 flow_control_bvc", "start flow_control 1000"));
  receive(2, FlowControlBvcAck{1});
  EXPECT_THAT(in_words(bvc.on_timer(Timer::flow_control)), IsEmpty());
}

TEST_F(CellBvcTest, IgnoresAcksThatAnswerNothing) {
  bvc.on_ns_available();
  EXPECT_THAT(receive(0, BvcResetAck{2, {}, {}}), IsEmpty());
  EXPECT_THAT(receive(2, FlowControlBvcAck{0}), IsEmpty());
  receive(0, BvcResetAck{0, {}, {}});
  EXPECT_THAT(receive(0, BvcResetAck{7, {}, {}}), IsEmpty());
  EXPECT_THAT(receive(0, BvcResetAck{0, {}, {}}), IsEmpty());
  receive(0, BvcResetAck{2, {}, {}});
  EXPECT_THAT(receive(2, FlowControlBvcAck{9}), IsEmpty());
  EXPECT_EQ(bvc.state(), State::announcing_flow);
}

TEST_F(CellBvcTest, CarriesLlcPdusBothWays) {
  become_available();
  DlUnitdata downlink;
  downlink.tlli = 0xc0000001;
  downlink.llc_pdu = {0x41, 0xc0, 0x01};
  EXPECT_THAT(receive(2, downlink), ElementsAre("llc for c0000001"));
  EXPECT_THAT(in_words(bvc.send_llc_pdu({0x7998a17f}, Bytes{0x01, 0xc0, 0x05})), ElementsAre("send 2 ul_unitdata"));
}

TEST_F(CellBvcTest, AlignsTheUplinkPduToFourOctets) {
  become_available();
  for (std::size_t size : {1U, 100U, 127U, 128U, 500U}) {
    const Bytes pdu(size, 0x5a);
    const auto effects = bvc.send_llc_pdu({1}, pdu);
    const Bytes& sdu = std::get<SendSdu>(effects.at(0)).sdu;
    EXPECT_EQ((sdu.size() - size) % 4, 0U) << size;
    EXPECT_EQ(std::get<UlUnitdata>(decode_bssgp(sdu).value()).llc_pdu, pdu);
  }
}

TEST_F(CellBvcTest, DropsUplinkPdusWithoutACell) {
  EXPECT_THAT(traced(bvc.send_llc_pdu({1}, Bytes{0x01})), ElementsAre("bssgp.uplink_discarded"));
  bvc.on_ns_available();
  EXPECT_THAT(in_words(bvc.send_llc_pdu({1}, Bytes{0x01})), IsEmpty());
}

TEST_F(CellBvcTest, LosesTheCellWithNs) {
  become_available();
  EXPECT_THAT(in_words(bvc.on_ns_lost("no ALIVE")),
              ElementsAre("cell lost: no ALIVE", "stop bvc_reset", "stop flow_control"));
  EXPECT_EQ(bvc.state(), State::down);
  EXPECT_THAT(in_words(bvc.on_ns_lost("again")), IsEmpty());
  // And comes back, under a new tag.
  bvc.on_ns_available();
  receive(0, BvcResetAck{0, {}, {}});
  receive(0, BvcResetAck{2, {}, {}});
  EXPECT_THAT(receive(2, FlowControlBvcAck{1}), IsEmpty());
  EXPECT_THAT(receive(2, FlowControlBvcAck{2}), Contains("cell 001-01-1-1-1"));
}

TEST_F(CellBvcTest, PagesByPtmsiOrElseByImsi) {
  become_available();
  PagingPs paging;
  paging.imsi = from_hex("0910100000000010").value();
  EXPECT_THAT(receive(0, paging), ElementsAre("paging IMSI 001010000000001"));
  paging.ptmsi = 0xff21eed2;
  paging.bvci = 2;
  EXPECT_THAT(receive(0, paging).at(0), ::testing::HasSubstr("ff21eed2"));
  paging.bvci = 3;
  EXPECT_THAT(receive(0, paging), IsEmpty());
  paging = {};
  EXPECT_THAT(receive(0, paging), ElementsAre("send 0 status"));
}

TEST_F(CellBvcTest, AResetOfTheSignallingBvcStartsTheCellAnew) {
  become_available();
  EXPECT_THAT(receive(0, BvcReset{0, BssgpCause::om_intervention, {}, {}}),
              ElementsAre("send 0 bvc_reset_ack", "cell lost: the SGSN has reset BSSGP", "send 0 bvc_reset",
                          "start bvc_reset 1000"));
  EXPECT_EQ(bvc.state(), State::resetting_cell);
}

TEST_F(CellBvcTest, AResetOfTheSignallingBvcBeforeOursIsAnsweredOnly) {
  bvc.on_ns_available();
  EXPECT_THAT(receive(0, BvcReset{0, BssgpCause::om_intervention, {}, {}}), ElementsAre("send 0 bvc_reset_ack"));
  EXPECT_EQ(bvc.state(), State::resetting_signalling);
}

TEST_F(CellBvcTest, AResetOfTheCellsBvcTellsFlowControlAgain) {
  become_available();
  EXPECT_THAT(receive(0, BvcReset{2, BssgpCause::om_intervention, {}, {}}),
              ElementsAre("send 0 bvc_reset_ack", "send 2 flow_control_bvc"));
  EXPECT_EQ(bvc.state(), State::available);
  EXPECT_THAT(receive(2, FlowControlBvcAck{2}), IsEmpty());
  EXPECT_THAT(receive(0, BvcReset{7, BssgpCause::om_intervention, {}, {}}), ElementsAre("send 0 status"));
}

TEST_F(CellBvcTest, AStatusThatTheBvcIsUnknownStartsAllAnew) {
  become_available();
  EXPECT_THAT(receive(0, BssgpStatus{BssgpCause::bvci_unknown, 7, {}}), IsEmpty());
  EXPECT_THAT(receive(0, BssgpStatus{BssgpCause::unknown_ms, {}, {}}), IsEmpty());
  EXPECT_THAT(receive(0, BssgpStatus{BssgpCause::bvci_unknown, 2, {}}),
              ElementsAre("cell lost: the SGSN reports: BVCI unknown", "send 0 bvc_reset", "start bvc_reset 1000"));
  // A flood of them does not make us ask faster.
  EXPECT_THAT(receive(0, BssgpStatus{BssgpCause::bvci_unknown, 2, {}}), IsEmpty());
}

TEST_F(CellBvcTest, AnswersWhatItDoesNotKnowWithStatusButNeverAStatus) {
  become_available();
  EXPECT_THAT(in_words(bvc.on_sdu(2, Bytes{0x7e, 0x01})), ElementsAre("send 0 status"));
  EXPECT_THAT(in_words(bvc.on_sdu(9, Bytes{0x7e, 0x01})), ElementsAre("send 0 status"));
  EXPECT_THAT(in_words(bvc.on_sdu(2, Bytes{BssgpStatus::kType})), IsEmpty());
  EXPECT_THAT(in_words(bvc.on_sdu(9, Bytes{BssgpStatus::kType})), IsEmpty());
  EXPECT_THAT(in_words(bvc.on_sdu(2, {})), IsEmpty());
  // PDUs that only a BSS sends, or that answer what we never send
  EXPECT_THAT(receive(2, UlUnitdata{1, {}, settings().cell, {}, {}}), ElementsAre("send 0 status"));
  EXPECT_THAT(receive(0, BvcBlockAck{2}), ElementsAre("send 0 status"));
  EXPECT_THAT(receive(0, DlUnitdata{}), ElementsAre("send 0 status"));
  EXPECT_EQ(bvc.state(), State::available);
}

TEST_F(CellBvcTest, NamesThePduInErrorAndTheCause) {
  become_available();
  const auto effects = bvc.on_sdu(2, Bytes{0x7e, 0x01});
  for (const auto& effect : effects) {
    if (const auto* sdu = std::get_if<SendSdu>(&effect)) {
      EXPECT_EQ(decode_bssgp(sdu->sdu).value(),
                BssgpPdu(BssgpStatus{BssgpCause::protocol_error, {}, Bytes{0x7e, 0x01}}));
    }
  }
}

TEST_F(CellBvcTest, IsSilentWhenDown) {
  EXPECT_THAT(receive(0, BvcReset{0, BssgpCause::om_intervention, {}, {}}), IsEmpty());
  EXPECT_THAT(bvc.on_timer(Timer::bvc_reset), IsEmpty());
  EXPECT_THAT(bvc.stop(), IsEmpty());
}

}  // namespace
}  // namespace foothold::rf_bridge::gb
