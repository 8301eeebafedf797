// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "gsm/gsup/message.h"
#include "trace/event.h"

namespace foothold::operators::icf {

// Events of docs/interfaces.md section 8. None carries octets of a message: answers hold CK and IK.

// "gsup.<type>", between VNO and ICF.
trace::Event gsup_event(trace::Kind kind, const gsm::gsup::Message& message);
trace::Event gsup_discarded(const std::string& reason);
// `credential`: "store" or "ccif".
trace::Event vectors_generated(const gsm::Imsi& pcid, std::size_t count, const std::string& credential);
// "icf.<name>", a decision or failure about one PCID.
trace::Event icf_event(trace::Kind kind, const std::string& name, const gsm::Imsi& pcid, const std::string& reason);

// Ub, between M2ME and ICF. `pcid` may be empty where it is not known yet.
trace::Event challenged(const std::string& pcid, const std::string& ip);
trace::Event bootstrapped(const std::string& pcid, const std::string& ip, const std::string& btid);
trace::Event bootstrapping_refused(const std::string& pcid, const std::string& ip, const std::string& reason);

}  // namespace foothold::operators::icf
