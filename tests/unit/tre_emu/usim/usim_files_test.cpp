// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/usim_files.h"

#include <gtest/gtest.h>

#include <set>

#include "base/hex.h"
#include "tre_emu/usim/mf_files.h"

namespace foothold::tre_emu::usim {
namespace {

vault::Subscription subscription(std::string imsi, std::uint8_t mnc_digits = 2) {
  vault::Subscription out;
  out.imsi = std::move(imsi);
  out.mnc_digits = mnc_digits;
  return out;
}

std::string content(card::Df& folder, std::uint16_t fid) {
  const auto* const file = folder.find_ef(fid);
  return file ? to_hex(file->content) : "no file";
}

// TS 31.102 4.2.2: the form of TS 24.008 10.5.1.4.
TEST(UsimFiles, CodesTheImsi) {
  EXPECT_EQ(to_hex(imsi_content("001020000000001")), "080910200000000010");
  EXPECT_EQ(to_hex(imsi_content("26242012345678")), "0821262410325476f8");
  EXPECT_EQ(to_hex(imsi_content("001011")), "04011010f1ffffffff");
}

TEST(UsimFiles, CodesTheIccid) {
  EXPECT_EQ(to_hex(iccid_content("8988211000000123456")), "988812010000103254f6");
  EXPECT_EQ(to_hex(iccid_content("89882110000001234567")), "98881201000010325476");
}

TEST(UsimFiles, FollowFromTheSubscription) {
  const auto adf = make_usim_adf(subscription("001020000000007"));
  EXPECT_EQ(content(*adf, 0x6FAD), "00000002");
  EXPECT_EQ(content(*adf, 0x6F78), "0080");  // access class 7
  EXPECT_EQ(content(*adf, 0x6F7E), "ffffffff00f1200000ff01");
  EXPECT_EQ(content(*adf, 0x6F73), "ffffffffffffff00f1200000ff01");
  const auto three = make_usim_adf(subscription("310410123456789", 3));
  EXPECT_EQ(content(*three, 0x6FAD), "00000003");
  EXPECT_EQ(content(*three, 0x6F78), "0200");
  EXPECT_EQ(content(*three, 0x6F7E), "ffffffff1300140000ff01");
}

// Services 2, 10 to 13, 15 to 21, 27, 33, 34, 38, 42, 43, 45, 46, 68, 71, 74, 85 (TS 31.102 4.2.8): bit 1 of octet 1 is
// service 1.
TEST(UsimFiles, OfferTheServicesThatAreThere) {
  const auto adf = make_usim_adf(subscription("001020000000001"));
  EXPECT_EQ(content(*adf, 0x6F38), "02de1f0423360000480210");
  auto* const gsm_access = adf->find_df(0x5F3B);
  ASSERT_NE(gsm_access, nullptr);
  EXPECT_EQ(content(*gsm_access, 0x4F20), "ffffffffffffffff07");
}

TEST(UsimFiles, HaveWhatTerminalsWrote) {
  auto written = subscription("001020000000001");
  written.files[0x6F7B] = SecretBytes(Bytes(12, 0x11));
  written.files[0x6F07] = SecretBytes(Bytes(9, 0x11));   // not for terminals
  written.files[0x6F7E] = SecretBytes(Bytes(99, 0x11));  // not of its size
  const auto adf = make_usim_adf(written);
  EXPECT_EQ(content(*adf, 0x6F7B), to_hex(Bytes(12, 0x11)));
  EXPECT_EQ(content(*adf, 0x6F07), "080910200000000010");
  EXPECT_EQ(content(*adf, 0x6F7E), "ffffffff00f1200000ff01");
}

TEST(UsimFiles, KeepKeysSecret) {
  const auto adf = make_usim_adf(subscription("001020000000001"));
  for (const std::uint16_t fid : {std::uint16_t{0x6F08}, std::uint16_t{0x6F09}}) EXPECT_TRUE(adf->find_ef(fid)->secret);
  for (const std::uint16_t fid : {std::uint16_t{0x4F20}, std::uint16_t{0x4F52}})
    EXPECT_TRUE(adf->find_df(0x5F3B)->find_ef(fid)->secret);
}

TEST(UsimFiles, AreUnderTheRulesOfTheTable) {
  const auto adf = make_usim_adf(subscription("001020000000001"));
  auto mf = card::Df();
  card::Path path(&mf);
  path.enter(adf.get());
  for (const auto& row : adf_usim_table()) {
    const auto* const file = adf->find_ef(row.fid);
    ASSERT_NE(file, nullptr) << row.name;
    const auto record = card::access_record(path, file->rule);
    EXPECT_EQ(condition_of(record, card::AccessMode::read), row.access.read) << row.name;
    EXPECT_EQ(condition_of(record, card::AccessMode::update), row.access.update) << row.name;
    EXPECT_EQ(condition_of(record, card::AccessMode::activate), row.access.activate) << row.name;
    EXPECT_EQ(condition_of(record, card::AccessMode::increase), row.access.increase) << row.name;
  }
}

// TS 102 221 8.2.1.1 and 8.2.2: identifiers and SFIs are unique within a folder, and records are whole.
TEST(UsimFiles, HaveTheirIdentifiersToThemselves) {
  const auto adf = make_usim_adf(subscription("001020000000001"));
  std::set<std::uint16_t> fids;
  std::set<std::uint8_t> sfis;
  for (const auto& file : adf->files) {
    EXPECT_TRUE(fids.insert(file.fid).second) << file.name;
    EXPECT_TRUE(!file.sfi || sfis.insert(*file.sfi).second) << file.name;
    if (file.transparent()) continue;
    EXPECT_EQ(file.content.size(), file.records() * file.record_length) << file.name;
    EXPECT_GE(file.records(), 1U) << file.name;
  }
}

TEST(UsimFiles, RememberWhichAreDeactivated) {
  auto written = subscription("001020000000001");
  written.files[kDeactivatedFiles] = SecretBytes(with_activation(with_activation({}, 0x6F3B, false), 0x6F7B, false));
  auto adf = make_usim_adf(written);
  EXPECT_FALSE(adf->find_ef(0x6F3B)->activated);
  EXPECT_FALSE(adf->find_ef(0x6F7B)->activated);
  EXPECT_TRUE(adf->find_ef(0x6F07)->activated);
  EXPECT_EQ(to_hex(with_activation(written.files[kDeactivatedFiles].reveal(), 0x6F3B, true)), "6f7b");
}

TEST(UsimFiles, HaveAnAidForEachSubscription) {
  const auto first = usim_aid("MCIM-1");
  EXPECT_EQ(first, usim_aid("MCIM-1"));
  EXPECT_NE(first, usim_aid("MCIM-2"));
  EXPECT_NE(to_hex(first), to_hex(usim_aid()));
  EXPECT_EQ(to_hex(first).substr(0, 24), "a0000000871002ffffffff89");
  EXPECT_EQ(first.size(), kUsimAidSize);
}

TEST(MfFiles, NameTheApplicationsInTheDirectory) {
  const Bytes aid{0xF0, 0x01};
  const DirectoryEntry entries[] = {{usim_aid(), "USIM"}, {aid, "TRE"}};
  const auto directory = to_hex(directory_content(entries));
  EXPECT_EQ(directory.size(), 2 * 64 * std::size(entries));
  EXPECT_EQ(directory.substr(0, 52),
            "61184f10a0000000871002ffffffff89000001005004"
            "5553494d");
  EXPECT_EQ(directory.substr(128, 24), "61094f02f0015003545245ff");
}

TEST(MfFiles, AreThoseOfTheCard) {
  vault::DeviceState state;
  state.pcid.iccid = "8988211000000123456";
  state.card_files[0x2F05] = SecretBytes(Bytes{'d', 'e'});
  state.card_files[kEfIccid] = SecretBytes(Bytes(3));
  const auto mf = make_mf(state);
  EXPECT_EQ(mf->find_sfi(0x02)->fid, kEfIccid);
  EXPECT_EQ(content(*mf, kEfIccid), "988812010000103254f6");
  EXPECT_EQ(content(*mf, 0x2F05), "6465");
  EXPECT_EQ(mf->find_sfi(0x1E)->records(), 0U);
}

}  // namespace
}  // namespace foothold::tre_emu::usim
