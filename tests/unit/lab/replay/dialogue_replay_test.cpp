// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/dialogue_replay.h"

#include <gtest/gtest.h>

#include <deque>

#include "lab/replay/mobile_part.h"
#include "lab/replay/network_part.h"
#include "tests/unit/lab/replay/sample_dialogue.h"

namespace foothold::lab::replay {
namespace {

using namespace gsm;

constexpr std::uint32_t kBits = 0x1234567;

// Both sides of one dialogue, played against each other until neither has anything to say.
struct Both {
  Both(const std::vector<DialogueMessage>& of_mobile, const std::vector<DialogueMessage>& of_network,
       std::uint64_t last_of_card = kLastSqn)
      : card(last_of_card),
        mobile_part(of_mobile, kBits, card.port()),
        network_part(of_network, test_challenges()),
        mobile(of_mobile, mobile_part, "sgsn"),
        network(of_network, network_part, "m2me") {}

  void play() {
    carry(network.start(), true);
    carry(mobile.start(), false);
    while (!waiting.empty()) {
      auto [for_mobile, pdu] = std::move(waiting.front());
      waiting.pop_front();
      auto effects = for_mobile ? mobile.on_llc_pdu(pdu.tlli, pdu.pdu) : network.on_llc_pdu(pdu.tlli, pdu.pdu);
      carry(std::move(effects), !for_mobile);
    }
  }

  void carry(ReplayEffects effects, bool for_mobile) {
    for (auto& effect : effects) {
      if (auto* const send = std::get_if<SendLlcPdu>(&effect)) {
        (for_mobile ? tllis_of_network : tllis_of_mobile).push_back(send->tlli);
        waiting.emplace_back(for_mobile, std::move(*send));
      }
      if (std::holds_alternative<StartPause>(effect)) carry(mobile.on_pause_over(), false);
    }
  }

