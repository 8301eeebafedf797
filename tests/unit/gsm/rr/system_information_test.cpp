// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The blocks are those of osmo-bts-virtual 1.5.0; what they mean is what tshark 4.0 makes of them.
#include "gsm/rr/system_information.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/rr/cell_selection.h"

namespace foothold::gsm::rr {
namespace {

const char* const kSi1 = "5506198fb38000000000000000000000000000e504002b";
const char* const kSi2 = "59061a00000000000000000000000000000000ffe50400";
const char* const kSi3 = "49061b1b3900f1100001c9031e274740e504002c0b2b2b";
const char* const kSi4 = "31061c00f11000014740e50400012b2b2b2b2b2b2b2b2b";
const char* const kSi13 = "0106009000185a6fc9f14008411b2b2b2b2b2b2b2b2b2b";

template <class Information>
Information decoded(const char* hex) {
  const auto information = decode_system_information(*from_hex(hex));
  EXPECT_TRUE(information) << to_string(information.error());
  return std::get<Information>(*information);
}

RachControl open_to_all() {
  RachControl rach;
  rach.max_retransmissions = 7;
  rach.tx_integer = 12;
  rach.reestablishment_allowed = false;
  rach.barred_access_classes = 0x0400;
  return rach;
}

TEST(SystemInformation, Type1HasRachControl) {
  EXPECT_EQ(decoded<SystemInformation1>(kSi1).rach, open_to_all());
}

TEST(SystemInformation, Type2HasRachControl) {
  const auto si = decoded<SystemInformation2>(kSi2);
  EXPECT_EQ(si.ncc_permitted, 0xff);
  EXPECT_EQ(si.rach, open_to_all());
}

TEST(SystemInformation, Type3NamesTheCell) {
  const auto si = decoded<SystemInformation3>(kSi3);
  EXPECT_EQ(si.ci, 6969);
  EXPECT_EQ(si.plmn.to_string(), "001-01");
  EXPECT_EQ(si.lac, 1);
  EXPECT_TRUE(si.control_channel.attach_detach);
  EXPECT_TRUE(si.control_channel.combined());
  EXPECT_EQ(si.control_channel.blocks_for_agch, 1);
  EXPECT_EQ(si.control_channel.paging_multiframes, 5);
  EXPECT_EQ(si.control_channel.t3212, 30);
  EXPECT_EQ(si.selection, (CellSelectionParameters{4, 7, 0}));
  EXPECT_EQ(si.rach, open_to_all());
  ASSERT_TRUE(si.gprs);
  EXPECT_EQ(*si.gprs, (GprsIndicator{0, false}));
}

TEST(SystemInformation, Type4RepeatsIt) {
  const auto si = decoded<SystemInformation4>(kSi4);
  EXPECT_EQ(si.plmn.to_string(), "001-01");
  EXPECT_EQ(si.lac, 1);
  EXPECT_EQ(si.rach, open_to_all());
  EXPECT_TRUE(si.gprs);
}

TEST(SystemInformation, Type13HasTheGprsParameters) {
  const auto si = decoded<SystemInformation13>(kSi13);
  EXPECT_EQ(si.rac, 0);
  EXPECT_EQ(si.options.network_mode, 2);
  EXPECT_EQ(si.options.t3168.count(), 2000);
  EXPECT_EQ(si.options.t3192.count(), 1500);
  EXPECT_TRUE(si.options.control_ack_is_block);
  EXPECT_EQ(si.options.bs_cv_max, 15);
  ASSERT_TRUE(si.options.pan);
  EXPECT_EQ(*si.options.pan, (GprsCellOptions::Pan{1, 1, 32}));
}

// A block longer than one of the BCCH, with a length that lies behind it.
TEST(SystemInformation, ReadsNothingBehindTheBlock) {
  auto block = *from_hex(kSi4);
  block[0] = 31 << 2 | 1;
  block.resize(32, 0x2b);
  const auto information = decode_system_information(block);
  ASSERT_TRUE(information);
  EXPECT_FALSE(std::get<SystemInformation4>(*information).gprs);
}

TEST(SystemInformation, IsRefusedWhenCutOff) {
  for (const auto* hex : {kSi1, kSi2, kSi3, kSi4, kSi13}) {
    const auto whole = *from_hex(hex);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(decode_system_information(ByteView(whole).first(size))) << hex << " at " << size;
    }
  }
}

TEST(SystemInformation, OtherTypesAreLeftAlone) {
  EXPECT_EQ(decode_system_information(*from_hex("0106022b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b")),
            SystemInformation());
}

TEST(SystemInformation, Type13WithPbcchIsRefused) {
  auto block = *from_hex(kSi13);
  block[4] |= 0x40;  // the bit behind "GPRS mobile allocation"
  EXPECT_FALSE(decode_system_information(block));
}

class CellSelectionOf : public testing::Test {
 protected:
  void learn(CellSelection& selection, std::initializer_list<const char*> blocks) {
    for (const auto* hex : blocks) selection.learn(*decode_system_information(*from_hex(hex)));
  }
  void learn_si3(CellSelection& selection, std::size_t octet, std::uint8_t value) {
    auto block = *from_hex(kSi3);
    block[octet] = value;
    selection.learn(*decode_system_information(block));
  }
};

TEST_F(CellSelectionOf, NeedsTypes3And13) {
  CellSelection selection({});
  learn(selection, {kSi1, kSi2, kSi4, kSi3});
  EXPECT_FALSE(selection.cell(0));
  EXPECT_EQ(selection.objection(0), "");
  learn(selection, {kSi13});
  ASSERT_TRUE(selection.cell(0));
  EXPECT_EQ(selection.cell(0)->identity.to_string(), "001-01-1-0-6969");
  EXPECT_FALSE(selection.learn(*decode_system_information(*from_hex(kSi13))));
  selection.forget();
  EXPECT_FALSE(selection.cell(0));
}

TEST_F(CellSelectionOf, RefusesAnotherNetwork) {
  CellSelection selection({*Plmn::parse("262-42")});
  learn(selection, {kSi3, kSi13});
  EXPECT_FALSE(selection.cell(0));
  EXPECT_NE(selection.objection(0).find("001-01"), std::string::npos);
}

TEST_F(CellSelectionOf, RefusesABarredCell) {
  CellSelection selection({});
  learn(selection, {kSi13});
  learn_si3(selection, 16, 0xe7);
  EXPECT_EQ(selection.objection(0), "the cell is barred");
}

TEST_F(CellSelectionOf, RefusesABarredAccessClass) {
  CellSelection selection({});
  learn(selection, {kSi13});
  learn_si3(selection, 18, 0x08);
  EXPECT_EQ(selection.objection(3), "access class 3 is barred");
  EXPECT_FALSE(selection.cell(3));
  EXPECT_TRUE(selection.cell(4));
}

TEST_F(CellSelectionOf, RefusesACellWithoutGprs) {
  CellSelection selection({});
  learn(selection, {kSi13});
  learn_si3(selection, 19, 0x2b);
  EXPECT_EQ(selection.objection(0), "the cell has no GPRS");
}

}  // namespace
}  // namespace foothold::gsm::rr
