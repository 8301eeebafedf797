// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The TRE as a GSM phone meets it, by commands of class A0 (TS 51.011 9).
#include "tre_emu/sim/sim_session.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/sim/sim_files.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu::sim {
namespace {

class SimTest : public testing::Test {
 protected:
  std::string send(std::string_view command) { return device_.send(command); }
  // SELECTs along a path, and gives the last answer's content.
  std::string select(std::string_view path) {
    std::string answer;
    for (std::size_t at = 0; at < path.size(); at += 4) {
      answer = send("A0A4000002" + std::string(path.substr(at, 4)));
      if (answer.substr(0, 2) != "9f") return answer;
    }
    return send("A0C00000" + answer.substr(2));
  }

  TestDevice device_;
};

// 9.2.1: 22 octets of a folder, 15 of a file. PIN1 is disabled: characteristics B1; of the rest nobody has set any.
TEST_F(SimTest, SelectsWithTheResponseOfGsm) {
  EXPECT_EQ(send("A0A40000023F00"), "9f16");
  EXPECT_EQ(send("A0C0000016"), "000000003f0001000000000009b102050500830000009000");
  EXPECT_EQ(select("3F007F20").substr(8, 6), "7f2002");
  EXPECT_EQ(select("6F07"),
            "000000096f0704001fff4401020000"
            "9000");
  EXPECT_EQ(select("6F39"),
            "0000000f6f390440121f440102"
            "0303"
            "9000");
  EXPECT_EQ(select("3F007F106F3A"),
            "000005786f3a040011ff220102"
            "011c"
            "9000");
  EXPECT_EQ(send("A0C0000001"), "6f00");
}

TEST_F(SimTest, ReachesWhatTheRulesOfSelectAllow) {
  EXPECT_EQ(send("A0A40000026F07"), "9404");
  EXPECT_EQ(send("A0A40000022FE2"), "9f0f");
  EXPECT_EQ(send("A0A40000027F20"), "9f16");
  EXPECT_EQ(send("A0A40000026F07"), "9f0f");
  EXPECT_EQ(send("A0A40000027F10"), "9f16");  // a sibling
  EXPECT_EQ(send("A0A40000026F07"), "9404");
  EXPECT_EQ(send("A0A40000026F3A"), "9f0f");
  EXPECT_EQ(send("A0A40000027F10"), "9f16");  // the current one
  EXPECT_EQ(send("A0A40000023F00"), "9f16");
  EXPECT_EQ(send("A0A40000037F1000"), "6702");
  EXPECT_EQ(send("A0A40100027F10"), "6b00");
}

TEST_F(SimTest, ReadsAndUpdates) {
  EXPECT_EQ(send("A0B0000009"), "9400");
  select("3F007F206F07");
  EXPECT_EQ(send("A0B0000009"), "0809102000000000109000");
  EXPECT_EQ(send("A0B000000A"), "6709");
  EXPECT_EQ(send("A0B0000900"), "6b00");
  EXPECT_EQ(send("A0D6000001AA"), "9804");
  EXPECT_EQ(send("A0B2010409"), "9408");
  select("6F7B");
  EXPECT_EQ(send("A0D600000300F110"), "9000");
  EXPECT_EQ(send("A0B0000004"), "00f110ff9000");
  EXPECT_EQ(send("A0D6000A03AABBCC"), "6702");
  device_.select_usim();  // the USIM's file is the same one
  EXPECT_EQ(send("00B08D0004"), "00f110ff9000");
  EXPECT_EQ(send("00D68D000162"), "9000");
  EXPECT_EQ(send("A0B0000002"), "62f19000");
  device_.power_cycle();
  select("3F007F206F7B");
  EXPECT_EQ(send("A0B0000004"), "62f110ff9000");
}

TEST_F(SimTest, WorksOnRecords) {
  select("3F007F106F3A");
  EXPECT_EQ(send("A0DC01041C" + to_hex(Bytes(28, 0x41))), "9000");
  EXPECT_EQ(send("A0DC03041C" + to_hex(Bytes(28, 0x42))), "9000");
  EXPECT_EQ(send("A0B201041C"), to_hex(Bytes(28, 0x41)) + "9000");
  EXPECT_EQ(send("A0B2000210"), "671c");
  EXPECT_EQ(send("A0B200021C"), to_hex(Bytes(28, 0x41)) + "9000");
  EXPECT_EQ(send("A0B233041C"), "9402");
  EXPECT_EQ(send("A0B201051C"), "6b00");
  EXPECT_EQ(send("A0A20010024242"), "9f01");
  EXPECT_EQ(send("A0C0000001"), "039000");
  EXPECT_EQ(send("A0A20001024141"), "9000");  // from the end, no number wanted
  EXPECT_EQ(send("A0B200041C"), to_hex(Bytes(28, 0x41)) + "9000");
  EXPECT_EQ(send("A0A20002024343"), "9404");
  EXPECT_EQ(send("A0A20004024343"), "6b00");
  select("3F007F106F44");
  EXPECT_EQ(send("A0DC00031C" + to_hex(Bytes(28, 0x45))), "9000");
  EXPECT_EQ(send("A0DC01041C" + to_hex(Bytes(28, 0x45))), "6b00");
  EXPECT_EQ(send("A0B201041C"), to_hex(Bytes(28, 0x45)) + "9000");
  EXPECT_EQ(send("A0A200000145"), "9408");
}

TEST_F(SimTest, Increases) {
  select("3F007F206F39");
  EXPECT_EQ(send("A032000003000102"), "9f06");
  EXPECT_EQ(send("A0C0000006"), "0001020001029000");
  EXPECT_EQ(send("A032000003FFFFFF"), "9850");
  EXPECT_EQ(send("A03200000101"), "6703");
  select("6F07");
  EXPECT_EQ(send("A032000003000102"), "9408");
}

TEST_F(SimTest, KnowsChvs) {
  EXPECT_EQ(send("A02000010830303030FFFFFFFF"), "9808");  // disabled
  EXPECT_EQ(send("A02800010831313131FFFFFFFF"), "9804");
  EXPECT_EQ(send("A02800010830303030FFFFFFFF"), "9000");
  device_.power_cycle();
  select("3F007F206F07");
  EXPECT_EQ(send("A0B0000009"), "9804");
  EXPECT_EQ(send("A02000010830303030FFFFFFFF"), "9000");
  EXPECT_EQ(send("A0B0000009"), "0809102000000000109000");
  EXPECT_EQ(send("A02600010830303030FFFFFFFF"), "9000");
  EXPECT_EQ(send("A0280001083030"), "6700");  // cut off
  EXPECT_EQ(send("A0280001023030"), "6708");
  EXPECT_EQ(send("A02000030830303030FFFFFFFF"), "6b00");
  EXPECT_EQ(send("A02000020830303030FFFFFFFF"), "9802");  // CHV2 was never set
  EXPECT_EQ(send("A02C00001000000000000000003030303"
                 "0FFFFFFFF"),
            "9840");
  EXPECT_EQ(to_hex(device_.events.front().bytes).find("30303030"), std::string::npos);
}

// The same algorithm and subscription as the USIM's GSM context.
TEST_F(SimTest, RunsTheGsmAlgorithm) {
  const std::string rand = "23553cbe9637a89d218ae64dae47bf35";
  EXPECT_EQ(send("A088000010" + rand), "9804");  // DF_GSM is not current
  select("3F007F20");
  EXPECT_EQ(send("A088000010" + rand), "9f0c");
  const auto* const event = device_.event("apdu.run_gsm_algorithm");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->field("context"), "gsm");
  const auto answer = send("A0C000000C");
  // TS 35.208 4.3 test set 1: RES, CK and IK, by the conversion functions c2 and c3 of TS 33.102 6.8.1.2.
  EXPECT_EQ(answer, "46f8416aeae4be823af9a08b9000");
  EXPECT_EQ(to_hex(device_.events.front().bytes).find("46f8416a"), std::string::npos);
  device_.select_usim();
  EXPECT_EQ(send("008800801110" + rand + "00"), "0446f8416a08eae4be823af9a08b9000");
  EXPECT_EQ(send("A088000008" + rand.substr(16)), "6710");
}

