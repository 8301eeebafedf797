// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/identity/imsi.h"
#include "m2me/tre_client/terminal.h"

namespace foothold::m2me {

enum class TreState : std::uint8_t { ready = 0, locked = 1 };
enum class McimState : std::uint8_t { installed = 0, active = 1 };

struct McimEntry {
  std::string identifier;
  McimState state = McimState::installed;
  std::string imsi;
  std::string sho_plmn;  // digits
};

// The TRE application's commands (docs/interfaces.md 3). A refusal is an Error whose answer is the status word.
// May be used by several threads at once.
class TreClient {
 public:
  // `terminal` outlives the client. Opens a channel and selects the TRE application.
  static Result<TreClient> open(Terminal& terminal);

  Result<std::string> tre_identity();
  Result<gsm::Imsi> pcid();
  Result<Bytes> pfc_sign_certificate();  // DER
  Result<Bytes> pfc_enc_certificate();   // DER
  Result<TreState> state();
  Result<Bytes> operators_ca();             // DER
  Result<std::string> discovery_address();  // URL of the RO's Ub
  Result<std::string> apn();                // of the active subscription

  // -> the register's new value. Refused (6985) once evidence was given in this power cycle.
  Result<std::array<std::uint8_t, 32>> extend_measurement(const std::string& component,
                                                          const std::array<std::uint8_t, 32>& sha256);
  Result<std::string> evidence(ByteView nonce);   // 8..64 octets -> EAT, a JWT
  Result<Bytes> sign_tls(ByteView to_be_signed);  // CertificateVerify content, RFC 8446 4.4.3 -> ECDSA signature, DER
  // Error with answer 0x9862 if the MAC is not that of the DRF's key.
  Result<void> verify_bootstrap(const std::array<std::uint8_t, 20>& mac, ByteView document);

  Result<std::string> install_mcim(ByteView object);  // -> MCIM identifier
  Result<bool> was_installed(const std::string& transaction);
  Result<std::vector<McimEntry>> list_mcim();
  Result<void> activate_mcim(const std::string& identifier);
  Result<void> deactivate_mcim(const std::string& identifier);
  Result<void> delete_mcim(const std::string& identifier);

 private:
  TreClient(Terminal& terminal, std::uint8_t channel) : terminal_(&terminal), channel_(channel) {}
  Result<Bytes> command(std::string_view name, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, Bytes data = {});
  Result<Bytes> get_data(std::string_view name, std::uint8_t object);
  Result<std::string> get_text(std::string_view name, std::uint8_t object);
  Result<void> named_command(std::string_view name, std::uint8_t ins, const std::string& identifier);

  Terminal* terminal_;
  std::uint8_t channel_;
};

}  // namespace foothold::m2me
