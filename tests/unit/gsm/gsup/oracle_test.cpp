// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Our codec against libosmogsm's, which the Osmocom programs use: both must mean the same by the same octets.
extern "C" {
#include <osmocom/core/logging.h>
#include <osmocom/core/msgb.h>
#include <osmocom/gsm/gsup.h>
}
#include <gtest/gtest.h>

#include <memory>

#include "gsm/gsup/message.h"

namespace foothold::gsm::gsup {
namespace {

struct FreeMsgb {
  void operator()(msgb* buffer) const { msgb_free(buffer); }
};

class GsupOracle : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const log_info kNoCategories{};
    if (osmo_log_info == nullptr) log_init(&kNoCategories, nullptr);  // its decoder ends the process without
  }
};

TEST_F(GsupOracle, ReadsWhatWeWrite) {
  Message message(MessageType::send_auth_info_result, Imsi::parse("001020000000001").value());
  const auth::MilenageKey key;
  for (std::uint8_t i = 0; i < 5; ++i) {
    auth::Rand rand;
    rand.fill(i);
    message.auth_tuples.push_back(to_tuple(auth::make_quintet(key, {0x80, 0}, auth::Sqn(i, 0), rand)));
  }
  message.pdp_info_complete = true;
  message.pdp_infos.push_back({.context_id = 3, .pdp_type = 0x0121, .apn = "foothold.ro", .qos = {}});
  message.cn_domain = CnDomain::ps;
  const auto encoded = message.encode().value();
  osmo_gsup_message theirs{};
  ASSERT_EQ(osmo_gsup_decode(encoded.data(), encoded.size(), &theirs), 0);
  EXPECT_EQ(theirs.message_type, OSMO_GSUP_MSGT_SEND_AUTH_INFO_RESULT);
  EXPECT_STREQ(theirs.imsi, "001020000000001");
  ASSERT_EQ(theirs.num_auth_vectors, 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    const auto& ours = message.auth_tuples[i];
    const auto& vector = theirs.auth_vectors[i];
    EXPECT_EQ(vector.auth_types, unsigned{OSMO_AUTH_TYPE_GSM} | unsigned{OSMO_AUTH_TYPE_UMTS});
    EXPECT_TRUE(std::equal(ours.rand.begin(), ours.rand.end(), vector.rand));
    EXPECT_TRUE(std::equal(ours.umts->autn.begin(), ours.umts->autn.end(), vector.autn));
    EXPECT_TRUE(std::equal(ours.umts->res.begin(), ours.umts->res.end(), vector.res));
    EXPECT_EQ(vector.res_len, 8);
    EXPECT_TRUE(std::equal(ours.gsm->sres.begin(), ours.gsm->sres.end(), vector.sres));
  }
  ASSERT_EQ(theirs.num_pdp_infos, 1U);
  EXPECT_EQ(theirs.pdp_info_compl, 1);
  EXPECT_EQ(theirs.pdp_infos[0].context_id, 3U);
  EXPECT_EQ(theirs.pdp_infos[0].pdp_type, 0x0121);
  EXPECT_EQ(theirs.cn_domain, OSMO_GSUP_CN_DOMAIN_PS);
}

TEST_F(GsupOracle, WritesTheSameOctets) {
  const std::uint8_t auts[14] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
  const std::uint8_t rand[16] = {21, 22, 23};
  osmo_gsup_message theirs{};
  theirs.message_type = OSMO_GSUP_MSGT_SEND_AUTH_INFO_REQUEST;
  std::copy_n("001020000000001", 16, theirs.imsi);
  theirs.auts = auts;
  theirs.rand = rand;
  theirs.cn_domain = OSMO_GSUP_CN_DOMAIN_PS;
  const std::unique_ptr<msgb, FreeMsgb> buffer(msgb_alloc(512, "gsup"));
  ASSERT_EQ(osmo_gsup_encode(buffer.get(), &theirs), 0);

  Message ours(MessageType::send_auth_info_request, Imsi::parse("001020000000001").value());
  std::copy(std::begin(auts), std::end(auts), ours.auts.emplace().begin());
  std::copy(std::begin(rand), std::end(rand), ours.rand.emplace().begin());
  ours.cn_domain = CnDomain::ps;
  EXPECT_EQ(ours.encode().value(), Bytes(msgb_data(buffer.get()), msgb_data(buffer.get()) + msgb_length(buffer.get())));
}

}  // namespace
}  // namespace foothold::gsm::gsup
