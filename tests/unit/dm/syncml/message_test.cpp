// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_messages.h"

namespace foothold::dm {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHeader =
    "<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>"
    "<Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source></SyncHdr>";

std::string with_body(std::string_view body) {
  return "<SyncML xmlns=\"SYNCML:SYNCML1.2\">" + std::string(kHeader) + "<SyncBody>" + std::string(body) +
         "</SyncBody></SyncML>";
}

TEST(SyncmlMessage, ComesBackFromXml) {
  const Message sent = sample_message();
  const auto xml = to_xml(sent);
  ASSERT_TRUE(xml) << to_string(xml.error());
  const auto read = from_xml(*xml);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, sent);
}

TEST(SyncmlMessage, ComesBackFromWbxmlWithBinaryData) {
  const Message sent = sample_message();
  const auto wbxml = to_wbxml(sent);
  ASSERT_TRUE(wbxml) << to_string(wbxml.error());
  const auto read = from_wbxml(*wbxml);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, sent);
}

// Every octet value, in objects of every length modulo three (base64 padding).
TEST(SyncmlMessage, CarriesEveryOctet) {
  Bytes all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
  for (int extra = 0; extra < 3; ++extra, all.push_back(0x3e)) {
    Message sent = sample_message();
    Item item;
    item.target = "./M2M/MCIM/1/Object";
    item.meta.format = "b64";
    item.data = all;
    sent.commands = {request(Verb::add, {item})};
    number_commands(sent);
    const auto read = to_wbxml(sent).and_then([](const Bytes& wbxml) { return from_wbxml(wbxml); });
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(*read, sent);
  }
}

TEST(SyncmlMessage, WritesBinAsBase64) {
  Message sent = sample_message();
  Item item;
  item.target = "./x";
  item.meta.format = "bin";
  item.data = Bytes{0};
  sent.commands = {request(Verb::replace, {item})};
  const auto xml = to_xml(sent);
  ASSERT_TRUE(xml);
  EXPECT_THAT(*xml, HasSubstr(">b64</Format>"));
  EXPECT_THAT(*xml, HasSubstr("<Data>AA==</Data>"));
}

TEST(SyncmlMessage, FillsTheCommandsMetaIntoItems) {
  const auto read = from_xml(with_body(
      "<Add><CmdID>1</CmdID><Meta><Format xmlns='syncml:metinf'>b64</Format><Type>t</Type></Meta>"
      "<Item><Target><LocURI>./x</LocURI></Target><Data>AQI=</Data></Item>"
      "<Item><Target><LocURI>./y</LocURI></Target><Meta><Format>chr</Format></Meta><Data>AQI=</Data></Item></Add>"));
  ASSERT_TRUE(read) << to_string(read.error());
  const auto& items = std::get<Request>(read->commands.at(0)).items;
  EXPECT_EQ(items.at(0).data, (Bytes{1, 2}));
  EXPECT_EQ(items.at(1).data, octets_of("AQI="));
  EXPECT_EQ(items.at(1).meta.type, "t");
}

TEST(SyncmlMessage, KeepsUnknownCommandsForA406) {
  const auto read = from_xml(with_body("<Copy><CmdID>7</CmdID><Item><Data>x</Data></Item></Copy><Final/>"));
  ASSERT_TRUE(read) << to_string(read.error());
  const auto& copy = std::get<Request>(read->commands.at(0));
  EXPECT_EQ(copy.verb, Verb::other);
  EXPECT_EQ(copy.name, "Copy");
  EXPECT_EQ(copy.command_id, 7U);
}

TEST(SyncmlMessage, SkipsUnknownElements) {
  const auto read =
      from_xml(with_body("<Get><CmdID>1</CmdID><Lang>en</Lang><Cred><Data>secret</Data></Cred><New><Deep/></New>"
                         "<Item><Target><LocURI>./x</LocURI></Target><New/></Item></Get>"));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(std::get<Request>(read->commands.at(0)).items.at(0).target, "./x");
}

TEST(SyncmlMessage, KnowsWhetherThePackageEnds) {
  EXPECT_FALSE(from_xml(with_body(""))->final);
  EXPECT_TRUE(from_xml(with_body("<Final/>"))->final);
}

