// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Any sequence of APDUs, framed as on the socket. The TRE answers each, and its state is the same afterwards: nothing
// that a terminal without a network's or an operator's keys can send changes it. What terminals may write (EFs, and
// PINs that they know or guess wrong) is the exception, and taken out before the comparison.
#include <cstdlib>
#include <memory>

#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/transport/apdu_frames.h"

using namespace foothold;
using namespace foothold::tre_emu;

namespace {

// An MCIM is there, so that there is something to lose. ACTIVATE, DEACTIVATE and DELETE do change the state, on the
// order of whoever knows the identifier; this one no mutation comes upon.
constexpr const char* kIdentifier = "an-identifier-nobody-guesses";

Bytes state_hash(const Tre& tre) {
  auto state = tre.vault().state();
  state.pcid.files.clear();
  state.card_files.clear();
  state.pins = card::Pins::initial();
  for (auto& mcim : state.mcims) mcim.subscription.files.clear();
  const auto digest = pki::sha256(vault::encode_state(state).reveal());
  return Bytes(digest.begin(), digest.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto device = [] {
    auto made = std::make_unique<TestDevice>();
    made->select_tre();
    made->tre_command(0x40, sealed(test_mcim(kIdentifier), *made->tre));
    if (made->tre->vault().state().mcims.size() != 1) std::abort();
    return made;
  }();
  static const auto before = state_hash(*device->tre);

  device->power_cycle();  // registers and selections of the last input are gone
  transport::ApduFrames frames;
  frames.feed(ByteView(data, size));
  while (const auto apdu = frames.next()) {
    const auto outcome = device->tre->on_apdu(device->terminal, *apdu);
    if (outcome.response.size() < 2 || outcome.events.empty()) std::abort();
  }
  if (device->tre->vault().locked() || state_hash(*device->tre) != before) std::abort();
  return 0;
}
