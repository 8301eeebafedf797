// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre_application.h"

#include <algorithm>
#include <utility>

#include "pki/m2msimmobj.h"
#include "pki/private_key.h"
#include "tre_emu/attest/evidence.h"
#include "tre_emu/attest/tls_signature.h"
#include "tre_emu/card/tlv.h"
#include "tre_emu/policy/policy.h"
#include "tre_emu/usim/bootstrap_mac.h"

namespace foothold::tre_emu {

namespace {

using card::Command;
using card::Response;
using card::StatusWord;

enum Instruction : std::uint8_t {
  extend_measurement_ins = 0x30,
  get_evidence_ins = 0x32,
  sign_tls_ins = 0x34,
  verify_bootstrap_ins = 0x36,
  install_mcim_ins = 0x40,
  list_mcim_ins = 0x42,
  activate_mcim_ins = 0x44,
  deactivate_mcim_ins = 0x46,
  delete_mcim_ins = 0x48,
  get_transaction_ins = 0x4A,
  get_data_ins = 0xCA,
};

std::string text_of(ByteView octets) {
  return {octets.begin(), octets.end()};
}

Response text_answer(const std::string& text) {
  if (text.empty()) return StatusWord::reference_not_found;
  return Response(Bytes(text.begin(), text.end()));
}

}  // namespace

TreApplication::TreApplication(Parts parts) : parts_(parts), adf_(std::make_shared<card::Df>()) {
  adf_->name = "ADF_TRE";
  adf_->fid = card::kCurrentAdf;
  adf_->rule = {card::kEfArr, 1};
  adf_->aid.assign(aid().begin(), aid().end());
}

ByteView TreApplication::aid() const {
  return policy::tre_aid();
}

// 32 is INCREASE elsewhere, and means evidence here.
bool TreApplication::owns(const Command& command) const {
  return command.proprietary() && command.ins == get_evidence_ins;
}

Response TreApplication::process(const Command& command) {
  if (!command.proprietary()) return StatusWord::ins_not_supported;
  if (command.ins == get_data_ins) return get_data(command);
  // The policy lets nothing else through while locked; this keeps the wiped state out of reach even without it.
  if (parts_.vault.locked()) return StatusWord::blocked;
  if (command.ins != get_data_ins && (command.p1 != 0 || command.p2 != 0)) {
    const bool known = policy::rule_for(command) != nullptr;
    return known ? StatusWord::wrong_p1_p2 : StatusWord::ins_not_supported;
  }
  switch (command.ins) {
    case extend_measurement_ins:
      return extend_measurement(command);
    case get_evidence_ins:
      return get_evidence(command);
    case sign_tls_ins:
      return sign_tls(command);
    case verify_bootstrap_ins:
      return verify_bootstrap(command);
    case install_mcim_ins:
      return install(command);
    case list_mcim_ins:
      return command.data.empty() ? Response(parts_.mcims.list()) : Response(StatusWord::wrong_length);
    case activate_mcim_ins:
    case deactivate_mcim_ins:
    case delete_mcim_ins:
      return change_mcim(command);
    case get_transaction_ins:
      return Response(Bytes{static_cast<std::uint8_t>(parts_.mcims.was_installed(text_of(command.data)) ? 1 : 0)});
    default:
      return parts_.bearer.process(command);
  }
}

Response TreApplication::get_data(const Command& command) const {
  if (!command.data.empty()) return StatusWord::wrong_length;
  const auto& vault = parts_.vault;
  switch (command.p1 << 8 | command.p2) {
    case 0x0101:
      return text_answer(vault.tre_identity());
    case 0x0102:
      return text_answer(vault.pcid());
    case 0x0105:
      return Response(Bytes{static_cast<std::uint8_t>(vault.locked() ? 1 : 0)});
    default:
      break;
  }
  if (vault.locked()) return StatusWord::blocked;
  switch (command.p1 << 8 | command.p2) {
    case 0x0103:
      return Response(vault.state().pfc_sign);
    case 0x0104:
      return Response(vault.state().pfc_enc);
    case 0x0106:
      return Response(vault.state().operators_ca);
    case 0x0107:
      return text_answer(vault.state().discovery_url);
    case 0x0108:
      return text_answer(vault.state().active().apn);
    default:
      return StatusWord::reference_not_found;
  }
}

Response TreApplication::extend_measurement(const Command& command) {
  const auto values = card::decode_exactly(command.data, {0x81, 0x82});
  pki::Sha256Digest digest{};
  if (!values || (*values)[1].size() != digest.size()) return StatusWord::wrong_data;
  std::ranges::copy((*values)[1], digest.begin());
  const auto name = text_of((*values)[0]);
  const auto value = parts_.registers.extend(name, digest);
  if (!value) return static_cast<StatusWord>(value.error().answer);
  Response response(Bytes(value->begin(), value->end()));
  response.facts.emplace_back("component", name);
  return response;
}

Response TreApplication::get_evidence(const Command& command) {
  if (command.data.size() < attest::kMinNonce || command.data.size() > attest::kMaxNonce) {
    return StatusWord::wrong_length;
  }
  const auto token = attest::make_evidence(parts_.vault, parts_.registers, command.data);
  if (!token) return StatusWord::memory_failure;
  parts_.registers.close();
  return Response(Bytes(token->begin(), token->end()));
}

Response TreApplication::sign_tls(const Command& command) const {
  if (!attest::is_client_certificate_verify(command.data)) return StatusWord::wrong_data;
  const auto signature =
      pki::PrivateKey::from_der(parts_.vault.state().sign_key.reveal()).and_then([&](const pki::PrivateKey& key) {
        return key.sign(command.data);
      });
  return signature ? Response(*signature) : Response(StatusWord::memory_failure);
}

Response TreApplication::verify_bootstrap(const Command& command) {
  const auto values = card::decode_exactly(command.data, {0x81, 0x82});
  if (!values || (*values)[0].size() != sizeof(pki::Sha1Digest)) return StatusWord::wrong_data;
  const auto& state = parts_.vault.state();
  const auto sw = usim::verify_bootstrap_mac(state.pcid, state.drf_name, (*values)[0], (*values)[1]);
  if (sw == StatusWord::ok) {
    record(trace::Kind::decision, "tre.bootstrap_verified", {{"pcid", parts_.vault.pcid()}});
  } else {
    record(trace::Kind::failure, "tre.bootstrap_refused",
           {{"reason", sw == StatusWord::mac_wrong ? "the MAC is wrong" : "there was no GBA bootstrapping"}});
  }
  return sw;
}

Response TreApplication::install(const Command& command) {
  const auto outcome = parts_.mcims.install(command.data, parts_.now);
  if (outcome.sw != StatusWord::ok) {
    const auto result = pki::dm_result(static_cast<int>(outcome.sw));
    record(trace::Kind::failure, "tre.mcim_refused",
           {{"result", std::to_string(result)}, {"reason", outcome.reason}, {"mcim", outcome.identifier}});
    return outcome.sw;
  }
  record(trace::Kind::decision, "tre.mcim_installed",
         {{"mcim", outcome.identifier}, {"transaction", outcome.transaction}, {"result", "0"}});
  return text_answer(outcome.identifier);
}

Response TreApplication::change_mcim(const Command& command) {
  const auto identifier = text_of(command.data);
  mcim::Outcome outcome;
  std::string name;
  switch (command.ins) {
    case activate_mcim_ins:
      outcome = parts_.mcims.activate(identifier);
      name = "tre.mcim_activated";
      break;
    case deactivate_mcim_ins:
      outcome = parts_.mcims.deactivate(identifier);
      name = "tre.mcim_deactivated";
      break;
    default:
      outcome = parts_.mcims.remove(identifier);
      name = "tre.mcim_deleted";
  }
  if (outcome.sw == StatusWord::ok) {
    record(trace::Kind::state, std::move(name),
           {{"mcim", outcome.identifier}, {"imsi", parts_.vault.state().active().imsi}});
  }
  Response response(outcome.sw);
  if (!outcome.reason.empty()) response.facts.emplace_back("reason", outcome.reason);
  return response;
}

void TreApplication::record(trace::Kind kind, std::string name, std::vector<trace::Field> fields) {
  trace::Event event;
  event.from = trace::Actor::tre;
  event.layer = trace::Layer::mcim;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  parts_.journal.push_back(std::move(event));
}

}  // namespace foothold::tre_emu
