// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/credential/temporary_credential.h"

#include <gtest/gtest.h>

namespace foothold::operators {
namespace {

const nlohmann::json kGood = {{"pcid", "001020000000001"},
                              {"k", "465b5ce8b199b49faa5f0a2ee238a6bc"},
                              {"opc", "cd63cb71954a9f4e48a5994e37a02baf"},
                              {"amf", "8000"},
                              {"sqn", "000000000041"},
                              {"algorithm", "milenage"}};

TEST(TemporaryCredential, ReadsAndWritesItsForm) {
  const auto credential = credential_from_json(kGood);
  ASSERT_TRUE(credential) << to_string(credential.error());
  EXPECT_EQ(credential->pcid.digits(), "001020000000001");
  EXPECT_EQ(credential->amf, (gsm::auth::Amf{0x80, 0x00}));
  EXPECT_EQ(credential->sqn, gsm::auth::Sqn(2, 1));
  EXPECT_EQ(to_json(*credential), kGood);
}

TEST(TemporaryCredential, TakesTheAlgorithmAsANumber) {
  auto json = kGood;
  json["algorithm"] = 1;
  EXPECT_TRUE(credential_from_json(json));
}

TEST(TemporaryCredential, NamesTheMemberAtFaultAndNeverQuotesAKey) {
  for (const auto& [member, value] :
       std::vector<std::pair<std::string, nlohmann::json>>{{"pcid", "12"},
                                                           {"pcid", 1020000000001},
                                                           {"k", "465b5ce8b199b49faa5f0a2ee238a6"},
                                                           {"k", "465b5ce8b199b49faa5f0a2ee238a6zz"},
                                                           {"opc", nullptr},
                                                           {"amf", "80000"},
                                                           {"sqn", 32},
                                                           {"algorithm", "xor"},
                                                           {"algorithm", 2}}) {
    auto json = kGood;
    json[member] = value;
    const auto credential = credential_from_json(json);
    ASSERT_FALSE(credential) << member;
    EXPECT_EQ(credential.error().field, member);
    EXPECT_EQ(to_string(credential.error()).find("465b5ce8"), std::string::npos);
    json.erase(member);
    EXPECT_FALSE(credential_from_json(json));
  }
  EXPECT_FALSE(credential_from_json(nlohmann::json::array()));
}

}  // namespace
}  // namespace foothold::operators