TEST(SyncmlMessage, NamesTheElementAtFault) {
  const struct {
    std::string body;
    std::string field;
  } cases[] = {
      {"<Add><Item/></Add>", "CmdID"},
      {"<Add><CmdID>-1</CmdID></Add>", "CmdID"},
      {"<Add><CmdID>4294967296</CmdID></Add>", "CmdID"},
      {"<Add><CmdID>1x</CmdID></Add>", "CmdID"},
      {"<Alert><CmdID>1</CmdID></Alert>", "Data"},
      {"<Alert><CmdID>1</CmdID><Data>70000</Data></Alert>", "Data"},
      {"<Add><CmdID>1</CmdID><Item><Target/></Item></Add>", "LocURI"},
      {"<Add><CmdID>1</CmdID><Item><Meta><Format>b64</Format></Meta><Data>A</Data></Item></Add>", "Data"},
      {"<Add><CmdID>1</CmdID><Item><Data><Nested/></Data></Item></Add>", "Data"},
      {"<Atomic><CmdID>1</CmdID><Sequence><CmdID>2</CmdID></Sequence></Atomic>", "Sequence"},
      {"<Status><CmdID>1</CmdID><CmdRef>0</CmdRef><Cmd>x</Cmd><Data>200</Data></Status>", "MsgRef"},
      {"<Results><CmdID>1</CmdID><MsgRef>1</MsgRef></Results>", "CmdRef"},
  };
  for (const auto& each : cases) {
    const auto read = from_xml(with_body(each.body));
    ASSERT_FALSE(read) << each.body;
    EXPECT_EQ(read.error().field, each.field) << each.body;
    EXPECT_EQ(read.error().answer, 400) << each.body;
  }
}

TEST(SyncmlMessage, RefusesWrongHeaders) {
  const std::string good = with_body("");
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"<VerDTD>1.2<", "<VerDTD>1.1<"},
                                 {"DM/1.2", "DM/1.3"},
                                 {"<MsgID>1</MsgID>", ""},
                                 {"<SessionID>1<", "<SessionID>12345678901234567<"},
                                 {"<LocURI>b</LocURI>", ""}}) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_FALSE(from_xml(bad)) << to;
  }
  EXPECT_FALSE(from_xml("<SyncML/>"));
  EXPECT_FALSE(from_xml("<Other/>"));
  EXPECT_FALSE(from_xml(""));
}

TEST(SyncmlMessage, BoundsDepthNumberAndSize) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<New>";
  for (int i = 0; i < 100; ++i) deep += "</New>";
  EXPECT_FALSE(from_xml(with_body(deep)));

  std::string many;
  for (std::size_t i = 0; i <= kMaxCommands; ++i) many += "<Get><CmdID>1</CmdID></Get>";
  EXPECT_FALSE(from_xml(with_body(many)));

  std::string items = "<Get><CmdID>1</CmdID>";
  for (std::size_t i = 0; i <= kMaxItemsOfCommand; ++i) items += "<Item/>";
  EXPECT_FALSE(from_xml(with_body(items + "</Get>")));

  const auto large = from_xml(std::string(kMaxDocumentOctets + 1, ' '));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().answer, 413);
}

TEST(SyncmlMessage, RefusesToWriteWhatCannotTravel) {
  for (const std::string& bad :
       {std::string("\0", 1), std::string("\x1b"), std::string("a]]>b"), std::string("\xff")}) {
    Message message = sample_message();
    Item item;
    item.target = "./x";
    item.data = octets_of(bad);
    message.commands = {request(Verb::replace, {item})};
    EXPECT_FALSE(to_xml(message));
    item.data.reset();
    item.target = "./" + bad;
    message.commands = {request(Verb::replace, {item})};
    EXPECT_FALSE(to_xml(message));
  }
  Message nameless = sample_message();
  nameless.header.source.clear();
  EXPECT_FALSE(to_xml(nameless));
}

TEST(SyncmlMessage, EveryTruncationIsRefused) {
  const Bytes whole = *to_wbxml(sample_message());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(from_wbxml(ByteView(whole).first(size))) << size;
  }
}

}  // namespace
}  // namespace foothold::dm