TEST_F(SimTest, AnswersStatusAndSleeps) {
  select("3F007F20");
  EXPECT_EQ(send("A0F2000016").substr(8, 6), "7f2002");
  EXPECT_EQ(send("A0F2000008").size(), 20U);
  EXPECT_EQ(send("A0F2000017"), "6716");
  EXPECT_EQ(send("A0FA0000"), "9000");
  EXPECT_EQ(send("A0FE0000"), "6d00");
}

TEST_F(SimTest, NeedsAdmForInvalidation) {
  select("3F007F206F7B");
  EXPECT_EQ(send("A0040000"), "9804");
  EXPECT_EQ(send("A0440000"), "9810");
}

// Files that the USIM has as well are of its form, or kept apart.
TEST(SimFiles, ShareWithTheUsimWhatIsOfOneForm) {
  vault::Subscription subscription;
  subscription.imsi = "001020000000001";
  card::Df mf;
  add_folders(mf, subscription);
  const auto adf = usim::make_usim_adf(subscription);
  int shared = 0;
  for (const auto& folder : mf.folders) {
    std::set<std::uint16_t> fids;
    for (const auto& file : folder.files) {
      EXPECT_TRUE(fids.insert(file.fid).second) << file.name;
      const auto same = std::ranges::find(adf->files, file.kept_as, &card::Ef::kept_as);
      if (same == adf->files.end() || file.fid == card::kEfArrAdf || file.name == "EF_SST") continue;
      ++shared;
      EXPECT_EQ(same->content, file.content) << file.name;
      EXPECT_EQ(same->record_length, file.record_length) << file.name;
      EXPECT_EQ(same->structure, file.structure) << file.name;
      EXPECT_EQ(same->secret, file.secret) << file.name;
    }
  }
  EXPECT_GT(shared, 15);
}

}  // namespace
}  // namespace foothold::tre_emu::sim
