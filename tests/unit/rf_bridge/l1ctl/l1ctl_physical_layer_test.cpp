// SPDX-License-Identifier: AGPL-3.0-or-later
// The layer on its socket, with a layer 1 of the test's own at the other end.
#include "rf_bridge/l1ctl/l1ctl_physical_layer.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

extern "C" {
#include <osmocom/core/select.h>
}

#include <array>

#include "base/hex.h"
#include "rf_bridge/l1ctl/l1ctl_message.h"
#include "tests/temporary_folder.h"
#include "trace/memory_sink.h"
#include "trace/unix_socket.h"

namespace foothold::rf_bridge::l1ctl {
namespace {

class Recorder : public PhysicalLayerHandler {
 public:
  void on_synchronised(std::uint16_t arfcn, std::uint8_t bsic) override {
    said += "synchronised " + std::to_string(arfcn) + " " + std::to_string(bsic) + "\n";
  }
  void on_lost(const std::string&) override { said += "lost\n"; }
  void on_downlink_block(const gsm::l1::DownlinkBlock& block) override {
    said += "block " + std::to_string(block.frame_number.value()) + "\n";
  }
  void on_access_burst_sent(std::uint8_t, gsm::l1::FrameNumber frame) override {
    said += "access " + std::to_string(frame.value()) + "\n";
  }
  std::string said;
};

class L1ctlPhysicalLayerTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto path = folder_.file("l2");
    auto listener = trace::listen_unix(path);
    ASSERT_TRUE(listener);
    auto layer = L1ctlPhysicalLayer::open({51, path, "001020000000001"}, recorder_, sink_);
    ASSERT_TRUE(layer) << to_string(layer.error());
    layer_ = std::move(*layer);
    layer1_ = UniqueFd(::accept4(listener->get(), nullptr, nullptr, SOCK_CLOEXEC));
    ASSERT_TRUE(layer1_);
  }
  void say(const std::string& hex) {
    const auto octets = *from_hex(hex);
    ASSERT_EQ(::send(layer1_.get(), octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
    osmo_select_main(1);
  }
  Bytes heard() const {
    Bytes buffer(16384);
    const auto count = ::recv(layer1_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    buffer.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return buffer;
  }

  foothold::test::TemporaryFolder folder_;
  Recorder recorder_;
  trace::MemorySink sink_;
  std::unique_ptr<L1ctlPhysicalLayer> layer_;
  UniqueFd layer1_;
};

TEST_F(L1ctlPhysicalLayerTest, CarriesACellAndItsEnd) {
  layer_->start();
  EXPECT_EQ(heard(), encode(ResetRequest{}));
  say("00080e00000001000000");
  EXPECT_EQ(heard(), encode(SearchRequest{51, 500, true}));
  say("0014 02000000 00000033 00000000 00000000 0000003f");
  say("0027 03000000 90000033 00000102 2f000000" + std::string(46, '2'));
  layer_->send_access_burst(0x78, 3);
  EXPECT_EQ(heard(), encode(AccessRequest{0x78, 3, true}));
  say("0010 0c000000 00000033 00000234 00000000");
  layer1_.reset();
  osmo_select_main(1);
  EXPECT_EQ(recorder_.said, "synchronised 51 63\nblock 258\naccess 564\nlost\n");
  EXPECT_EQ(sink_.events().size(), 1U);  // um.synchronised
  EXPECT_EQ(sink_.events().front().device, "001020000000001");
}

TEST_F(L1ctlPhysicalLayerTest, IsSilentOnceStopped) {
  layer_->start();
  heard();
  layer_->stop();
  layer_->send_access_burst(0x78, 3);
  EXPECT_TRUE(heard().empty());
  EXPECT_EQ(recorder_.said, "");
}

TEST(L1ctlPhysicalLayer, NeedsALayer1) {
  Recorder recorder;
  trace::MemorySink sink;
  const foothold::test::TemporaryFolder folder;
  EXPECT_FALSE(L1ctlPhysicalLayer::open({51, folder.file("nobody"), ""}, recorder, sink));
}

}  // namespace
}  // namespace foothold::rf_bridge::l1ctl
