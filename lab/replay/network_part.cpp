// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/network_part.h"

#include <utility>

#include "base/hex.h"
#include "gsm/auth/kc128.h"
#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "lab/replay/ciphering.h"

namespace foothold::lab::replay {
namespace {

using namespace gsm::gmm;

// The response of the captured mobile tells what its card made of the challenge before.
std::deque<ChallengeKind> kinds_of(const std::vector<DialogueMessage>& messages) {
  std::deque<ChallengeKind> kinds;
  for (const auto& message : messages) {
    if (message.kind != DialogueMessage::Kind::layer3) continue;
    if (!message.uplink && decode<AuthenticationAndCipheringRequest>(message.information))
      kinds.push_back(ChallengeKind::accepted);
    const auto failure = message.uplink ? decode<AuthenticationAndCipheringFailure>(message.information)
                                        : Result<AuthenticationAndCipheringFailure>(fail("no failure"));
    if (!failure || kinds.empty()) continue;
    kinds.back() = failure->cause == GmmCause::synch_failure ? ChallengeKind::not_fresh : ChallengeKind::wrong_mac;
  }
  return kinds;
}

}  // namespace

NetworkPart::NetworkPart(const std::vector<DialogueMessage>& messages, ChallengeMaker challenges)
    : challenges_(std::move(challenges)), kinds_(kinds_of(messages)) {}

Adapted NetworkPart::adapt(ByteView captured, LlcEnd&) {
  auto request = decode<AuthenticationAndCipheringRequest>(captured);
  if (!request) return SayIt{Bytes(captured.begin(), captured.end())};
  algorithm_ = request->ciphering_algorithm;
  const auto kind = kinds_.empty() ? ChallengeKind::accepted : kinds_.front();
  if (!kinds_.empty()) kinds_.pop_front();
  if (!request->rand) return SayIt{encode(*request)};
  auto quintet = challenges_.make(*request->rand, kind, false);
  if (!quintet) return LeaveOut{quintet.error().what};
  if (request->autn) request->autn = quintet->autn;  // one of GSM stays one
  quintet_ = std::move(*quintet);
  return SayIt{encode(*request)};
}

std::vector<Finding> NetworkPart::on_live(std::size_t packet, ByteView sdu, LlcEnd& link) {
  const auto response = decode<AuthenticationAndCipheringResponse>(sdu);
  if (!response || !quintet_) return {};
  Bytes res;
  if (response->res) res.assign(response->res->begin(), response->res->end());
  if (response->res_extension) res.insert(res.end(), response->res_extension->begin(), response->res_extension->end());
  const auto sres = gsm::auth::c2(quintet_->xres);
  const bool umts = std::equal(res.begin(), res.end(), quintet_->xres.begin(), quintet_->xres.end());
  const bool gsm = std::equal(res.begin(), res.end(), sres.begin(), sres.end());
  Finding finding{packet,
                  "gmm.authentication_and_ciphering_response",
                  "RES",
                  Verdict::same,
                  "as the network computes it",
                  "the same",
                  {}};
  if (!umts && !gsm) {
    finding.verdict = Verdict::different;
    finding.live = to_hex(res);
    finding.reason = "is not XRES of the challenge that was sent";
  }
  // A mobile ciphers from its response on (TS 24.008 4.7.7.3).
  const auto kc = gsm::auth::c3(quintet_->ck, quintet_->ik);
  link.set_ciphering(cipher_context(algorithm_, kc, gsm::auth::kc128(quintet_->ck, quintet_->ik)));
  quintet_.reset();
  return {finding};
}

void NetworkPart::on_tlli(gsm::Tlli tlli, ByteView, LlcEnd& link) {
  // A TLLI that no P-TMSI stands behind comes with an attach, and with it a new link (TS 23.060 6.5).
  if (tlli.kind() != gsm::Tlli::Kind::local && tlli != tlli_) link.reset();
  tlli_ = tlli;
}

bool NetworkPart::ends_dialogue(ByteView sdu) const {
  const auto type = peek_type(sdu);
  return type && (*type == MessageType::authentication_and_ciphering_failure || *type == MessageType::detach_request);
}

}  // namespace foothold::lab::replay
