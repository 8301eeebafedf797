// SPDX-License-Identifier: AGPL-3.0-or-later
// The layer on its sockets, against a transceiver played by the test.
#include "rf_bridge/trx/trx_physical_layer.h"

#include <gtest/gtest.h>

extern "C" {
#include <osmocom/core/select.h>
}

#include <array>
#include <optional>

#include "rf_bridge/trx/trxc.h"
#include "rf_bridge/trx/udp_socket.h"
#include "tests/unit/rf_bridge/trx/scripted_cell.h"
#include "trace/memory_sink.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;
using tests::ScriptedCell;

class Handler : public PhysicalLayerHandler {
 public:
  void on_synchronised(std::uint16_t arfcn, std::uint8_t bsic) override {
    EXPECT_EQ(arfcn, 871);
    EXPECT_EQ(bsic, ScriptedCell::kBsic);
    // A handler may call back at once.
    layer->send_access_burst(0x78, 0);
  }
  void on_lost(const std::string&) override {}  // a machine that stands still for seconds loses any cell
  void on_downlink_block(const gsm::l1::DownlinkBlock&) override { ++blocks; }
  void on_access_burst_sent(std::uint8_t random_access, FrameNumber) override { accesses.push_back(random_access); }

  PhysicalLayer* layer = nullptr;
  int blocks = 0;
  std::vector<std::uint8_t> accesses;
};

// A transceiver's two sockets, on the first free group of ports.
struct Transceiver {
  static Transceiver open() {
    for (std::uint16_t port = 20000;; port = static_cast<std::uint16_t>(port + 200)) {
      if (port > 60000) ADD_FAILURE() << "no ports are free";
      const TrxEndpoint ours{"127.0.0.1", port};
      auto control = UdpSocket::open(ours, owner_of(ours), 1);
      auto bursts = UdpSocket::open(ours, owner_of(ours), 2);
      // Who has these may try the other end's; nobody else does, so that tests at the same time do not meet.
      if (!control || !bursts) continue;
      if (UdpSocket::open(owner_of(ours), ours, 1) && UdpSocket::open(owner_of(ours), ours, 2)) {
        return {ours, std::move(*control), std::move(*bursts), {}, {}};
      }
    }
  }
  // Answers commands that wait; the verbs of those.
  void answer() {
    for (auto received = control.receive(buffer); received.more; received = control.receive(buffer)) {
      const auto command = decode_command(received.datagram);
      ASSERT_TRUE(command);
      control.send(encode(TrxcResponse{command->verb, command->verb == "SETFORMAT" ? 2 : 0, command->arguments}));
      last_verb = command->verb;
    }
  }

  TrxEndpoint endpoint;
  UdpSocket control, bursts;
  std::string last_verb;
  std::array<std::uint8_t, 2048> buffer{};
};

std::string text_of(const TrxEndpoint& endpoint) {
  return endpoint.address + ":" + std::to_string(endpoint.base_port);
}

TEST(TrxPhysicalLayer, FindsACellOverItsSocketsAndSendsToIt) {
  auto transceiver = Transceiver::open();
  Handler handler;
  trace::MemorySink sink;
  auto layer = TrxPhysicalLayer::open(
      {871, text_of(transceiver.endpoint), text_of(owner_of(transceiver.endpoint)), "001020000000001"}, handler, sink);
  ASSERT_TRUE(layer) << to_string(layer.error());
  handler.layer = layer->get();
  (*layer)->start();
  while (transceiver.last_verb != "POWERON") {
    transceiver.answer();
    osmo_select_main(1);
  }

  const ScriptedCell cell;
  FrameNumber frame(51 * 26);
  while (handler.blocks < 2 || handler.accesses.empty()) {
    ReceivedBurst burst;
    burst.bits = soften(cell.burst(frame, 0));
    transceiver.bursts.send(encode(ReceivedFrame{2, frame, {burst}})[0]);
    while ((*layer)->now() != frame) osmo_select_main(0);
    frame = frame + 1;
  }
  EXPECT_EQ(handler.accesses.front(), 0x78);
  const auto sent = transceiver.bursts.receive(transceiver.buffer);
  ASSERT_TRUE(sent.more);
  EXPECT_TRUE(is_access_burst(decode_transmit(sent.datagram)->bursts.at(0).bits));

  (*layer)->stop();
  transceiver.answer();
  EXPECT_EQ(transceiver.last_verb, "POWEROFF");
}

TEST(TrxPhysicalLayer, RefusesWhatItCannotOpen) {
  Handler handler;
  trace::MemorySink sink;
  EXPECT_EQ(TrxPhysicalLayer::open({300, "127.0.0.1:6700", "127.0.0.1:6800", ""}, handler, sink).error().field,
            "arfcn");
  EXPECT_EQ(TrxPhysicalLayer::open({871, "nowhere", "127.0.0.1:6800", ""}, handler, sink).error().field, "transceiver");
  EXPECT_EQ(TrxPhysicalLayer::open({871, "127.0.0.1:6700", "", ""}, handler, sink).error().field, "local");
  const auto transceiver = Transceiver::open();
  // The transceiver's own ports are taken.
  EXPECT_EQ(
      TrxPhysicalLayer::open({871, "127.0.0.1:6700", text_of(transceiver.endpoint), ""}, handler, sink).error().field,
      "local");
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
