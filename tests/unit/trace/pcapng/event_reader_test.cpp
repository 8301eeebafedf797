// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/event_reader.h"

#include <gtest/gtest.h>

#include "../sample_events.h"
#include "trace/pcapng/event_writer.h"

namespace foothold::trace {
namespace {

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Bytes hex(const char* text) {
  return *from_hex(text);
}

// A section and an interface as dumpcap would write them, big endian: Ethernet, microseconds.
const Bytes kBigSection = hex("0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c");
const Bytes kBigInterface = hex("00000001 00000014 0001 0000 00040000 00000014");

std::vector<Event> good(const std::vector<Result<Event>>& read) {
  std::vector<Event> events;
  for (const auto& one : read) {
    EXPECT_TRUE(one) << to_string(one.error());
    if (one) events.push_back(*one);
  }
  return events;
}

std::string only_error(const std::vector<Result<Event>>& read) {
  std::string text;
  for (const auto& one : read) {
    if (!one) text += to_string(one.error());
  }
  return text;
}

Bytes sample_file() {
  const EventWriter writer("test");
  Bytes file = writer.header();
  for (const Event& event : test::sample_events()) file = file + writer.encode(event);
  return file;
}

TEST(EventReader, GivesBackWhatTheWriterWrote) {
  EventReader reader;
  EXPECT_EQ(good(reader.feed(sample_file())), test::sample_events());
  EXPECT_TRUE(reader.finish());
}

TEST(EventReader, TakesItOctetByOctet) {
  EventReader reader;
  std::vector<Event> events;
  for (const std::uint8_t octet : sample_file()) {
    for (Event& event : good(reader.feed({&octet, 1}))) events.push_back(std::move(event));
  }
  EXPECT_EQ(events, test::sample_events());
}

TEST(EventReader, TellsAnEndInsideABlock) {
  const Bytes file = sample_file();
  std::size_t whole = 0;
  for (std::size_t length = 0; length < file.size(); ++length) {
    EventReader reader;
    good(reader.feed(ByteView(file).first(length)));
    if (reader.finish()) ++whole;
  }
  // 5 blocks in front (section, three interfaces, names) and one an event; the end of the last is the end of the file.
  EXPECT_EQ(whole, 5 + test::sample_events().size());
}

TEST(EventReader, ReadsAnothersBigEndianFile) {
  EventReader reader;
  const auto events =
      good(reader.feed(kBigSection + kBigInterface +
                       hex("00000006 00000024 00000000 00000001 00000002 00000003 00000040 aabbcc00 00000024")));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].name, "wire.packet");
  EXPECT_EQ(events[0].payload, Payload::ethernet);
  EXPECT_EQ(events[0].bytes, hex("aabbcc"));
  EXPECT_EQ(events[0].time.time_since_epoch(), std::chrono::microseconds((1LL << 32) + 2));
}

TEST(EventReader, KnowsTimeResolutionsAndOffsets) {
  const auto read_with = [](const char* options, const char* length) {
    EventReader reader;
    return reader.feed(kBigSection +
                       hex((std::string("00000001") + length + "0065 0000 00000000" + options + length).c_str()) +
                       hex("00000006 00000024 00000000 00000000 00000800 00000001 00000001 45000000 00000024"));
  };
  // 2^-10 s, and an offset of 5 s: 2048 ticks are 2 s.
  const auto binary = good(read_with("0009 0001 8a000000 000e 0008 0000000000000005", "00000028"));
  ASSERT_EQ(binary.size(), 1U);
  EXPECT_EQ(binary[0].time.time_since_epoch(), std::chrono::seconds(7));
  EXPECT_EQ(binary[0].payload, Payload::ipv4);
  // Finer than can be told, and an offset that overflows: the packet is refused, nothing else.
  EXPECT_NE(only_error(read_with("0009 0001 ff000000", "0000001c")).find("if_tsresol"), std::string::npos);
  EXPECT_NE(only_error(read_with("0009 0001 14000000", "0000001c")).find("if_tsresol"), std::string::npos);
  EXPECT_NE(only_error(read_with("000e 0008 7fffffffffffffff", "00000020")).find("timestamp"), std::string::npos);
}

TEST(EventReader, SkipsUnknownBlocks) {
  EventReader reader;
  const EventWriter writer("test");
  const Event event = test::event_of("a.b");
  EXPECT_EQ(good(reader.feed(writer.header() + hex("99000080 10000000 01020304 10000000") + writer.encode(event))),
            std::vector{event});
}

TEST(EventReader, GoesOnAfterADamagedBlock) {
  const EventWriter writer("test");
  const Event event = test::event_of("a.b");
  Bytes no_interface = writer.encode(event);
  no_interface[8] = 9;
  Bytes wrong_tail = writer.encode(event);
  wrong_tail[wrong_tail.size() - 4] ^= 4;
  Bytes long_packet = writer.encode(event);
  long_packet[22] = 0x10;  // captured length
  Bytes bad_json = writer.encode(event);
  std::string text(bad_json.begin(), bad_json.end());
  bad_json[text.find("\"kind\"") + 1] = 'K';
  EventReader reader;
  const auto read =
      reader.feed(writer.header() + no_interface + wrong_tail + long_packet + bad_json + writer.encode(event));
  ASSERT_EQ(read.size(), 5U);
  EXPECT_EQ(read[0].error().field, "interface");
  EXPECT_EQ(read[1].error().field, "block length");
  EXPECT_EQ(read[2].error().field, "packet");
  EXPECT_EQ(read[3].error().field, "kind");
  EXPECT_EQ(read[4], event);
  EXPECT_FALSE(reader.lost());
}

TEST(EventReader, GivesUpWhenTheFramingIsGone) {
  const Bytes header = EventWriter("test").header();
  for (const char* block : {"06000000 0b000000 00000000", "06000000 0e000000 00000000", "06000000 04001000 00000000",
                            "06000000 00000000 00000000"}) {
    EventReader reader;
    const auto read = reader.feed(header + hex(block));
    ASSERT_EQ(read.size(), 1U) << block;
    EXPECT_EQ(read[0].error().field, "block length");
    EXPECT_EQ(read[0].error().offset, header.size());
    EXPECT_TRUE(reader.lost());
    EXPECT_TRUE(reader.feed(header).empty());
  }
}

TEST(EventReader, RefusesWhatIsNoPcapng) {
  EventReader pcap;
  EXPECT_NE(only_error(pcap.feed(hex("d4c3b2a1 02000400 00000000 00000000"))).find("section header"),
            std::string::npos);
  EXPECT_TRUE(pcap.lost());
  EventReader no_magic;
  EXPECT_NE(only_error(no_magic.feed(hex("0a0d0d0a 1c000000 00000000"))).find("byte order"), std::string::npos);
  EventReader version;
  EXPECT_NE(
      only_error(version.feed(hex("0a0d0d0a 0000001c 1a2b3c4d 0002 0000 ffffffffffffffff 0000001c"))).find("version"),
      std::string::npos);
}

TEST(EventReader, BeginsAgainWithEachSection) {
  EventReader reader;
  const Event event = test::event_of("a.b");
  const Bytes file = EventWriter("one").header() + EventWriter("one").encode(event);
  EXPECT_EQ(good(reader.feed(file + file)), (std::vector{event, event}));
  // The interfaces of the old section are gone.
  EXPECT_NE(only_error(reader.feed(kBigSection +
                                   hex("00000006 00000020 00000000 00000001 00000002 00000000 00000040 00000020")))
                .find("interface"),
            std::string::npos);
}

}  // namespace
}  // namespace foothold::trace
