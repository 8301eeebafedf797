// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/block_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/hex.h"
#include "tests/unit/trace/pcapng/pcap_file.h"

namespace foothold::trace {
namespace {

Bytes octets(std::string_view hex) {
  return *from_hex(hex);
}

Bytes recorded() {
  std::ifstream file(FOOTHOLD_CAPTURES "/first-attach.pcapng", std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

std::size_t count(BlockReader& reader) {
  std::size_t packets = 0;
  while (reader.next()) ++packets;
  return packets;
}

TEST(BlockReader, ReadsPcapOfEitherByteOrder) {
  for (const bool big : {false, true}) {
    BlockReader reader;
    reader.feed(pcap_of(octets("4500aabb"), big));
    const auto packet = reader.next();
    ASSERT_TRUE(packet.has_value());
    EXPECT_EQ(packet->time, 1'000'002'000);
    EXPECT_EQ(packet->link_type, 101);
    EXPECT_EQ(packet->offset, 40U);
    EXPECT_EQ(Bytes(packet->octets.begin(), packet->octets.end()), octets("4500aabb"));
    EXPECT_FALSE(reader.next().has_value());
    EXPECT_EQ(reader.waiting(), 0U);
  }
}

TEST(BlockReader, FindsEveryPacketOfARecordedRun) {
  BlockReader reader;
  reader.feed(recorded());
  EXPECT_EQ(count(reader), packets_in(FOOTHOLD_CAPTURES "/first-attach.pcapng"));
  EXPECT_FALSE(reader.error().has_value());
  EXPECT_EQ(reader.damaged(), 0U);
}

TEST(BlockReader, PiecesGiveWhatTheWholeGives) {
  const Bytes file = recorded();
  BlockReader reader;
  std::size_t packets = 0;
  std::uint64_t last = 0;
  for (std::size_t at = 0; at < file.size(); at += 977) {
    reader.feed(ByteView(file).subspan(at, std::min<std::size_t>(977, file.size() - at)));
    while (const auto packet = reader.next()) {
      ++packets;
      ASSERT_GT(packet->offset, last);
      last = packet->offset;
      ASSERT_TRUE(std::equal(packet->octets.begin(), packet->octets.end(),
                             file.begin() + static_cast<std::ptrdiff_t>(packet->offset)));
    }
  }
  EXPECT_EQ(packets, packets_in(FOOTHOLD_CAPTURES "/first-attach.pcapng"));
}

TEST(BlockReader, EveryTruncationGivesNoMoreAndNoError) {
  const Bytes file = pcap_of(octets("45000102030405"));
  for (std::size_t size = 0; size < file.size(); ++size) {
    BlockReader reader;
    reader.feed(ByteView(file).first(size));
    EXPECT_EQ(count(reader), 0U) << size;
    EXPECT_FALSE(reader.error().has_value()) << size;
  }
}

TEST(BlockReader, ImpossibleLengthsEndTheCapture) {
  Bytes file = pcap_of(octets("4500"));
  file[32] = file[33] = file[34] = file[35] = 0xff;
  BlockReader reader;
  reader.feed(file);
  EXPECT_EQ(count(reader), 0U);
  ASSERT_TRUE(reader.error().has_value());
  EXPECT_EQ(reader.error()->field, "incl_len");
  reader.feed(file);
  EXPECT_EQ(reader.waiting(), 0U);  // nothing is held any more
}

TEST(BlockReader, DamageInsideABlockCostsThatBlock) {
  Bytes file = recorded();
  BlockReader first;
  first.feed(file);
  const auto packet = first.next();
  ASSERT_TRUE(packet.has_value());
  file[packet->offset - 6] = 0xff;  // its captured length, third octet of four: over the block's end
  BlockReader reader;
  reader.feed(file);
  EXPECT_EQ(count(reader), packets_in(FOOTHOLD_CAPTURES "/first-attach.pcapng") - 1);
  EXPECT_EQ(reader.damaged(), 1U);
}

TEST(BlockReader, RefusesWhatIsNoCapture) {
  BlockReader reader;
  reader.feed(Bytes(100, 'x'));
  EXPECT_EQ(count(reader), 0U);
  ASSERT_TRUE(reader.error().has_value());
  EXPECT_EQ(reader.error()->what, "neither pcap nor pcapng");
}

}  // namespace
}  // namespace foothold::trace
