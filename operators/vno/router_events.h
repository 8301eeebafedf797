// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/gsup/message.h"
#include "operators/vno/upstream.h"
#include "trace/event.h"

namespace foothold::operators::vno {

// A GSUP message that passed the router. Never its octets: answers carry CK and IK. `upstream` is the operator that the
// IMSI belongs to, nullptr if none. A received error is a failure, all else is `kind`.
trace::Event message_event(trace::Actor from, trace::Actor to, trace::Kind kind, ByteView gsup,
                           const gsm::gsup::MessageHeader& header, const Upstream* upstream);

// An error that the router itself answers with.
trace::Event refusal_event(const gsm::gsup::MessageHeader& request, std::uint8_t cause, const std::string& reason,
                           const Upstream* upstream);

trace::Event discarded_event(trace::Actor from, const std::string& reason);

// "gsup.upstream_ready", "gsup.upstream_lost".
trace::Event link_event(const Upstream& upstream, bool ready, const std::string& reason);
// "gsup.sgsn_connected", "gsup.sgsn_lost".
trace::Event sgsn_event(bool connected, const std::string& detail);

}  // namespace foothold::operators::vno
