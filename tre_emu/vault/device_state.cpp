// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/device_state.h"

#include <algorithm>

#include "tre_emu/vault/state_codec.h"

namespace foothold::tre_emu::vault {

namespace {

constexpr std::uint8_t kVersion = 2;

constexpr auto kText = [](auto& codec, auto& text) { codec(text); };

constexpr auto kMcim = [](auto& codec, auto& mcim) {
  codec(mcim.identifier);
  codec(mcim.sho_plmn);
  codec(mcim.active);
  code_subscription(codec, mcim.subscription);
};

constexpr auto kPin = [](auto& codec, auto& pin) {
  codec(pin.value);
  codec(pin.unblock);
  codec(pin.tries);
  codec(pin.unblock_tries);
  codec(pin.enabled);
};

constexpr auto kDeviceState = [](auto& codec, auto& state) {
  codec(state.pfc_sign);
  codec(state.pfc_enc);
  codec(state.operators_ca);
  codec(state.sign_key);
  codec(state.enc_key);
  codec(state.discovery_url);
  codec(state.drf_name);
  code_subscription(codec, state.pcid);
  codec.list(state.mcims, DeviceState::kMaxMcims, kMcim);
  codec.list(state.transactions, DeviceState::kMaxTransactions, kText);
  kPin(codec, state.pins.pin1);
  kPin(codec, state.pins.pin2);
  kPin(codec, state.pins.adm1);
  codec.files(state.card_files);
};

}  // namespace

const Mcim* DeviceState::active_mcim() const {
  const auto found = std::ranges::find(mcims, true, &Mcim::active);
  return found == mcims.end() ? nullptr : &*found;
}

const Mcim* DeviceState::find_mcim(std::string_view identifier) const {
  const auto found = std::ranges::find(mcims, identifier, &Mcim::identifier);
  return found == mcims.end() ? nullptr : &*found;
}

Mcim* DeviceState::find_mcim(std::string_view identifier) {
  return const_cast<Mcim*>(static_cast<const DeviceState*>(this)->find_mcim(identifier));
}

const Subscription& DeviceState::active() const {
  const auto* const mcim = active_mcim();
  return mcim ? mcim->subscription : pcid;
}

Subscription& DeviceState::active() {
  return const_cast<Subscription&>(static_cast<const DeviceState*>(this)->active());
}

SecretBytes encode_state(const DeviceState& state) {
  Bytes out;
  out.reserve(kUsualStateSize);
  StateEncoder encoder(out);
  encoder(kVersion);
  kDeviceState(encoder, state);
  return SecretBytes(std::move(out));
}

Result<DeviceState> decode_state(ByteView octets) {
  if (octets.empty() || octets.front() != kVersion) return fail("a state of another version", "version", 0);
  StateDecoder decoder(octets.subspan(1));
  DeviceState state;
  kDeviceState(decoder, state);
  if (auto done = decoder.finish(); !done) return tl::unexpected(done.error());
  for (const auto* const pin : {&state.pins.pin1, &state.pins.pin2, &state.pins.adm1}) {
    if (pin->tries > card::Pin::kMaxTries || pin->unblock_tries > card::Pin::kMaxUnblockTries) {
      return fail("more tries than a PIN can have", "pins");
    }
  }
  if (std::ranges::count(state.mcims, true, &Mcim::active) > 1) return fail("more than one MCIM is active", "mcims");
  return state;
}

}  // namespace foothold::tre_emu::vault
