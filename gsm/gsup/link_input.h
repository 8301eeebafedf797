// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>

#include "gsm/gsup/connection_effects.h"
#include "gsm/gsup/ipa_stream.h"

namespace foothold::gsm::gsup {

// What both ends of a link do with arriving octets: cut them into messages, hand up GSUP, keep CCM for the owner.
class LinkInput {
 public:
  // Calls `on_ccm` with each CCM payload (never empty) at its place among the other effects. An error means that the
  // framing is lost: close the link.
  Result<void> receive(ByteView bytes, ConnectionEffects& effects, const std::function<void(const Bytes&)>& on_ccm);

 private:
  IpaStream stream_;
};

}  // namespace foothold::gsm::gsup
