// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/bearer_channel.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::toolkit {
namespace {

using State = BearerChannel::State;

const ChannelTarget kTarget{ChannelTarget::Transport::tcp, {192, 0, 2, 1}, 443, ""};

// Commands as in TS 102 223 6.6.27 to 6.6.31 with the objects of clause 8; number 1.
TEST(ChannelCommand, IsEncoded) {
  EXPECT_EQ(to_hex(encode(open_channel(kTarget, 1500), 1)),
            "d01c8103014001820281"
            "82b50103b90205dcbc030201bbbe0521c0000201");
  ChannelTarget packet = kTarget;
  packet.transport = ChannelTarget::Transport::udp;
  packet.apn = "m2m.ro";
  EXPECT_EQ(to_hex(encode(open_channel(packet, 256), 1)),
            "d02b8103014001820281"
            "82b50702000000000002b9020100c707036d326d02726fbc030101bbbe0521c0000201");
  EXPECT_EQ(to_hex(encode(close_channel(1), 1)), "d009810301410082028121");
  EXPECT_EQ(to_hex(encode(receive_data(2, 200), 1)), "d00c810301420082028122b701c8");
  EXPECT_EQ(to_hex(encode(send_data(1, Bytes{0xAA, 0xBB}), 1)), "d00d810301430182028121b602aabb");
  EXPECT_EQ(to_hex(encode(get_channel_status(), 1)), "d009810301440082028182");
}

TEST(ChannelCommand, FitsIntoOneFetch) {
  EXPECT_LE(encode(send_data(7, Bytes(kMaxSendData)), 254).size(), 256U);
  ChannelTarget packet = kTarget;
  packet.apn = std::string(99, 'a');
  EXPECT_LE(encode(open_channel(packet, 65535), 254).size(), 256U);
}

TEST(ChannelObjects, AreFound) {
  const auto objects = from_hex("b8028105b701ff3602aabb").value();
  const auto status = channel_status_in(objects);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->channel, 1);
  EXPECT_TRUE(status->established);
  EXPECT_EQ(status->information, 5);
  EXPECT_EQ(channel_data_length_in(objects), 0xFF);
  EXPECT_EQ(to_hex(channel_data_in(objects).value()), "aabb");
  for (std::size_t size = 0; size < 4; ++size) EXPECT_FALSE(channel_status_in(ByteView(objects).first(size))) << size;
  EXPECT_FALSE(channel_data_length_in(ByteView(objects).first(6)));
  EXPECT_FALSE(channel_data_in(ByteView(objects).first(10)));
  EXPECT_FALSE(channel_status_in(from_hex("380181").value()));
}

class BearerChannelTest : public testing::Test {
 protected:
  // The next command's type and objects, or "".
  std::string next() {
    const auto command = channel_.take_command();
    if (!command) return "";
    return to_hex(Bytes{static_cast<std::uint8_t>(command->type)}) + " " + to_hex(command->objects);
  }
  void respond(std::uint8_t result, std::string_view objects = "") {
    held_ = from_hex(objects).value();
    TerminalResponse response;
    response.result = result;
    response.objects = held_;
    channel_.on_response(response);
  }
  void event(EventKind kind, std::string_view objects) {
    held_ = from_hex(objects).value();
    Envelope envelope;
    envelope.kind = Envelope::Kind::event_download;
    envelope.subject = static_cast<std::uint8_t>(kind);
    envelope.objects = held_;
    channel_.on_event(envelope);
  }
  void opened() {
    ASSERT_TRUE(channel_.open(kTarget));
    ASSERT_EQ(next().substr(0, 3), "40 ");
    respond(0x00, "38028100");
    ASSERT_EQ(channel_.state(), State::open);
  }

  BearerChannel channel_;
  Bytes held_;
};

TEST_F(BearerChannelTest, CarriesOctetsBothWays) {
  EXPECT_EQ(next(), "");
  ASSERT_TRUE(channel_.open(kTarget));
  EXPECT_FALSE(channel_.open(kTarget));
  EXPECT_TRUE(channel_.write(Bytes{1, 2}));  // already while it is being opened
  EXPECT_EQ(next().substr(0, 3), "40 ");
  EXPECT_EQ(next(), "");  // one at a time
  respond(0x00, "38028100");
  EXPECT_EQ(next(), "43 b6020102");
  respond(0x00, "3701ff");
  EXPECT_EQ(next(), "");
  event(EventKind::data_available, "b8028100b70103");
  EXPECT_EQ(next(), "42 b70103");
  respond(0x00, "3602aabb370101");
  EXPECT_EQ(next(), "42 b70101");
  respond(0x01, "3601cc370100");  // performed with partial comprehension
  EXPECT_EQ(next(), "");
  EXPECT_EQ(channel_.readable(), 3U);
  EXPECT_EQ(to_hex(channel_.read(2)), "aabb");
  EXPECT_EQ(to_hex(channel_.read(9)), "cc");
  channel_.close();
  EXPECT_EQ(channel_.state(), State::closing);
  EXPECT_EQ(next(), "41 ");
  respond(0x00);
  EXPECT_EQ(channel_.state(), State::closed);
  EXPECT_EQ(next(), "");
}

