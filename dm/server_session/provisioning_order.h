// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace foothold::dm {

// What the SHO has said about one device so far, and how far the DPF has come with it. One transaction only grows: from
// nonce to object or refusal to closed.
struct ProvisioningOrder {
  std::string transaction;
  std::string pcid;
  Bytes nonce;
  bool evidence_given = false;  // the device gave it; it reaches the SHO sooner or later
  std::string mcim;             // with `object`
  Bytes object;                 // M2MSIMMobj; empty until the SHO delivers
  std::optional<std::string> refusal;
  bool closed = false;  // there is a result, or the device was told the refusal
  friend bool operator==(const ProvisioningOrder&, const ProvisioningOrder&) = default;
};

}  // namespace foothold::dm
