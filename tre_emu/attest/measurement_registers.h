// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "pki/crypto.h"
#include "pki/eat.h"

namespace foothold::tre_emu::attest {

// What the device has loaded since power-up, one register to a component: register = SHA-256(register || digest),
// from 32 zero octets. A component can add to its register and never take back. Closed by the first evidence: what runs
// later cannot pass for what was measured.
class MeasurementRegisters {
 public:
  static constexpr std::size_t kMaxName = 64;  // characters

  // The new value. Error::answer is the status word: 6985 closed, 6A84 more than EatClaims::kMaxComponents names, 6A80
  // a name that is empty, too long or not printable ASCII.
  Result<pki::Sha256Digest> extend(std::string_view component, const pki::Sha256Digest& digest);
  void close() { closed_ = true; }
  bool closed() const { return closed_; }
  // In the order of their first measurement.
  const std::vector<pki::MeasuredComponent>& components() const { return components_; }

 private:
  std::vector<pki::MeasuredComponent> components_;
  bool closed_ = false;
};

// SHA-256(register || digest).
pki::Sha256Digest extended(const pki::Sha256Digest& value, const pki::Sha256Digest& digest);

}  // namespace foothold::tre_emu::attest
