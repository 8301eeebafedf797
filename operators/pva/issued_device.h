// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pki/certificate.h"
#include "pki/eat.h"

namespace foothold::operators::pva {

// What the PVA knows of a device from its personalisation: the reference that evidence is measured by.
struct IssuedDevice {
  std::string pcid;
  std::string tre_identity;
  pki::Certificate pfc_sign;
  pki::Certificate pfc_enc;
  std::vector<pki::MeasuredComponent> components;  // expected registers, in the order measured

  // The PVA's half of docs/interfaces.md section 7. Errors name the member.
  static Result<IssuedDevice> parse(std::string_view json);
};

// A member that holds a certificate as base64 of its DER.
Result<pki::Certificate> parse_certificate(std::string_view base64, const char* field);

}  // namespace foothold::operators::pva