TEST_F(BearerChannelTest, SendsInPieces) {
  opened();
  ASSERT_TRUE(channel_.write(Bytes(kMaxSendData + 1, 0x55)));
  channel_.close();  // only when all is sent
  EXPECT_FALSE(channel_.write(Bytes{1}));
  EXPECT_EQ(next().size(), 3 + 2 * (kMaxSendData + 3));
  respond(0x00, "3701ff");
  EXPECT_EQ(next(), "43 b60155");
  respond(0x00, "3701ff");
  EXPECT_EQ(next(), "41 ");
}

TEST_F(BearerChannelTest, IsRefused) {
  for (const auto& [result, objects] : std::initializer_list<std::pair<std::uint8_t, const char*>>{
           {0x20, ""}, {0x21, ""}, {0x30, ""}, {0x3A, ""}, {0x00, ""}, {0x00, "38020100"}, {0x00, "38028000"}}) {
    ASSERT_TRUE(channel_.open(kTarget));
    ASSERT_NE(next(), "");
    respond(result, objects);
    EXPECT_EQ(channel_.state(), State::closed) << int{result} << " " << objects;
  }
}

TEST_F(BearerChannelTest, BoundsWhatItHolds) {
  opened();
  EXPECT_TRUE(channel_.write(Bytes(BearerChannel::kMaxBuffered)));
  EXPECT_FALSE(channel_.write(Bytes{1}));
  while (next().substr(0, 2) == "43") respond(0x00);
  Bytes filled;
  event(EventKind::data_available, "b8028100b701ff");
  const auto piece = "3681e6" + std::string(2 * kMaxReceiveData, 'a') + "3701ff";
  while (next().substr(0, 2) == "42") respond(0x00, piece);
  EXPECT_EQ(channel_.readable(), BearerChannel::kMaxBuffered);
  channel_.read(10);
  EXPECT_EQ(next(), "42 b7010a");
}

// "Terminal currently unable": the link is asked after, and the piece goes again.
TEST_F(BearerChannelTest, TriesAgainWhileTheLinkIsThere) {
  opened();
  channel_.write(Bytes{7});
  for (int attempt = 1; attempt < BearerChannel::kMaxAttempts; ++attempt) {
    ASSERT_EQ(next(), "43 b60107") << attempt;
    respond(0x20);
    ASSERT_EQ(next(), "44 ");
    respond(0x00, "38028100");
  }
  EXPECT_EQ(next(), "43 b60107");
  respond(0x20);
  EXPECT_EQ(channel_.state(), State::closed);
}

TEST_F(BearerChannelTest, EndsWithTheLink) {
  opened();
  channel_.write(Bytes{7});
  next();
  respond(0x20);
  next();
  respond(0x00, "38020105");
  EXPECT_EQ(channel_.state(), State::closed);
  opened();
  event(EventKind::channel_status, "b8020205");  // another channel
  event(EventKind::channel_status, "b8028100");  // still there
  EXPECT_EQ(channel_.state(), State::open);
  event(EventKind::data_available, "b8028100b70102");
  next();
  respond(0x00, "3602aabb370100");
  event(EventKind::channel_status, "b8020105");
  EXPECT_EQ(channel_.state(), State::closed);
  EXPECT_EQ(to_hex(channel_.read(9)), "aabb");  // what has come can still be read
  opened();
  channel_.write(Bytes{7});
  next();
  respond(0x3A);
  EXPECT_EQ(channel_.state(), State::closed);
}

TEST_F(BearerChannelTest, WaitsForTheResponseBeforeItIsOpenedAnew) {
  opened();
  channel_.write(Bytes{7});
  next();
  event(EventKind::channel_status, "b8020105");
  EXPECT_FALSE(channel_.open(kTarget));
  respond(0x3A);
  EXPECT_TRUE(channel_.open(kTarget));
}

TEST_F(BearerChannelTest, ClosesAChannelThatCameTooLate) {
  channel_.open(kTarget);
  channel_.close();
  EXPECT_EQ(channel_.state(), State::closed);  // nothing was out yet
  channel_.open(kTarget);
  next();
  channel_.close();
  EXPECT_EQ(channel_.state(), State::closing);
  respond(0x00, "38028100");
  EXPECT_EQ(next(), "41 ");
  respond(0x20);
  EXPECT_EQ(channel_.state(), State::closed);
  respond(0x00);  // nothing is out
  EXPECT_EQ(channel_.state(), State::closed);
}

}  // namespace
}  // namespace foothold::tre_emu::toolkit