  TestCard card;
  MobilePart mobile_part;
  NetworkPart network_part;
  DialogueReplay mobile;
  DialogueReplay network;
  std::deque<std::pair<bool, SendLlcPdu>> waiting;
  std::vector<Tlli> tllis_of_mobile;
  std::vector<Tlli> tllis_of_network;
};

std::string text(const Report& report) {
  return to_text(report, true);
}

const Finding* find(const Report& report, std::string_view message, std::string_view element) {
  for (const auto& finding : report.findings) {
    if (finding.message == message && finding.element == element) return &finding;
  }
  return nullptr;
}

TEST(DialogueReplay, TwoSidesOfOneDialogueAgree) {
  Both both(sample_dialogue(), sample_dialogue());
  both.play();
  EXPECT_TRUE(both.mobile.finished());
  EXPECT_TRUE(both.network.finished());
  const auto of_network = both.network.take_report();
  const auto of_mobile = both.mobile.take_report();
  EXPECT_TRUE(of_network.passed()) << text(of_network);
  EXPECT_TRUE(of_mobile.passed()) << text(of_mobile);
  // RES is the answer to a challenge that was made anew, and it is right.
  const auto* res = find(of_network, "gmm.authentication_and_ciphering_response", "RES");
  ASSERT_NE(res, nullptr);
  EXPECT_EQ(res->verdict, Verdict::same);
  EXPECT_EQ(find(of_mobile, "gmm.authentication_and_ciphering_request", "AUTN")->verdict, Verdict::must_differ);
  EXPECT_EQ(find(of_mobile, "user data", "")->verdict, Verdict::left_out);
}

TEST(DialogueReplay, TheMobilesTlliIsRandomUntilAPtmsiIsAllotted) {
  Both both(sample_dialogue(), sample_dialogue());
  both.play();
  ASSERT_GE(both.tllis_of_mobile.size(), 5U);
  EXPECT_EQ(both.tllis_of_mobile.front(), Tlli::random(kBits));
  EXPECT_EQ(both.tllis_of_mobile[2], Tlli::random(kBits));
  EXPECT_EQ(both.tllis_of_mobile[3], Tlli::local(Ptmsi{kCapturedPtmsi}));
}

TEST(DialogueReplay, AMissingAndAnotherElementAreDifferences) {
  auto changed = sample_dialogue();
  auto accept = attach_accept(0xc0000001);
  accept.negotiated_ready_timer = l3::GprsTimer{0x4b};
  changed[5].information = gmm::encode(accept);
  auto captured = sample_dialogue();
  auto expected = attach_accept(kCapturedPtmsi);
  expected.periodic_ra_update_timer = l3::GprsTimer{0x21};
  captured[5].information = gmm::encode(expected);
  Both both(captured, changed);
  both.play();
  const auto report = both.mobile.take_report();
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.summary().different, 2U) << text(report);
  const auto* timer = find(report, "gmm.attach_accept", "negotiated READY timer value");
  ASSERT_NE(timer, nullptr);
  EXPECT_EQ(timer->captured, "");
  EXPECT_EQ(timer->reason, "not in the capture");
  EXPECT_EQ(find(report, "gmm.attach_accept", "periodic RA update timer")->captured, "21 60 s");
  EXPECT_EQ(find(report, "gmm.attach_accept", "allocated P-TMSI")->verdict, Verdict::must_differ);
}

TEST(DialogueReplay, ARejectEndsTheDialogue) {
  const auto captured = sample_dialogue();
  std::vector<DialogueMessage> live = {
      captured[0], layer3(2, false, gmm::encode(gmm::AttachReject{gmm::GmmCause::network_failure, std::nullopt}))};
  Both both(captured, live);
  both.play();
  EXPECT_TRUE(both.mobile.finished());
  const auto report = both.mobile.take_report();
  EXPECT_EQ(report.summary().different, 1U) << text(report);
  EXPECT_EQ(report.summary().left_out, captured.size() - 1) << text(report);
}

TEST(DialogueReplay, AContextThatIsRefusedIsAskedForAgain) {
  const auto captured = sample_dialogue();
  for (const std::size_t refusals : {1U, 20U}) {
    auto live = captured;
    for (std::size_t i = 0; i < refusals; ++i) {
      sm::ActivatePdpContextReject reject;
      live.insert(live.begin() + 8, {layer3(40, false, sm::encode({0, true}, reject)), captured[7]});
    }
    Both both(captured, live);
    both.play();
    const auto report = both.mobile.take_report();
    EXPECT_EQ(report.summary().different == 0, refusals == 1) << text(report);
    EXPECT_GE(report.summary().follows, 1U);
  }
}

TEST(DialogueReplay, AnUnexpectedIdentityRequestIsAnswered) {
  auto live = sample_dialogue();
  live.insert(live.begin() + 3,
              {layer3(20, false, gmm::encode(gmm::IdentityRequest{IdentityType::imsi})),
               layer3(21, true, gmm::encode(gmm::IdentityResponse{*Imsi::parse("001020000000001")}))});
  Both both(sample_dialogue(), live);
  both.play();
  EXPECT_TRUE(both.mobile.finished());
  EXPECT_TRUE(both.network.take_report().passed());
  const auto report = both.mobile.take_report();
  EXPECT_EQ(report.summary().different, 1U) << text(report);
}

TEST(DialogueReplay, AMessageThatDoesNotComeIsADifferenceAndTheRestGoesOn) {
  const auto captured = sample_dialogue();
  auto live = captured;
  live.erase(live.begin() + 1, live.begin() + 3);  // this network does not ask for the IMEI
  Both both(captured, live);
  both.play();
  // It challenges instead, which is answered out of turn; what it says next is waited for in vain.
  while (!both.mobile.finished()) {
    both.carry(both.mobile.on_patience_over(), false);
    both.play();
  }
  EXPECT_FALSE(both.mobile.take_report().passed());
}

TEST(DialogueReplay, ACardThatIsAheadOfTheNetworkSaysSo) {
  Both both(sample_dialogue(), sample_dialogue(), 0x100000);
  both.play();
  const auto report = both.network.take_report();
  EXPECT_FALSE(report.passed());
  EXPECT_NE(find(report, "gmm.authentication_and_ciphering_failure", ""), nullptr) << text(report);
}

TEST(DialogueReplay, AResynchronisationIsReplayed) {
  auto dialogue = sample_dialogue();
  gmm::AuthenticationAndCipheringFailure failure{gmm::GmmCause::synch_failure, gmm::Auts{}};
  const auto again = dialogue[3];
  dialogue.insert(dialogue.begin() + 4, {layer3(30, true, gmm::encode(failure)), again});
  Both both(dialogue, dialogue);
  both.play();
  const auto of_network = both.network.take_report();
  EXPECT_TRUE(both.network.finished());
  EXPECT_TRUE(of_network.passed()) << text(of_network);
  EXPECT_TRUE(both.mobile.take_report().passed());
}

TEST(DialogueReplay, WhatCannotBeReadIsLeftOut) {
  auto dialogue = sample_dialogue();
  dialogue[6].kind = DialogueMessage::Kind::unreadable;
  dialogue[6].information.clear();
  TestCard card;
  MobilePart part(dialogue, kBits, card.port());
  DialogueReplay replay(dialogue, part, "sgsn");
  replay.start();
  replay.on_lost("the end of the test");
  EXPECT_TRUE(replay.finished());
  const auto report = replay.take_report();
  EXPECT_EQ(report.findings.front().message, "connection");
  EXPECT_FALSE(report.passed());
}

TEST(DialogueReplay, StrangeFramesDoNothing) {
  const auto dialogue = sample_dialogue();
  TestCard card;
  MobilePart part(dialogue, kBits, card.port());
  DialogueReplay replay(dialogue, part, "sgsn");
  replay.start();
  EXPECT_TRUE(replay.on_llc_pdu(Tlli{1}, Bytes{}).empty());
  EXPECT_TRUE(replay.on_llc_pdu(Tlli{1}, Bytes{0x41, 0xc0, 0x01, 0x00, 0x00, 0x00}).empty());  // a wrong FCS
  EXPECT_FALSE(replay.finished());
}

}  // namespace
}  // namespace foothold::lab::replay
