// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um/um_link.h"

#include <utility>

#include "rf_bridge/effect_queue.h"
#include "rf_bridge/osmo_loop.h"
#include "rf_bridge/um/link_figures.h"
#include "rf_bridge/um/um_trace.h"

namespace foothold::rf_bridge::um {
namespace {

namespace grr = gsm::grr;

constexpr std::chrono::seconds kPeriodOfFigures{2};

grr::Time now_is() {
  return std::chrono::steady_clock::now();
}

class OsmoUmLink final : public UmLink, private PhysicalLayerHandler {
 public:
  OsmoUmLink(grr::GrrSettings settings, grr::GrrMs::Random random, RadioLinkHandler& handler, trace::Sink& sink)
      : device_(settings.device),
        handler_(handler),
        sink_(sink),
        grr_(std::move(settings), std::move(random)),
        timer_([this] { perform(grr_.on_timer(now_is())); }),
        figures_timer_([this] { tell_figures(); }) {}
  ~OsmoUmLink() override { stop(); }

  Result<void> open_layer(const OpenPhysicalLayer& open) {
    auto layer = open(*this);
    if (!layer) return tl::unexpected(layer.error());
    layer_ = std::move(*layer);
    return {};
  }

  void start() override {
    if (running_) return;
    running_ = true;
    layer_->start();
    period_began_ = now_is();
    figures_timer_.start(kPeriodOfFigures);
  }

  void stop() override {
    if (!running_) return;
    running_ = false;
    layer_->stop();
    queue_.clear();
    // Without a cell the mobile has nothing left; what it would tell of it nobody wants to hear any more.
    (void)grr_.on_lost(now_is(), "the mobile leaves the cell");
    timer_.stop();
    figures_timer_.stop();
    sink_.write(counters_event(grr_.counters(), device_));
  }

  void send_llc_pdu(gsm::Tlli tlli, ByteView pdu) override {
    if (running_) perform(grr_.send_llc_pdu(now_is(), tlli, Bytes(pdu.begin(), pdu.end())));
  }
  void assign_tlli(gsm::Tlli old_tlli, gsm::Tlli new_tlli) override { grr_.assign_tlli(old_tlli, new_tlli); }
  void set_imsi(const gsm::Imsi& imsi) override { grr_.set_imsi(imsi); }
  const grr::Counters& counters() const override { return grr_.counters(); }

 private:
  void on_synchronised(std::uint16_t arfcn, std::uint8_t bsic) override {
    arfcn_ = arfcn;
    perform(grr_.on_synchronised(now_is(), arfcn, bsic));
  }
  void on_lost(const std::string& reason) override { perform(grr_.on_lost(now_is(), reason)); }
  void on_downlink_block(const gsm::l1::DownlinkBlock& block) override {
    figures_.heard(block);
    if (!block.block.empty()) sink_.write(event_of(block, device_));
    perform(grr_.on_downlink_block(now_is(), block));
  }
  void on_access_burst_sent(std::uint8_t random_access, gsm::l1::FrameNumber frame_number) override {
    sink_.write(access_burst_event(random_access, frame_number, arfcn_, device_));
    perform(grr_.on_access_burst_sent(now_is(), random_access, frame_number));
  }

  void tell_figures() {
    const auto& counters = grr_.counters();
    const auto blocks =
        counters.uplink_blocks + counters.downlink_blocks + counters.retransmitted_blocks + counters.access_bursts;
    if (blocks != told_blocks_) sink_.write(counters_event(counters, device_));
    told_blocks_ = blocks;
    const auto now = now_is();
    const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(now - std::exchange(period_began_, now));
    if (auto figures = figures_.report(counters, lasted, device_)) sink_.write(std::move(*figures));
    figures_timer_.start(kPeriodOfFigures);
  }

  void perform(grr::Effects effects) {
    const bool all_done = queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
    if (all_done && running_) timer_.expire_at(grr_.next_deadline());
  }
  void perform_one(grr::SendAccessBurst& it) { layer_->send_access_burst(it.random_access, it.slots_to_skip); }
  void perform_one(grr::SendBlock& it) {
    sink_.write(event_of(it.block, arfcn_, device_));
    layer_->send_block(it.block);
  }
  void perform_one(grr::Listen& it) { layer_->listen(it.timeslots); }
  void perform_one(grr::SetTimingAdvance& it) {
    figures_.timing_advance(it.timing_advance);
    layer_->set_timing_advance(it.timing_advance);
  }
  void perform_one(grr::CellAvailable& it) {
    handler_.on_cell_available(CellInformation{std::move(it.identity), std::move(it.decoded)});
  }
  void perform_one(grr::CellLost& it) { handler_.on_cell_lost(it.reason); }
  void perform_one(grr::LlcPdu& it) { handler_.on_llc_pdu(it.tlli, it.pdu); }
  void perform_one(grr::Paging& it) { handler_.on_paging(it.identity); }
  void perform_one(trace::Event& event) { sink_.write(std::move(event)); }

  std::string device_;
  RadioLinkHandler& handler_;
  trace::Sink& sink_;
  grr::GrrMs grr_;
  std::unique_ptr<PhysicalLayer> layer_;
  std::uint16_t arfcn_ = 0;
  bool running_ = false;
  std::uint64_t told_blocks_ = 0;
  LinkFigures figures_;
  grr::Time period_began_{};
  EffectQueue<grr::Effect> queue_;
  OsmoTimer timer_;
  OsmoTimer figures_timer_;
};

}  // namespace

Result<std::unique_ptr<UmLink>> UmLink::open(grr::GrrSettings settings, grr::GrrMs::Random random,
                                             const OpenPhysicalLayer& open_layer, RadioLinkHandler& handler,
                                             trace::Sink& sink) {
  auto link = std::make_unique<OsmoUmLink>(std::move(settings), std::move(random), handler, sink);
  if (auto opened = link->open_layer(open_layer); !opened) return tl::unexpected(opened.error());
  return link;
}

}  // namespace foothold::rf_bridge::um
