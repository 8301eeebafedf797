// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um/um_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"
#include "trace/memory_sink.h"

namespace foothold::rf_bridge::um {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A physical layer that does nothing by itself, and notes what it is asked.
class RecordedLayer : public PhysicalLayer {
 public:
  RecordedLayer(PhysicalLayerHandler& to, std::vector<std::string>& calls) : handler(to), calls_(calls) {}
  void start() override { calls_.emplace_back("start"); }
  void stop() override { calls_.emplace_back("stop"); }
  FrameNumber now() const override { return FrameNumber(0); }
  void send_access_burst(std::uint8_t, unsigned) override { calls_.emplace_back("access"); }
  void send_block(const gsm::l1::UplinkBlock&) override { calls_.emplace_back("block"); }
  void listen(std::uint8_t) override {}
  void set_timing_advance(std::uint8_t) override {}

  PhysicalLayerHandler& handler;

 private:
  std::vector<std::string>& calls_;
};

struct RecordedHandler : RadioLinkHandler {
  void on_cell_available(const CellInformation&) override { ++cells; }
  void on_cell_lost(const std::string& reason) override { losses.push_back(reason); }
  void on_llc_pdu(gsm::Tlli, ByteView) override {}
  void on_paging(const gsm::MobileIdentity&) override {}
  int cells = 0;
  std::vector<std::string> losses;
};

class UmLinkTest : public testing::Test {
 protected:
  UmLinkTest() {
    auto opened = UmLink::open(
        {}, [] { return 0U; },
        [this](PhysicalLayerHandler& handler) -> Result<std::unique_ptr<PhysicalLayer>> {
          auto layer = std::make_unique<RecordedLayer>(handler, calls_);
          layer_ = layer.get();
          return layer;
        },
        handler_, sink_);
    link_ = std::move(*opened);
  }

  void hear(Channel channel, std::uint32_t frame, const char* hex) {
    gsm::l1::DownlinkBlock block;
    block.channel = channel;
    block.arfcn = 51;
    block.frame_number = FrameNumber(frame);
    block.block = from_hex(hex).value();
    layer_->handler.on_downlink_block(block);
  }

  std::vector<std::string> calls_;
  trace::MemorySink sink_;
  RecordedHandler handler_;
  std::unique_ptr<UmLink> link_;
  RecordedLayer* layer_ = nullptr;
};

TEST_F(UmLinkTest, StartsAndStopsItsLayerOnce) {
  link_->start();
  link_->start();
  link_->stop();
  link_->stop();
  EXPECT_THAT(calls_, ElementsAre("start", "stop"));
  EXPECT_EQ(sink_.count("um.counters"), 1U);
  EXPECT_EQ(handler_.cells, 0);
  EXPECT_THAT(handler_.losses, IsEmpty());
}

TEST_F(UmLinkTest, EveryBlockThatIsHeardIsInTheTrace) {
  link_->start();
  layer_->handler.on_synchronised(51, 0);
  hear(Channel::ccch, 6, "15 06 21 00 01 f0 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b 2b");
  EXPECT_EQ(sink_.count("um.downlink_block"), 1U);
  hear(Channel::pdch, 8, "");  // one that could not be decoded
  EXPECT_EQ(sink_.count("um.downlink_block"), 1U);
  layer_->handler.on_access_burst_sent(0x7a, FrameNumber(14));
  EXPECT_EQ(sink_.count("um.access_burst"), 1U);
}

TEST_F(UmLinkTest, WithoutACellNothingIsSent) {
  link_->start();
  const Bytes pdu(10, 1);
  link_->send_llc_pdu(gsm::Tlli{0x78000001}, pdu);
  EXPECT_THAT(calls_, ElementsAre("start"));
}

TEST(UmLink, TellsWhyItsLayerCannotBeOpened) {
  trace::MemorySink sink;
  RecordedHandler handler;
  const auto link = UmLink::open(
      {}, [] { return 0U; },
      [](PhysicalLayerHandler&) -> Result<std::unique_ptr<PhysicalLayer>> { return fail("no air", "hears"); }, handler,
      sink);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().field, "hears");
}

}  // namespace
}  // namespace foothold::rf_bridge::um
