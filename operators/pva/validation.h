// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "operators/pva/issued_device.h"
#include "pki/certificate.h"

namespace foothold::operators::pva {

// Step 13: what the SHO asks to be validated. Certificates are base64 as they came; whether they are any good is part
// of the answer.
struct ValidationRequest {
  std::string pcid;
  std::string tre_identity;
  std::string pfc_sign;
  std::string pfc_enc;
  std::string evidence;

  // Errors: a member is missing, not a text, or too long.
  static Result<ValidationRequest> parse(const nlohmann::json& body);
};

struct ComponentVerdict {
  std::string name;
  std::string expected;  // register, hex; empty if no such component is expected
  std::string actual;    // empty if the evidence does not have it
};

// Step 15.
struct Verdict {
  bool valid = false;
  std::string reason;  // in words; for valid, too
  std::vector<ComponentVerdict> components;
  Bytes nonce;  // the one the evidence was made for, once that is certain; it is used up then

  nlohmann::json to_json() const;  // docs/interfaces.md section 6
};

// What the verdict is measured by.
struct ValidationReference {
  std::vector<pki::Certificate> platform_ca;
  std::set<std::string> revoked;  // serial numbers of PfC certificates, lower-case hex
  std::vector<Bytes> nonces;      // given out for this PCID, neither used nor expired
  std::function<Result<std::optional<IssuedDevice>>(const std::string& pcid)> find_device;
};

// T7 of TR 33.812 5.1.2.2, in strict order; the first thing wrong is the reason: a nonce is there; both certificates
// chain to the Platform CA; they belong to the TRE and PCID in question; they are not revoked; the pair was issued so;
// the EAT is signed by the PfC sign key; it has the nonce and the identities; every register is the one expected.
// The error is the store's, not the device's.
Result<Verdict> validate(const ValidationRequest& request, const ValidationReference& reference,
                         std::chrono::sys_seconds now);

}  // namespace foothold::operators::pva
