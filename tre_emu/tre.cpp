// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre.h"

#include <algorithm>

#include "base/hex.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu {

Result<std::unique_ptr<Tre>> Tre::power_up(vault::FileOperations& files, pki::RandomSource random) {
  auto vault = vault::Vault::open(files, std::move(random));
  if (!vault) return tl::unexpected(vault.error());
  return std::unique_ptr<Tre>(new Tre(std::move(*vault)));
}

Tre::Tre(vault::Vault vault)
    : vault_(std::move(vault)),
      mcims_(vault_, [this] { follow_active_subscription(); }),
      usim_(vault_),
      tre_({vault_, registers_, mcims_, journal_, now_}),
      gate_([this] { return state(); }) {
  card_.mf =
      usim::make_mf(vault_.locked() ? "" : vault_.state().active().iccid, {{usim_.aid(), "USIM"}, {tre_.aid(), "TRE"}});
  card_.applications = {&usim_, &tre_};
  card_.gate = &gate_;
}

Tre::Connection Tre::connect() {
  const auto connection = next_connection_++;
  sessions_.try_emplace(connection, card_);
  return connection;
}

void Tre::disconnect(Connection connection) {
  sessions_.erase(connection);
}

policy::TreState Tre::state() const {
  if (vault_.locked()) return policy::TreState::locked;
  return registers_.closed() ? policy::TreState::operating : policy::TreState::measuring;
}

// The card's number is the active subscription's, and the USIM is another one from now on.
void Tre::follow_active_subscription() {
  card_.mf->find_ef(usim::kEfIccid)->content = usim::iccid_content(vault_.state().active().iccid);
  usim_.reset();
}

Tre::Outcome Tre::on_apdu(Connection connection, ByteView apdu, std::optional<std::chrono::sys_seconds> now) {
  const auto session = sessions_.find(connection);
  if (session == sessions_.end()) return {{0x6F, 0x00}, {}};
  now_ = now;
  auto exchange = session->second.process(apdu);
  Outcome outcome;
  outcome.events.push_back(apdu_event(exchange));
  std::ranges::move(journal_, std::back_inserter(outcome.events));
  journal_.clear();
  for (auto& event : outcome.events) event.device = vault_.pcid();
  outcome.response = std::move(exchange.response);
  return outcome;
}

trace::Event Tre::apdu_event(const card::Exchange& exchange) const {
  const auto* const rule = exchange.decoded ? policy::rule_for(exchange.command) : nullptr;
  trace::Event event;
  event.layer = trace::Layer::apdu;
  event.name = "apdu." + std::string(rule ? rule->name : exchange.decoded ? "unknown" : "malformed");
  const auto sw = static_cast<std::uint16_t>(exchange.sw);
  event.fields.push_back({"sw", to_hex(Bytes{static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)})});
  bool decided = false;
  for (const auto& [name, value] : exchange.facts) {
    decided = decided || name == "result";
    event.fields.push_back({name, value});
  }
  event.kind = !exchange.decoded ? trace::Kind::discarded : decided ? trace::Kind::decision : trace::Kind::received;
  event.from = decided ? trace::Actor::tre : trace::Actor::m2me;
  event.to = decided ? trace::Actor::none : trace::Actor::tre;
  event.payload = trace::Payload::sim_apdu;
  event.uplink = true;
  event.bytes = exchange.shown_command;
  event.bytes.insert(event.bytes.end(), exchange.shown_response.begin(), exchange.shown_response.end());
  return event;
}

trace::Event Tre::locked_event() const {
  trace::Event event;
  event.device = vault_.pcid();
  event.from = trace::Actor::tre;
  event.layer = trace::Layer::mcim;
  event.kind = trace::Kind::failure;
  event.name = "tre.locked";
  event.fields = {{"reason", vault_.lock_reason()}};
  return event;
}

Tre::Outcome Tre::tamper(const std::string& reason) {
  if (vault_.locked()) return {};
  vault_.lock(reason);
  usim_.reset();
  for (auto& [connection, session] : sessions_) session.reset();  // and with them answers that still wait
  return {{}, {locked_event()}};
}

std::vector<trace::Event> Tre::power_up_events() const {
  if (!vault_.locked()) return {};
  return {locked_event()};
}

}  // namespace foothold::tre_emu
