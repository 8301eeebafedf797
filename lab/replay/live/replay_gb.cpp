// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/live/replay_gb.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "lab/replay/dialogue_replay.h"
#include "lab/replay/live/udp_loop.h"
#include "lab/replay/mobile_part.h"
#include "lab/replay/network_part.h"
#include "lab/replay/sgsn_end.h"

namespace foothold::lab::replay {
namespace {

namespace gb = rf_bridge::gb;

// Timers of the loop beside those of the BSS.
constexpr int kPatienceTimer = static_cast<int>(gb::kTimers);
constexpr int kBeginningTimer = kPatienceTimer + 1;
constexpr int kPauseTimer = kBeginningTimer + 1;
constexpr std::chrono::milliseconds kPause{500};
constexpr std::chrono::milliseconds kLookForTrouble{200};

// Carries the effects of a replay, whichever way its PDUs go, and keeps its patience.
template <class Carry>
void perform(ReplayEffects effects, UdpLoop& loop, const ReplayPatience& patience, Carry carry) {
  for (auto& effect : effects) {
    if (auto* const send = std::get_if<SendLlcPdu>(&effect)) carry(send->tlli, send->pdu);
    if (std::holds_alternative<StartPatience>(effect)) loop.start_timer(kPatienceTimer, patience.message);
    if (std::holds_alternative<StopPatience>(effect)) loop.stop_timer(kPatienceTimer);
    if (std::holds_alternative<StartPause>(effect)) loop.start_timer(kPauseTimer, kPause);
  }
}

class AgainstSgsn {
 public:
  AgainstSgsn(const MobileDialogue& dialogue, const SgsnTarget& target, Authenticate authenticate,
              const ReplayPatience& patience, UdpLoop loop)
      : patience_(patience),
        loop_(std::move(loop)),
        bss_(target.ns, target.cell),
        part_(dialogue.messages, target.tlli_bits, std::move(authenticate)),
        replay_(dialogue.messages, part_, "sgsn") {}

  Report run(const Trouble& trouble) {
    loop_.start_timer(kBeginningTimer, patience_.beginning);
    take(bss_.start());
    while (!replay_.finished()) {
      const auto happening = loop_.next(kLookForTrouble);
      if (const auto* datagram = std::get_if<UdpLoop::Datagram>(&happening)) take(bss_.on_datagram(datagram->octets));
      if (std::holds_alternative<UdpLoop::Refused>(happening)) take(bss_.on_refused());
      if (const auto* expired = std::get_if<UdpLoop::Expired>(&happening)) on_expired(expired->timer);
      if (const auto reason = trouble()) replay_.on_lost(*reason);
    }
    take(bss_.stop());
    return replay_.take_report();
  }

 private:
  void on_expired(int timer) {
    if (timer == kPatienceTimer) return play(replay_.on_patience_over());
    if (timer == kPauseTimer) return play(replay_.on_pause_over());
    if (timer == kBeginningTimer) return replay_.on_lost("Gb did not come up");
    take(bss_.on_timer(static_cast<gb::Timer>(timer)));
  }

  void play(ReplayEffects effects) {
    perform(std::move(effects), loop_, patience_,
            [this](gsm::Tlli tlli, ByteView pdu) { take(bss_.send_llc_pdu(tlli, pdu)); });
  }

  // Effects that an effect brings about come after those that were there.
  void take(gb::Bss::Effects effects) {
    for (auto& effect : effects) waiting_.push_back(std::move(effect));
    if (std::exchange(taking_, true)) return;
    while (!waiting_.empty()) {
      auto effect = std::move(waiting_.front());
      waiting_.pop_front();
      std::visit([this](auto& one) { on(one); }, effect);
    }
    taking_ = false;
  }
  void on(gb::SendDatagram& datagram) { loop_.send(datagram.octets); }
  void on(gb::StartTimer& start) { loop_.start_timer(static_cast<int>(start.timer), start.duration); }
  void on(gb::StopTimer& stop) { loop_.stop_timer(static_cast<int>(stop.timer)); }
  void on(gb::CellAvailable&) {
    loop_.stop_timer(kBeginningTimer);
    if (!std::exchange(begun_, true)) play(replay_.start());
  }
  void on(gb::CellLost& lost) {
    if (begun_ && !replay_.finished()) replay_.on_lost(lost.reason);
  }
  void on(gb::LlcDelivered& delivered) { play(replay_.on_llc_pdu(delivered.tlli, delivered.pdu)); }
  void on(gb::Paged&) {}
  void on(trace::Event&) {}

