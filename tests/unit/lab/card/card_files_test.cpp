// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_files.h"

#include <gtest/gtest.h>

#include "lab/card/file_names.h"
#include "tests/unit/lab/card/scripted_card.h"

namespace foothold::lab {
namespace {

TEST(CardLink, CollectsWhatTheCardHasLeft) {
  ScriptedCard card{{{"00a40004023f00", "6103"}, {"00c0000003", "0102036101"}, {"00c0000001", "049000"}}, {}, false};
  const auto answer = transact(card.exchange(), hex("00a40004023f00")).value();
  EXPECT_EQ(to_hex(answer.data), "01020304");
  EXPECT_TRUE(answer.ok());
}

TEST(CardLink, AsksAgainWithTheRightLength) {
  ScriptedCard card{{{"00b0000000", "6c02"}, {"00b0000002", "01029000"}}, {}, false};
  EXPECT_EQ(to_hex(transact(card.exchange(), hex("00b0000000")).value().data), "0102");
}

TEST(CardLink, DoesNotAskWithoutEnd) {
  ScriptedCard card{{{"00b0000000", "6101"}, {"00c0000001", "6101"}}, {}, false};
  EXPECT_FALSE(transact(card.exchange(), hex("00b0000000")));
  EXPECT_EQ(transact([](ByteView) { return Bytes{0x90}; }, hex("00b0000000")).error().field, "card");
}

TEST(FileNames, LeadStepByStep) {
  const auto steps = steps_to("MF/ADF.USIM/EF.IMSI").value();
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(to_hex(steps[0].selector), "3f00");
  EXPECT_EQ(to_hex(steps[1].selector), "a0000000871002");
  EXPECT_EQ(to_hex(steps[2].selector), "6f07");
  EXPECT_EQ(to_hex(steps_to("MF/7F20/6F07").value()[1].selector), "7f20");
  EXPECT_FALSE(steps_to("MF/EF.Nothing"));
  EXPECT_FALSE(steps_to("ADF.USIM"));
  EXPECT_FALSE(steps_to("MF/"));
  EXPECT_FALSE(steps_to(""));
}

TEST(CardFiles, ReadTheirStructureFromTheFcp) {
  const auto folder = parse_fcp(hex("620482027821"));
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->structure, CardFile::Structure::folder);
  const auto records = parse_fcp(hex("62078205422100030a")).value();
  EXPECT_EQ(records.structure, CardFile::Structure::records);
  EXPECT_EQ(records.record_size, 3U);
  EXPECT_EQ(records.records, 10U);
}

TEST(CardFiles, RefuseEveryTruncatedFcp) {
  const auto whole = hex("620b820542210003028002001e");
  ASSERT_TRUE(parse_fcp(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(parse_fcp(ByteView(whole).first(size))) << size;
  EXPECT_FALSE(parse_fcp(hex("62048002001e"))) << "no descriptor";
  EXPECT_FALSE(parse_fcp(hex("620482024221"))) << "records without number";
}

TEST(CardFiles, AreReadAsTheirStructureSays) {
  auto card = small_card();
  const auto exchange = card.exchange();
  const auto file = select_file(exchange, "MF/EF.ICCID").value();
  EXPECT_EQ(to_hex(read_selected(exchange, file).value().at(0)), "010203040506070809");
  const auto records = read_selected(exchange, select_file(exchange, "MF/EF.DIR").value()).value();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(to_hex(records[1]), "b1b2b3");
}

TEST(CardFiles, TellWhatTheCardRefuses) {
  auto card = small_card();
  const auto missing = select_file(card.exchange(), "MF/EF.ARR");
  EXPECT_EQ(missing.error().answer, 0x6A82);
  EXPECT_EQ(missing.error().field, "MF/EF.ARR");
  card.gone = true;
  EXPECT_EQ(select_file(card.exchange(), "MF/EF.ARR").error().field, "card");
}

TEST(CardFiles, AreWrittenInPieces) {
  ScriptedCard card{{}, {}, false};
  const auto first = "00d60000ff" + to_hex(Bytes(255, 0x55));
  const auto second = "00d600ff02" + to_hex(Bytes(2, 0x55));
  card.answers = {{first, "9000"}, {second, "9000"}};
  CardFile file;
  file.structure = CardFile::Structure::transparent;
  file.size = 257;
  EXPECT_TRUE(write_selected(card.exchange(), file, 1, Bytes(257, 0x55)));
  EXPECT_EQ(card.asked, (std::vector<std::string>{first, second}));
  EXPECT_FALSE(write_selected(card.exchange(), file, 1, Bytes(258)));
}

TEST(CardFiles, TakeWholeRecordsOnly) {
  auto card = small_card();
  card.answers["00dc020403c1c2c3"] = "9000";
  const auto exchange = card.exchange();
  const auto file = select_file(exchange, "MF/EF.DIR").value();
  EXPECT_TRUE(write_selected(exchange, file, 2, hex("c1c2c3")));
  EXPECT_FALSE(write_selected(exchange, file, 2, hex("c1c2")));
  EXPECT_FALSE(write_selected(exchange, file, 0, hex("c1c2c3")));
  EXPECT_FALSE(write_selected(exchange, file, 3, hex("c1c2c3")));
  EXPECT_FALSE(write_selected(exchange, select_file(exchange, "MF").value(), 1, hex("00")));
}

TEST(CardFiles, PadThePin) {
  ScriptedCard card{{{"002000010831323334ffffffff", "9000"}, {"0020000a0831323334ffffffff", "63c2"}}, {}, false};
  EXPECT_TRUE(verify_pin(card.exchange(), 0x01, hex("31323334")));
  const auto wrong = verify_pin(card.exchange(), 0x0A, hex("31323334"));
  EXPECT_EQ(wrong.error().answer, 0x63C2);
  EXPECT_FALSE(verify_pin(card.exchange(), 0x01, {}));
  EXPECT_FALSE(verify_pin(card.exchange(), 0x01, Bytes(9)));
}

}  // namespace
}  // namespace foothold::lab
