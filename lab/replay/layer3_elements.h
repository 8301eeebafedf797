// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/llc/frame.h"

namespace foothold::lab::replay {

// One information element of a message as TS 24.008 names it, with its value as on the wire.
struct Layer3Element {
  std::string_view name;
  Bytes value;
  friend bool operator==(const Layer3Element&, const Layer3Element&) = default;
};

// The name of a GMM or SM message, "gmm.attach_accept", or its first octets in hex where it is none that we know.
std::string layer3_name(ByteView pdu);

// The elements of a GMM or SM message (TS 24.008 9.4, 9.5), those that are there, in the order of its clause; `sender`
// tells messages apart that share their type. Error: it cannot be decoded, or is none that we know.
Result<std::vector<Layer3Element>> layer3_elements(ByteView pdu, gsm::llc::Sender sender);

}  // namespace foothold::lab::replay
