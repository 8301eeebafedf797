// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/wbxml.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "dm/syncml/message.h"

namespace foothold::dm {
namespace {

// Made by hand from the code pages of OMA-TS-SyncML_RepPro and OMA-TS-SyncML_MetaInfo 1.2:
//   02 a401 6a 00           WBXML 1.2, public identifier 0x1201, UTF-8, no string table
//   6d 6c                   SyncML SyncHdr
//   71 03"1.2" 01  72 03"DM/1.2" 01  65 03"1" 01  5b 03"1" 01      VerDTD VerProto SessionID MsgID
//   6e 57 03"a" 01 01  67 57 03"b" 01 01                            Target Source, with LocURI
//   5a 0001 4c 03"5000" 01 0000 01                                  Meta, page 1, MaxMsgSize, page 0
//   01 6b 12 01 01          end of SyncHdr, SyncBody, Final
constexpr const char* kGolden =
    "02a4016a00"
    "6d6c"
    "7103312e320001"
    "7203444d2f312e320001"
    "6503310001"
    "5b03310001"
    "6e57036100"
    "0101"
    "6757036200"
    "0101"
    "5a0001"
    "4c033530303000"
    "01"
    "01"
    "01"
    "00006b"
    "12"
    "01"
    "01";

TEST(Wbxml, WritesTheGoldenMessage) {
  Message message;
  message.header.session_id = "1";
  message.header.target = "a";
  message.header.source = "b";
  message.header.meta.max_message_size = 5000;
  const auto wbxml = to_wbxml(message);
  ASSERT_TRUE(wbxml) << to_string(wbxml.error());
  EXPECT_EQ(to_hex(*wbxml), kGolden);
}

TEST(Wbxml, ReadsTheGoldenMessage) {
  const auto message = from_wbxml(*from_hex(kGolden));
  ASSERT_TRUE(message) << to_string(message.error());
  EXPECT_EQ(message->header.session_id, "1");
  EXPECT_EQ(message->header.meta.max_message_size, 5000U);
  EXPECT_TRUE(message->final);
  EXPECT_TRUE(message->commands.empty());
}

// The public identifier by name and the texts in a string table, as other devices write it.
TEST(Wbxml, ReadsAStringTable) {
  const std::string name = "-//SYNCML//DTD SyncML 1.2//EN";
  const std::string table = name + '\0' + "1.2" + '\0' + "DM/1.2" + '\0';
  Bytes wbxml = *from_hex("0200006a");
  wbxml.push_back(static_cast<std::uint8_t>(table.size()));
  wbxml.insert(wbxml.end(), table.begin(), table.end());
  const Bytes body = *from_hex(
      "6d6c"
      "71831e01"
      "72832201"
      "6503310001"
      "5b03310001"
      "6e57036100"
      "0101"
      "6757036200"
      "0101"
      "01"
      "6b"
      "12"
      "01"
      "01");
  wbxml.insert(wbxml.end(), body.begin(), body.end());
  const auto message = from_wbxml(wbxml);
  ASSERT_TRUE(message) << to_string(message.error());
  EXPECT_EQ(message->header.source, "b");
}

TEST(Wbxml, RefusesXmlThatIsNotSyncml) {
  EXPECT_FALSE(xml_to_wbxml("<a/>"));
  EXPECT_FALSE(xml_to_wbxml(""));
  EXPECT_FALSE(xml_to_wbxml("<SyncML"));
}

}  // namespace
}  // namespace foothold::dm
