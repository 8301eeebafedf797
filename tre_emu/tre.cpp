// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre.h"

#include <algorithm>

#include "base/hex.h"
#include "tre_emu/tre_command_name.h"

namespace foothold::tre_emu {

namespace {

trace::Event toolkit_event(const toolkit::Happening& happening) {
  trace::Event event;
  event.layer = trace::Layer::apdu;
  event.from = trace::Actor::tre;
  event.kind = trace::Kind::note;
  event.name = "toolkit." + happening.name;
  for (const auto& [name, value] : happening.facts) event.fields.push_back({name, value});
  return event;
}

}  // namespace

Result<std::unique_ptr<Tre>> Tre::power_up(vault::FileOperations& files, pki::RandomSource random) {
  auto vault = vault::Vault::open(files, random);
  if (!vault) return tl::unexpected(vault.error());
  return std::unique_ptr<Tre>(new Tre(std::move(*vault), std::move(random)));
}

Tre::Tre(vault::Vault vault, pki::RandomSource random)
    : vault_(std::move(vault)),
      mcims_(vault_, [] {}),
      bearer_(
          asking_, [this](auto transport) { return terminal_for(transport); },
          [this](const auto* toolkit) { return is_there(toolkit); }),
      tre_({vault_, registers_, mcims_, journal_, now_, bearer_}),
      files_(vault_, tre_),
      pins_(vault_),
      gate_([this] { return state(); }) {
  card_.mf = files_.mf();
  card_.applications = files_.applications();
  card_.gate = &gate_;
  card_.mf_files = &files_;
  card_.pins = &pins_;
  card_.random = std::move(random);
}

Tre::Connection Tre::connect() {
  const auto connection = next_connection_++;
  sessions_.try_emplace(connection, card_, [this](const card::Command& command) {
    auto* const usim = files_.active_usim();
    return usim ? usim->authenticate(command) : card::Response(card::StatusWord::blocked);
  });
  return connection;
}

void Tre::disconnect(Connection connection) {
  sessions_.erase(connection);
  bearer_.session_ended(connection);
}

policy::TreState Tre::state() const {
  if (vault_.locked()) return policy::TreState::locked;
  return registers_.closed() ? policy::TreState::operating : policy::TreState::measuring;
}

// MCIMs have come or gone, or another subscription is active: that changes all there is to see, so that a UICC reset is
// what a terminal has to do (TS 31.111 6.4.7.1).
void Tre::follow_vault() {
  const bool switched = files_.follow_vault();
  card_.applications = files_.applications();
  if (!switched) return;
  for (auto& [connection, session] : sessions_) {
    session.toolkit.raise_refresh(toolkit::refresh(toolkit::RefreshMode::uicc_reset));
  }
}

// The terminal that came last.
toolkit::Toolkit* Tre::terminal_for(toolkit::ChannelTarget::Transport transport) {
  for (auto session = sessions_.rbegin(); session != sessions_.rend(); ++session) {
    if (session->second.toolkit.can_bear(transport)) return &session->second.toolkit;
  }
  return nullptr;
}

bool Tre::is_there(const toolkit::Toolkit* toolkit) const {
  return std::ranges::any_of(sessions_, [&](const auto& session) { return &session.second.toolkit == toolkit; });
}

Tre::Outcome Tre::on_apdu(Connection connection, ByteView apdu, std::optional<std::chrono::sys_seconds> now) {
  const auto found = sessions_.find(connection);
  if (found == sessions_.end()) return {{0x6F, 0x00}, {}};
  auto& session = found->second;
  now_ = now;
  asking_ = connection;
  const auto seen = vault_.number();
  auto exchange = session.terminal.process(apdu, tells_exchanges_);
  Outcome outcome;
  if (tells_exchanges_) {
    const bool for_tre = exchange.decoded && session.terminal.application(exchange.command.channel()) == &tre_;
    outcome.events.push_back(apdu_event(exchange, for_tre));
  }
  std::ranges::move(journal_, std::back_inserter(outcome.events));
  journal_.clear();
  for (auto& happening : session.toolkit.take_happenings()) outcome.events.push_back(toolkit_event(happening));
  if (vault_.number() != seen) follow_vault();
  for (auto& event : outcome.events) event.device = vault_.pcid();
  outcome.response = std::move(exchange.response);
  return outcome;
}

trace::Event Tre::apdu_event(const card::Exchange& exchange, bool for_tre) const {
  trace::Event event;
  event.layer = trace::Layer::apdu;
  event.name = "apdu.";
  event.name += exchange.decoded ? command_name(exchange.command, for_tre) : "malformed";
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
  follow_vault();
  for (auto& [connection, session] : sessions_) session.terminal.reset();  // and with them answers that still wait
  return {{}, {locked_event()}};
}

std::vector<trace::Event> Tre::power_up_events() const {
  if (!vault_.locked()) return {};
  return {locked_event()};
}

}  // namespace foothold::tre_emu
