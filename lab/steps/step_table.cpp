// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/step_table.h"

namespace foothold::lab::steps {
namespace {

using trace::Actor;
using trace::Kind;

constexpr auto kReceived = Kind::received;
constexpr auto kDecision = Kind::decision;

// clang-format off
constexpr std::array<StepRow, kStepRows> kTable = {{
  {"1", 1, Actor::m2me, Actor::sgsn, "attaches to the network it found, giving its PCID", Phase::pcid,
    {{{"um.cell_selected", Actor::m2me, kReceived, "system information of cell {cell}", Actor::none, {}, {}, false, true},
      {"wire.attach_request", Actor::sgsn, kReceived, "attach request with PCID {imsi}"}}}},
  {"2", 2, Actor::vno, Actor::icf, "asks the operator named by the PCID's MCC and MNC for vectors", Phase::pcid,
    {{{"gsup.send_auth_info_request", Actor::icf, kReceived, "send-auth-info request for {imsi}"}}}},
  {"3", 3, Actor::icf, Actor::none, "makes authentication vectors from the temporary credential", Phase::pcid,
    {{{"icf.vectors_generated", Actor::icf, kDecision, "{count} vectors, credential from {credential}"}}}},
  {"4", 4, Actor::icf, Actor::vno, "returns the vectors", Phase::pcid,
    {{{"gsup.send_auth_info_result", Actor::vno, kReceived, "send-auth-info result for {imsi}", Actor::icf}}}},
  {"5", 5, Actor::sgsn, Actor::m2me, "authenticates the M2ME by AKA and accepts the attach", Phase::pcid,
    {{{"apdu.authenticate", Actor::tre, kDecision, "AUTHENTICATE in the TRE", Actor::none, "result", "ok", false},
      {"gmm.attach_accept", Actor::m2me, kReceived, "attach accept for {imsi}"}}}, true},
  {"6", 6, Actor::sgsn, Actor::m2me, "gives IP connectivity towards the RO", Phase::pcid,
    {{{"sm.activate_pdp_context_accept", Actor::m2me, kReceived, "address {address}, APN {apn}"}}}},
  {"7", 7, Actor::m2me, Actor::icf, "connects to the RO and proves its PCID over IP", Phase::any,
    {{{"gba.bootstrapped", Actor::icf, kReceived, "GBA run from {ip}, B-TID {btid}"}}}},
  {"8", 8, Actor::icf, Actor::drf, "asks for the bootstrap of the M2ME at its address", Phase::any,
    {{{"drf.bootstrap_requested", Actor::drf, kReceived, "PCID {pcid} at {ip}"}}}},
  {"9", 9, Actor::drf, Actor::none, "finds DPF and SHO of the contract and builds the bootstrap message", Phase::any,
    {{{"drf.bootstrap_built", Actor::drf, kDecision, "DPF {dpf}, SHO {sho}"}}}},
  {"10", 10, Actor::drf, Actor::m2me, "sends the bootstrap message", Phase::any,
    {{{"dm.bootstrap_received", Actor::m2me, kReceived, "OMA DM bootstrap, {bytes} octets"}}}},
  {"11", 11, Actor::m2me, Actor::dpf, "applies the bootstrap and opens a management session", Phase::any,
    {{{"tre.bootstrap_verified", Actor::tre, kDecision, "bootstrap MAC verified in the TRE"},
      {"dm.session_started", Actor::dpf, kReceived, "DM session of {pcid}"}}}},
  {"12", 12, Actor::drf, Actor::sho, "registers the M2ME at its SHO", Phase::any,
    {{{"sho.registration_received", Actor::sho, kReceived, "PCID {pcid}, transaction {transaction}"}}}},
  {"12a", 12, Actor::m2me, Actor::sho, "hands over platform credential and evidence, by the DPF", Phase::any,
    {{{"dm.evidence_requested", Actor::m2me, kReceived, "evidence asked for by DM"},
      {"sho.evidence_received", Actor::sho, kReceived, "PfC and evidence, transaction {transaction}"}}}},
  {"13", 13, Actor::sho, Actor::pva, "asks for validation, with PfC and PCID", Phase::any,
    {{{"pva.validation_requested", Actor::pva, kReceived, "PCID {pcid} with PfC and evidence"}}}},
  {"14", 14, Actor::pva, Actor::none, "validates that the M2ME is authentic and unaltered", Phase::any,
    {{{"pva.verdict", Actor::pva, kDecision, "verdict {result}", Actor::none, "result", "valid"}}}},
  {"15", 15, Actor::pva, Actor::sho, "returns the verdict", Phase::any,
    {{{"sho.verdict_received", Actor::sho, kReceived, "verdict {result}"}}}},
  {"16", 16, Actor::sho, Actor::none, "encrypts the MCIM for this TRE and builds M2MSIMMobj", Phase::any,
    {{{"sho.object_built", Actor::sho, kDecision, "M2MSIMMobj {mcim}, transaction {transaction}"}}}, false, "15"},
  {"17", 17, Actor::sho, Actor::dpf, "delivers M2MSIMMobj and authorises the provisioning", Phase::any,
    {{{"dpf.object_received", Actor::dpf, kReceived, "M2MSIMMobj {mcim}, transaction {transaction}"}}}, false, "15"},
  {"18", 18, Actor::dpf, Actor::m2me, "downloads the object to the M2ME", Phase::any,
    {{{"dm.object_received", Actor::m2me, kReceived, "M2MSIMMobj {mcim}, {octets} octets"}}}, false, "15"},
  {"19", 19, Actor::m2me, Actor::tre, "decrypts and provisions the MCIM inside the TRE", Phase::any,
    {{{"tre.mcim_installed", Actor::tre, kDecision, "MCIM {mcim} installed"}}}, false, "15"},
  {"20", 20, Actor::m2me, Actor::dpf, "reports the result", Phase::any,
    {{{"dm.result_received", Actor::dpf, kReceived, "result {result}, transaction {transaction}"}}}},
  {"21", 21, Actor::dpf, Actor::sho, "reports the result to the SHO", Phase::any,
    {{{"sho.report_received", Actor::sho, kReceived, "result {result}, transaction {transaction}"}}}},
  {"22", 22, Actor::m2me, Actor::sgsn, "attaches as the SHO's ordinary subscriber", Phase::mcim,
    {{{"gmm.attach_accept", Actor::m2me, kReceived, "attach accept for {imsi}"},
      {"sm.activate_pdp_context_accept", Actor::m2me, kReceived, "address {address}, APN {apn}"},
      {"m2me.ping_reply", Actor::m2me, kReceived, "ping reply from {from} after {rtt_us} us"}}}, true, "19"},
}};
// clang-format on

}  // namespace

std::span<const StepRow, kStepRows> step_table() {
  return kTable;
}

std::optional<std::size_t> row_of(std::string_view label) {
  for (std::size_t row = 0; row < kStepRows; ++row) {
    if (kTable[row].label == label) return row;
  }
  return std::nullopt;
}

}  // namespace foothold::lab::steps
