// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/attest/measurement_registers.h"

#include <algorithm>

#include "tre_emu/card/status_word.h"

namespace foothold::tre_emu::attest {

using card::StatusWord;

pki::Sha256Digest extended(const pki::Sha256Digest& value, const pki::Sha256Digest& digest) {
  Bytes both(value.begin(), value.end());
  both.insert(both.end(), digest.begin(), digest.end());
  return pki::sha256(both);
}

Result<pki::Sha256Digest> MeasurementRegisters::extend(std::string_view component, const pki::Sha256Digest& digest) {
  const auto refuse = [](StatusWord sw, std::string what) {
    return fail(std::move(what), "component", Error::kNoOffset, static_cast<int>(sw));
  };
  if (closed_) return refuse(StatusWord::conditions_not_satisfied, "evidence was given, the registers are closed");
  const auto printable = [](char c) { return c > ' ' && c <= '~'; };
  if (component.empty() || component.size() > kMaxName || !std::ranges::all_of(component, printable)) {
    return refuse(StatusWord::wrong_data, "not a name of 1 to 64 printable characters");
  }
  auto found = std::ranges::find(components_, component, &pki::MeasuredComponent::name);
  if (found == components_.end()) {
    if (components_.size() >= pki::EatClaims::kMaxComponents) {
      return refuse(StatusWord::no_space, "no register is left");
    }
    components_.push_back({std::string(component), {}});
    found = std::prev(components_.end());
  }
  found->register_value = extended(found->register_value, digest);
  return found->register_value;
}

}  // namespace foothold::tre_emu::attest
