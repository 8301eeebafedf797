// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/layer3_compare.h"

#include <gtest/gtest.h>

#include "gsm/gmm/messages/status.h"
#include "lab/replay/layer3_elements.h"
#include "tests/unit/lab/replay/sample_dialogue.h"

namespace foothold::lab::replay {
namespace {

using namespace gsm;
using llc::Sender;

TEST(Layer3Elements, ListAMessageInItsClausesOrder) {
  const auto elements = layer3_elements(gmm::encode(attach_accept(kCapturedPtmsi)), Sender::sgsn).value();
  std::vector<std::string_view> names;
  for (const auto& element : elements) names.push_back(element.name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"attach result", "force to standby", "periodic RA update timer",
                                                  "radio priority for SMS", "radio priority 2",
                                                  "routing area identification", "allocated P-TMSI"}));
  EXPECT_EQ(to_hex(elements.back().value), "f4e385e4ff");
}

TEST(Layer3Elements, TellMessagesOfOneTypeApartByTheirSender) {
  const auto pdu =
      gmm::encode(gmm::MtDetachRequest{gmm::MtDetachType::reattach_required, 0, gmm::GmmCause::network_failure});
  EXPECT_EQ(layer3_elements(pdu, Sender::sgsn).value().back().name, "GMM cause");
  EXPECT_EQ(layer3_elements(gmm::encode(gmm::MoDetachAccept{}), Sender::sgsn).value().size(), 1U);
  EXPECT_TRUE(layer3_elements(gmm::encode(gmm::MtDetachAccept{}), Sender::mobile).value().empty());
}

TEST(Layer3Elements, EverythingInTheSampleCanBeListed) {
  for (const auto& message : sample_dialogue()) {
    if (message.kind != DialogueMessage::Kind::layer3) continue;
    const auto sender = message.uplink ? Sender::mobile : Sender::sgsn;
    EXPECT_TRUE(layer3_elements(message.information, sender)) << layer3_name(message.information);
    for (std::size_t size = 0; size < message.information.size(); ++size)
      layer3_elements(ByteView(message.information).first(size), sender);  // any end, no harm
  }
}

TEST(Layer3Elements, RefuseWhatTheyDoNotKnow) {
  EXPECT_FALSE(layer3_elements(Bytes{}, Sender::sgsn));
  EXPECT_FALSE(layer3_elements(Bytes{0x08, 0xff}, Sender::sgsn));
  EXPECT_FALSE(layer3_elements(Bytes{0x05, 0x08}, Sender::sgsn));
  EXPECT_EQ(layer3_name(Bytes{0x05, 0x08}), "0508");
  EXPECT_EQ(layer3_name(Bytes{0x08, 0x02}), "gmm.attach_accept");
  EXPECT_EQ(layer3_name(Bytes{0x0a, 0x41}), "sm.activate_pdp_context_request");
  for (unsigned type = 0; type < 256; ++type) {  // whatever somebody captured
    for (const auto discriminator : {std::uint8_t{0x08}, std::uint8_t{0x0a}})
      EXPECT_FALSE(layer3_name(Bytes{discriminator, static_cast<std::uint8_t>(type)}).empty());
  }
}

TEST(Layer3Compare, NamesACauseInWords) {
  const auto findings =
      compare_layer3(4, gmm::encode(gmm::AttachReject{gmm::GmmCause::network_failure, std::nullopt}),
                     gmm::encode(gmm::AttachReject{gmm::GmmCause::plmn_not_allowed, std::nullopt}), Sender::sgsn);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].packet, 4U);
  EXPECT_EQ(findings[0].element, "GMM cause");
  EXPECT_EQ(findings[0].verdict, Verdict::different);
  EXPECT_EQ(findings[0].captured, std::string("11 ") + to_string(gmm::GmmCause::network_failure));
}

TEST(Layer3Compare, ACauseThatNobodyKnowsIsANumber) {
  for (unsigned cause = 0; cause < 256; ++cause) {
    const Bytes reject = {0x08, 0x04, static_cast<std::uint8_t>(cause)};
    EXPECT_EQ(compare_layer3(1, reject, reject, Sender::sgsn)[0].captured.substr(0, 2),
              to_hex(ByteView(reject).last(1)));
  }
}

TEST(Layer3Compare, ATemporaryIdentityMustDifferAndAPermanentOneMustNot) {
  auto one = attach_request();
  auto other = attach_request();
  other.identity = *Imsi::parse("001020000000002");
  const auto verdict = [](const gmm::AttachRequest& a, const gmm::AttachRequest& b) {
    for (const auto& finding : compare_layer3(1, gmm::encode(a), gmm::encode(b), Sender::mobile)) {
      if (finding.element == "P-TMSI or IMSI") return finding.verdict;
    }
    return Verdict::left_out;
  };
  EXPECT_EQ(verdict(one, one), Verdict::same);
  EXPECT_EQ(verdict(one, other), Verdict::different);
  one.identity = Ptmsi{0xc0000001};
  EXPECT_EQ(verdict(one, other), Verdict::different);
  other.identity = Ptmsi{0xc0000002};
  EXPECT_EQ(verdict(one, other), Verdict::must_differ);
}

TEST(Layer3Compare, WhatCannotBeDecodedIsComparedAsOctets) {
  EXPECT_EQ(compare_layer3(1, Bytes{0x08, 0xff}, Bytes{0x08, 0xff}, Sender::sgsn)[0].verdict, Verdict::same);
  EXPECT_EQ(compare_layer3(1, Bytes{0x08, 0xff}, Bytes{0x08, 0xfe}, Sender::sgsn)[0].verdict, Verdict::different);
}

TEST(Layer3Compare, AMessageWithoutElementsIsTheSame) {
  const auto findings =
      compare_layer3(1, gmm::encode(gmm::AttachComplete{}), gmm::encode(gmm::AttachComplete{}), Sender::mobile);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].verdict, Verdict::same);
}

TEST(Layer3Compare, ComparesXids) {
  EXPECT_EQ(compare_xid(1, Bytes{1}, Bytes{1})[0].verdict, Verdict::same);
  EXPECT_EQ(compare_xid(1, Bytes{1}, Bytes{2})[0].verdict, Verdict::different);
}

TEST(Layer3Compare, KnowsCounterparts) {
  const auto imei = gmm::encode(gmm::IdentityRequest{IdentityType::imei});
  const auto imsi = gmm::encode(gmm::IdentityRequest{IdentityType::imsi});
  EXPECT_TRUE(is_counterpart(imei, imei));
  EXPECT_FALSE(is_counterpart(imei, imsi));
  EXPECT_FALSE(is_counterpart(imei, gmm::encode(gmm::AttachComplete{})));
  EXPECT_FALSE(is_counterpart(Bytes{}, imei));
  // The transaction identifier is no part of the type (TS 24.007 11.2.3.1.3).
  EXPECT_TRUE(is_counterpart(Bytes{0x0a, 0x42}, Bytes{0x8a, 0x42}));
}

}  // namespace
}  // namespace foothold::lab::replay
