// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/mcim/mcim_life_cycle.h"

#include <algorithm>

#include "pki/certificate.h"
#include "pki/m2msimmobj.h"
#include "pki/private_key.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::mcim {

namespace {

using card::StatusWord;
using vault::DeviceState;

Outcome refuse(StatusWord sw, std::string reason) {
  return {sw, std::move(reason), {}, {}};
}

// Why an object that is genuine and meant for us is still not taken; ok if it is.
Outcome check_against_store(const DeviceState& state, const pki::M2msimmobjContent& content) {
  if (std::ranges::find(state.transactions, content.transaction) != state.transactions.end()) {
    return refuse(StatusWord::already_there, "this transaction was installed before");
  }
  if (state.find_mcim(content.mcim)) {
    return refuse(StatusWord::already_there, "an MCIM of this identifier is installed");
  }
  const auto has_imsi = [&](const vault::Mcim& mcim) { return mcim.subscription.imsi == content.imsi; };
  if (content.imsi == state.pcid.imsi || std::ranges::any_of(state.mcims, has_imsi)) {
    return refuse(StatusWord::conditions_not_satisfied, "another subscription here has this IMSI");
  }
  if (state.mcims.size() >= DeviceState::kMaxMcims) return refuse(StatusWord::no_space, "no room for another MCIM");
  if (state.transactions.size() >= DeviceState::kMaxTransactions) {
    return refuse(StatusWord::no_space, "no room to remember another transaction");
  }
  return {};
}

vault::Mcim make_mcim(const pki::M2msimmobjContent& content) {
  vault::Mcim mcim;
  mcim.identifier = content.mcim;
  mcim.sho_plmn = content.sho_plmn;
  auto& subscription = mcim.subscription;
  subscription.imsi = content.imsi;
  subscription.mnc_digits = content.sho_plmn.size() == 6 ? 3 : 2;
  subscription.iccid = content.iccid;
  subscription.apn = content.apn;
  subscription.algorithm = gsm::auth::MilenageKey{content.k, content.opc};
  return mcim;
}

}  // namespace

Outcome McimLifeCycle::install(ByteView object, std::optional<std::chrono::sys_seconds> now) {
  const DeviceState& state = vault_.state();
  const auto key = pki::PrivateKey::from_der(state.enc_key.reveal());
  const auto pfc_enc = pki::Certificate::from_der(state.pfc_enc);
  const auto operators_ca = pki::Certificate::from_der(state.operators_ca);
  if (!key || !pfc_enc || !operators_ca) return refuse(StatusWord::memory_failure, "the platform key is not usable");

  const pki::M2msimmobjReceiver receiver{vault_.pcid(), vault_.tre_identity(), now};
  const auto content = pki::open_m2msimmobj(object, *key, *pfc_enc, *operators_ca, receiver);
  if (!content) {
    const auto answer = content.error().answer;
    return refuse(answer == 0 ? StatusWord::memory_failure : static_cast<StatusWord>(answer), content.error().what);
  }
  auto outcome = check_against_store(state, *content);
  if (outcome.sw == StatusWord::ok) {
    auto next = state;
    next.mcims.push_back(make_mcim(*content));
    next.transactions.push_back(content->transaction);
    outcome = commit(std::move(next), content->mcim);
  }
  outcome.identifier = content->mcim;
  outcome.transaction = content->transaction;
  return outcome;
}

bool McimLifeCycle::was_installed(std::string_view transaction) const {
  return std::ranges::find(vault_.state().transactions, transaction) != vault_.state().transactions.end();
}

Outcome McimLifeCycle::activate(std::string_view identifier) {
  auto next = vault_.state();
  auto* const mcim = next.find_mcim(identifier);
  if (!mcim) return refuse(StatusWord::reference_not_found, "no such MCIM");
  if (mcim->active) return {StatusWord::ok, {}, std::string(identifier), {}};
  for (auto& other : next.mcims) other.active = false;
  mcim->active = true;
  return commit(std::move(next), identifier);
}

Outcome McimLifeCycle::deactivate(std::string_view identifier) {
  auto next = vault_.state();
  auto* const mcim = next.find_mcim(identifier);
  if (!mcim) return refuse(StatusWord::reference_not_found, "no such MCIM");
  if (!mcim->active) return refuse(StatusWord::conditions_not_satisfied, "this MCIM is not active");
  mcim->active = false;
  return commit(std::move(next), identifier);
}

Outcome McimLifeCycle::remove(std::string_view identifier) {
  auto next = vault_.state();
  const auto* const mcim = next.find_mcim(identifier);
  if (!mcim) return refuse(StatusWord::reference_not_found, "no such MCIM");
  if (mcim->active) return refuse(StatusWord::conditions_not_satisfied, "this MCIM is active; deactivate it first");
  std::erase_if(next.mcims, [&](const vault::Mcim& one) { return one.identifier == identifier; });
  return commit(std::move(next), identifier);
}

Bytes McimLifeCycle::list() const {
  const auto octets = [](const std::string& text) { return Bytes(text.begin(), text.end()); };
  Bytes out;
  for (const auto& mcim : vault_.state().mcims) {
    Bytes entry;
    card::put_tlv(entry, 0x81, octets(mcim.identifier));
    card::put_tlv(entry, 0x82, Bytes{static_cast<std::uint8_t>(mcim.active ? 1 : 0)});
    card::put_tlv(entry, 0x83, octets(mcim.subscription.imsi));
    card::put_tlv(entry, 0x84, octets(mcim.sho_plmn));
    card::put_tlv(out, 0x30, entry);
  }
  return out;
}

Outcome McimLifeCycle::commit(DeviceState next, std::string_view identifier) {
  const bool changes = next.active().imsi != vault_.state().active().imsi;
  if (auto done = vault_.commit(std::move(next)); !done) {
    return refuse(StatusWord::memory_failure, "the store could not be written: " + to_string(done.error()));
  }
  if (changes) active_changed_();
  return {StatusWord::ok, {}, std::string(identifier), {}};
}

}  // namespace foothold::tre_emu::mcim