  ReplayPatience patience_;
  UdpLoop loop_;
  gb::Bss bss_;
  MobilePart part_;
  DialogueReplay replay_;
  std::deque<gb::BssEffect> waiting_;
  bool taking_ = false;
  bool begun_ = false;
};

// What the mobile says by itself, and what it says once it has been given an IP address.
std::vector<DialogueMessage> up_to_user_data(const std::vector<DialogueMessage>& messages) {
  const auto first = std::find_if(messages.begin(), messages.end(), [](const DialogueMessage& message) {
    return message.kind == DialogueMessage::Kind::user_data;
  });
  return {messages.begin(), first};
}

Finding left_out_behind(const std::vector<DialogueMessage>& messages, std::size_t replayed) {
  Finding finding;
  finding.packet = messages[replayed].packet;
  finding.message = "messages from here on";
  finding.verdict = Verdict::left_out;
  finding.reason = std::to_string(messages.size() - replayed) +
                   " frames: from its first user data on the mobile does as IP tells it";
  return finding;
}

}  // namespace

Result<Report> replay_against_sgsn(const MobileDialogue& dialogue, const SgsnTarget& target, Authenticate authenticate,
                                   const ReplayPatience& patience, const Trouble& trouble) {
  auto loop = UdpLoop::open(target.local, target.sgsn);
  if (!loop) return tl::unexpected(loop.error());
  return AgainstSgsn(dialogue, target, std::move(authenticate), patience, std::move(*loop)).run(trouble);
}

Result<Report> replay_against_mobile(const MobileDialogue& dialogue, const std::string& local,
                                     ChallengeMaker challenges, const std::function<Result<void>()>& ready,
                                     const ReplayPatience& patience, const Trouble& trouble) {
  auto loop = UdpLoop::open(local, {});
  if (!loop) return tl::unexpected(loop.error());
  if (auto started = ready(); !started) return tl::unexpected(started.error());
  const auto messages = up_to_user_data(dialogue.messages);
  SgsnEnd sgsn;
  NetworkPart part(messages, std::move(challenges));
  DialogueReplay replay(messages, part, "m2me");
  const auto play = [&](ReplayEffects effects) {
    perform(std::move(effects), *loop, patience,
            [&](gsm::Tlli tlli, ByteView pdu) { loop->send(sgsn.carry(tlli, pdu)); });
  };
  play(replay.start());
  loop->start_timer(kPatienceTimer, patience.beginning);  // the mobile starts, and brings Gb up
  while (!replay.finished()) {
    const auto happening = loop->next(kLookForTrouble);
    if (const auto* datagram = std::get_if<UdpLoop::Datagram>(&happening)) {
      for (auto& effect : sgsn.on_datagram(datagram->octets)) {
        if (const auto* answer = std::get_if<SgsnEnd::SendDatagram>(&effect)) loop->send(answer->octets);
        if (const auto* up = std::get_if<SgsnEnd::LlcFromMobile>(&effect)) play(replay.on_llc_pdu(up->tlli, up->pdu));
      }
    }
    if (std::holds_alternative<UdpLoop::Expired>(happening)) play(replay.on_patience_over());
    if (const auto reason = trouble()) replay.on_lost(*reason);
  }
  auto report = replay.take_report();
  if (messages.size() < dialogue.messages.size())
    report.findings.push_back(left_out_behind(dialogue.messages, messages.size()));
  return report;
}

}  // namespace foothold::lab::replay
