// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/gb_link.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <functional>
#include <optional>

extern "C" {
#include <osmocom/core/select.h>
}

#include "base/unique_fd.h"
#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/ns_pdu.h"

namespace foothold::rf_bridge::gb {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// An SGSN on a port of its own, which answers from within the same loop.
class Sgsn {
 public:
  explicit Sgsn(std::uint16_t port = 0) : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }

  std::uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  void answer_all() {
    std::array<std::uint8_t, 4096> buffer;
    while (true) {
      socklen_t length = sizeof peer_;
      const auto size =
          ::recvfrom(fd_.get(), buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&peer_), &length);
      if (size < 0) return;
      answer(decode_ns(ByteView(buffer.data(), static_cast<std::size_t>(size))).value());
    }
  }

  void send(const NsPdu& pdu) {
    const Bytes octets = encode_ns(pdu);
    ::sendto(fd_.get(), octets.data(), octets.size(), 0, reinterpret_cast<sockaddr*>(&peer_), sizeof peer_);
  }
  void send_bssgp(std::uint16_t bvci, const BssgpPdu& pdu) { send(NsUnitdata{0, bvci, encode_bssgp(pdu)}); }

  std::optional<UlUnitdata> uplink;

 private:
  void answer(const NsPdu& pdu) {
    if (const auto* reset = std::get_if<NsReset>(&pdu)) send(NsResetAck{reset->nsvci, reset->nsei});
    if (std::holds_alternative<NsUnblock>(pdu)) send(NsUnblockAck{});
    if (std::holds_alternative<NsAlive>(pdu)) send(NsAliveAck{});
    if (const auto* data = std::get_if<NsUnitdata>(&pdu)) {
      const auto bssgp = decode_bssgp(data->sdu).value();
      if (const auto* reset = std::get_if<BvcReset>(&bssgp)) send_bssgp(0, BvcResetAck{reset->bvci, {}, {}});
      if (const auto* flow = std::get_if<FlowControlBvc>(&bssgp)) send_bssgp(data->bvci, FlowControlBvcAck{flow->tag});
      if (const auto* unitdata = std::get_if<UlUnitdata>(&bssgp)) uplink = *unitdata;
    }
  }

  UniqueFd fd_;
  std::uint16_t port_ = 0;
  sockaddr_in peer_{};
};

class Recorder : public RadioLinkHandler, public trace::Sink {
 public:
  void on_cell_available(const CellInformation& cell) override {
    calls.push_back("cell " + cell.identity.to_string());
    if (on_cell) on_cell();
  }
  void on_cell_lost(const std::string& reason) override { calls.push_back("lost " + reason); }
  void on_llc_pdu(gsm::Tlli tlli, ByteView pdu) override {
    calls.push_back("llc " + tlli.to_string() + " " + std::to_string(pdu.size()));
  }
  void on_paging(const gsm::MobileIdentity& identity) override { calls.push_back("paging " + to_string(identity)); }
  void write(trace::Event event) override { events.push_back(std::move(event)); }

  std::vector<std::string> calls;
  std::vector<trace::Event> events;
  std::function<void()> on_cell;
};

GbSettings settings(const std::string& sgsn) {
  GbSettings settings;
  settings.sgsn = sgsn;
  settings.device = "001020000000001";
  settings.cell.cell = {gsm::RoutingArea::parse("001-01-1-1").value(), 1};
  settings.ns.reset = std::chrono::milliseconds(10);
  return settings;
}

// Runs the loop until `done`; each turn waits for something to happen, and the protocol's timers see to it that
// something does. A bug shows as ctest's time limit.
void run_until(Sgsn* sgsn, const std::function<bool()>& done) {
  while (!done()) {
    if (sgsn != nullptr) sgsn->answer_all();
    osmo_select_main(sgsn != nullptr ? 1 : 0);
  }
}

TEST(GbLink, BringsACellUpAndCarriesPdus) {
  Sgsn sgsn;
  Recorder recorder;
  auto link = GbLink::open(settings(sgsn.address()), recorder, recorder);
  ASSERT_TRUE(link) << to_string(link.error());
  (*link)->start();
  run_until(&sgsn, [&] { return !recorder.calls.empty(); });
  EXPECT_THAT(recorder.calls, ElementsAre("cell 001-01-1-1-1"));
  EXPECT_EQ(recorder.events.at(0).name, "ns.state");
  EXPECT_EQ(recorder.events.at(0).device, "001020000000001");

  (*link)->send_llc_pdu({0x78000001}, Bytes{0x01, 0xc0, 0x01});
  run_until(&sgsn, [&] { return sgsn.uplink.has_value(); });
  EXPECT_EQ(sgsn.uplink->tlli, 0x78000001U);
  EXPECT_EQ(sgsn.uplink->llc_pdu, (Bytes{0x01, 0xc0, 0x01}));

  DlUnitdata downlink;
  downlink.tlli = 0x78000001;
  downlink.llc_pdu = {1, 2, 3, 4};
  sgsn.send_bssgp(2, downlink);
  run_until(&sgsn, [&] { return recorder.calls.size() == 2; });
  EXPECT_EQ(recorder.calls.back(), "llc 78000001 4");
}

TEST(GbLink, LosesTheCellWithTheSgsnAndFindsItAgain) {
  auto sgsn = std::make_unique<Sgsn>();
  const auto port = sgsn->port();
  Recorder recorder;
  auto link = GbLink::open(settings(sgsn->address()), recorder, recorder).value();
  link->start();
  run_until(sgsn.get(), [&] { return recorder.calls.size() == 1; });
  sgsn.reset();
  link->send_llc_pdu({1}, Bytes{0x01});  // what the kernel answers to this is how the loss shows
  run_until(nullptr, [&] { return recorder.calls.size() == 2; });
  EXPECT_THAT(recorder.calls.back(), HasSubstr("nobody listens"));
  sgsn = std::make_unique<Sgsn>(port);
  run_until(sgsn.get(), [&] { return recorder.calls.size() == 3; });
  EXPECT_EQ(recorder.calls.back(), "cell 001-01-1-1-1");
}

TEST(GbLink, MayBeStoppedFromWithinAHandler) {
  Sgsn sgsn;
  Recorder recorder;
  auto link = GbLink::open(settings(sgsn.address()), recorder, recorder).value();
  recorder.on_cell = [&] {
    link->send_llc_pdu({1}, Bytes{0x01});
    link->stop();
  };
  link->start();
  run_until(&sgsn, [&] { return recorder.calls.size() == 1; });
  EXPECT_EQ(recorder.events.back().name, "ns.state");
  EXPECT_EQ(recorder.events.back().field("state"), "stopped");
  recorder.on_cell = nullptr;
  link->start();
  run_until(&sgsn, [&] { return recorder.calls.size() == 2; });
  EXPECT_EQ(recorder.calls.back(), "cell 001-01-1-1-1");
}

TEST(GbLink, RefusesAddressesThatAreNone) {
  Recorder recorder;
  for (const char* bad :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:1x", "sgsn:2157"}) {
    auto link = GbLink::open(settings(bad), recorder, recorder);
    ASSERT_FALSE(link) << bad;
    EXPECT_EQ(link.error().field, "sgsn");
  }
  auto taken = settings("127.0.0.1:2157");
  taken.local = "203.0.113.1:1";  // not an address of this machine
  auto link = GbLink::open(taken, recorder, recorder);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().field, "local");
}

}  // namespace
}  // namespace foothold::rf_bridge::gb
