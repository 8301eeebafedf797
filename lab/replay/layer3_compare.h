// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "base/bytes.h"
#include "gsm/llc/frame.h"
#include "lab/replay/finding.h"

namespace foothold::lab::replay {

// Two messages of the same type, element by element; `sender` sent both. Each element gives a finding; challenges,
// responses and temporary identities must differ. A message that cannot be decoded is compared as octets.
std::vector<Finding> compare_layer3(std::size_t packet, ByteView captured, ByteView live, gsm::llc::Sender sender);

// The same for the parameters of two XIDs (TS 44.064 6.4.1.6).
std::vector<Finding> compare_xid(std::size_t packet, ByteView captured, ByteView live);

// Whether a live message can be the counterpart of a captured one: protocol and type, and of an identity request the
// identity that is asked for.
bool is_counterpart(ByteView captured, ByteView live);

}  // namespace foothold::lab::replay
