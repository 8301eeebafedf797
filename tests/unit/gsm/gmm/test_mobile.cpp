// SPDX-License-Identifier: AGPL-3.0-or-later
#include "test_mobile.h"

namespace foothold::gsm::gmm {

GmmSettings test_settings() {
  GmmSettings settings{.device = "001020000000001",
                       .imsi = *Imsi::parse("001020000000001"),
                       .imeisv = *Imeisv::parse("3569290000000017"),
                       .ms_network_capability = {},
                       .ms_ra_capability = MsRaCapability::one_band(AccessTechnology::gsm_e, 1),
                       .drx_parameter = {}};
  settings.ms_network_capability.set_gea(3);
  settings.ms_network_capability.set_gea(4);
  return settings;
}

TestMobile::TestMobile(GmmSettings settings)
    : gmm(std::move(settings), [seed = 0x12345678U]() mutable { return seed++; }) {}

Authenticated umts_success() {
  Authenticated outcome;
  outcome.res = *from_hex("a1a2a3a4b1b2b3b4");
  outcome.keys.umts.emplace();
  return outcome;
}

AttachAccept test_accept(std::uint32_t ptmsi) {
  AttachAccept accept;
  accept.periodic_ra_update_timer = {0x2a};
  accept.routing_area = kHere;
  accept.negotiated_ready_timer = l3::GprsTimer{0x16};
  accept.allocated_ptmsi = Ptmsi{ptmsi};
  return accept;
}

void TestMobile::challenge(std::uint8_t gea, bool with_autn, std::uint8_t rand) {
  AuthenticationAndCipheringRequest request;
  request.ciphering_algorithm = gea;
  request.imeisv_request = 1;
  request.reference_number = 2;
  request.rand.emplace().fill(rand);
  request.cksn = 0;
  if (with_autn) request.autn.emplace().fill(0x22);
  receive(request);
}

void TestMobile::attach_completely() {
  cell();
  attach();
  challenge();
  sim(umts_success());
  receive(test_accept(), true);
  ASSERT_EQ(gmm.state(), GmmState::registered);
}

std::vector<std::string> TestMobile::sent() const {
  std::vector<std::string> out;
  for (const auto& effect : effects) {
    if (const auto* pdu = std::get_if<l3::SendPdu>(&effect)) out.push_back(to_hex(pdu->bytes));
  }
  return out;
}

std::optional<std::chrono::milliseconds> TestMobile::started(GmmTimer timer) const {
  for (const auto& effect : effects) {
    const auto* start = std::get_if<StartTimer>(&effect);
    if (start != nullptr && start->timer == timer) return start->duration;
  }
  return std::nullopt;
}

bool TestMobile::stopped(GmmTimer timer) const {
  return std::any_of(effects.begin(), effects.end(), [&](const auto& effect) {
    const auto* stop = std::get_if<StopTimer>(&effect);
    return stop != nullptr && stop->timer == timer;
  });
}

const trace::Event* TestMobile::event(const std::string& name) const {
  for (const auto& effect : effects) {
    const auto* traced = std::get_if<l3::Trace>(&effect);
    if (traced != nullptr && traced->event.name == name) return &traced->event;
  }
  return nullptr;
}

}  // namespace foothold::gsm::gmm
