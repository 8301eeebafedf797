// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/personalise/card_file.h"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.h"
#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu::personalise {
namespace {

const std::string kPcidLine = "pcid = \"001020000000001\"\n";
const std::string kKeyLine = "k = \"465b5ce8b199b49faa5f0a2ee238a6bc\"\n";

Result<Order> parse(const std::string& more) {
  return parse_card_file(kPcidLine + more);
}

TEST(CardFile, NeedsNothingButThePcid) {
  const auto order = parse("").value();
  EXPECT_EQ(order.pcid, "001020000000001");
  EXPECT_EQ(order.tre_identity, "TRE-001020000000001");
  EXPECT_FALSE(order.k);
  EXPECT_FALSE(order.algorithm);
  const auto made = test_personalisation(order);
  EXPECT_TRUE(std::holds_alternative<gsm::auth::MilenageKey>(made.state.pcid.algorithm));
}

TEST(CardFile, TakesMilenageWithOpAndConstants) {
  const auto zeros = "\"00000000000000000000000000000000\", ";
  const auto order = parse(kKeyLine + "op = \"cdc202d5123e20f62b6d676ac72cb318\"\nr = [1, 2, 3, 4, 5]\nc = [" + zeros +
                           zeros + zeros + zeros + "\"00000000000000000000000000000009\"]\nsqn = 64\nind_bits = 0\n")
                         .value();
  const auto made = test_personalisation(order);
  const auto& key = std::get<gsm::auth::MilenageKey>(made.state.pcid.algorithm);
  EXPECT_EQ(to_hex(key.opc.reveal()), "cd63cb71954a9f4e48a5994e37a02baf");
  EXPECT_EQ(key.constants.r[4], 5);
  EXPECT_EQ(key.constants.c[4][15], 9);
  EXPECT_EQ(made.state.pcid.sqn.highest(), gsm::auth::Sqn(64));
}

TEST(CardFile, TakesEveryAlgorithm) {
  const auto tuak = parse("algorithm = \"tuak\"\nres_size = 16\n" + kKeyLine + "top = \"" + to_hex(Bytes(32)) + "\"");
  EXPECT_EQ(std::get<gsm::auth::TuakKey>(*tuak.value().algorithm).res_size, 16);
  EXPECT_TRUE(std::holds_alternative<gsm::auth::XorKey>(*parse("algorithm = \"xor\"\n" + kKeyLine).value().algorithm));
  const auto comp128 = parse("algorithm = \"comp128v3\"\nki = \"00112233445566778899aabbccddeeff\"");
  EXPECT_EQ(std::get<gsm::auth::Comp128Key>(*comp128.value().algorithm).version, 3);
}

TEST(CardFile, MakesCardsThatSurviveTheVault) {
  for (const auto& more : {"algorithm = \"tuak\"\n" + kKeyLine + "topc = \"" + to_hex(Bytes(32, 7)) + "\"",
                           "algorithm = \"xor\"\n" + kKeyLine,
                           std::string("algorithm = \"comp128v1\"\nki = \"00112233445566778899aabbccddeeff\"")}) {
    const auto made = test_personalisation(parse(more).value());
    const auto again = vault::decode_state(vault::encode_state(made.state).reveal());
    ASSERT_TRUE(again) << more;
    EXPECT_EQ(again->pcid.algorithm.index(), made.state.pcid.algorithm.index());
  }
}

TEST(CardFile, NamesTheKeyThatIsWrongAndNeverAValue) {
  const std::pair<std::string, std::string> wrong[] = {
      {"colour = \"red\"", "colour"},
      {"mnc_digits = 4", "mnc_digits"},
      {"sqn = -1", "sqn"},
      {"apn = 5", "apn"},
      {"k = \"465b\"", "k"},
      {"opc = \"secret\"", "opc"},
      {"op = \"cdc202d5123e20f62b6d676ac72cb318\"", "op"},
      {"r = [1]", "r"},
      {"r = [1, 2, 3, 4, 128]", "r"},
      {"c = [1, 2, 3, 4, 5]", "c"},
      {"algorithm = \"rot13\"", "algorithm"},
      {"algorithm = \"tuak\"\nk = \"00\"", "k"},
      {"algorithm = \"xor\"", "k"},
      {"algorithm = \"comp128v2\"", "ki"},
      {"ind_bits = 6", "ind_bits"},
      {"k = \"465b5ce8b199b49faa5f0a2ee238a6bc", "card file"},
  };
  for (const auto& [more, field] : wrong) {
    const auto order = parse(more);
    ASSERT_FALSE(order) << more;
    EXPECT_EQ(order.error().field, field) << more;
    EXPECT_EQ(to_string(order.error()).find("465b"), std::string::npos);
  }
}

}  // namespace
}  // namespace foothold::tre_emu::personalise
