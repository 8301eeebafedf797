// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/layer3_compare.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/hex.h"
#include "gsm/gmm/gmm_cause.h"
#include "gsm/gmm/message.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/l3/gprs_timer.h"
#include "gsm/sm/sm_cause.h"
#include "lab/replay/layer3_elements.h"

namespace foothold::lab::replay {
namespace {

struct Reason {
  std::string_view element;
  std::string_view why;
};

// What no two sessions share (TS 24.008 and TS 33.102).
constexpr std::array kMustDiffer = {
    Reason{"RAND", "a challenge is never the same twice"},
    Reason{"AUTN", "a challenge is never the same twice"},
    Reason{"A&C reference number", "the network numbers its challenges"},
    Reason{"authentication response parameter", "the answer to another challenge"},
    Reason{"authentication response parameter (extension)", "the answer to another challenge"},
    Reason{"authentication failure parameter", "the answer to another challenge"},
    Reason{"allocated P-TMSI", "a temporary identity"},
    Reason{"P-TMSI", "a temporary identity"},
    Reason{"P-TMSI signature", "belongs to a temporary identity"},
    Reason{"old P-TMSI signature", "belongs to a temporary identity"},
    Reason{"PDP address", "an address of a pool"},
    Reason{"universal time and local time zone", "the time"},
};

std::string_view reason_to_differ(const Layer3Element& captured, const Layer3Element& live) {
  const auto found = std::find_if(kMustDiffer.begin(), kMustDiffer.end(),
                                  [&](const Reason& row) { return row.element == captured.name; });
  if (found != kMustDiffer.end()) return found->why;
  if (captured.name == "P-TMSI or IMSI" || captured.name == "MS identity") {
    const auto temporary = [](const Bytes& value) {
      const auto identity = gsm::decode_mobile_identity(value);
      return identity && std::holds_alternative<gsm::Ptmsi>(*identity);
    };
    if (temporary(captured.value) && temporary(live.value)) return "a temporary identity";
  }
  return {};
}

std::string in_words(std::string_view name, const Bytes& value) {
  const std::string hex = to_hex(value);
  if (value.size() == 1 && name == "GMM cause")
    return hex + " " + gsm::gmm::to_string(static_cast<gsm::gmm::GmmCause>(value[0]));
  if (value.size() == 1 && name == "SM cause")
    return hex + " " + gsm::sm::to_string(static_cast<gsm::sm::SmCause>(value[0]));
  if (value.size() == 1 && (name.find("timer") != std::string_view::npos || name.find("T3302") == 0)) {
    const auto duration = gsm::l3::GprsTimer{value[0]}.duration();
    return hex + (duration ? " " + std::to_string(duration->count()) + " s" : std::string(" deactivated"));
  }
  if (name == "mobile identity" || name == "P-TMSI or IMSI" || name == "MS identity") {
    const auto identity = gsm::decode_mobile_identity(value);
    if (identity) return gsm::to_string(*identity);
  }
  return value.empty() ? std::string("present") : hex;
}

Finding element_finding(std::size_t packet, const std::string& message, std::string_view element) {
  Finding finding;
  finding.packet = packet;
  finding.message = message;
  finding.element = element;
  return finding;
}

const Layer3Element* find_element(const std::vector<Layer3Element>& elements, std::string_view name) {
  const auto found =
      std::find_if(elements.begin(), elements.end(), [&](const Layer3Element& one) { return one.name == name; });
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Finding> compare_layer3(std::size_t packet, ByteView captured, ByteView live, gsm::llc::Sender sender) {
  const auto name = layer3_name(captured);
  const auto captured_elements = layer3_elements(captured, sender);
  const auto live_elements = layer3_elements(live, sender);
  std::vector<Finding> findings;
  if (!captured_elements || !live_elements) {
    auto finding = element_finding(packet, name, {});
    finding.captured = to_hex(captured);
    finding.live = to_hex(live);
    const bool same = std::equal(captured.begin(), captured.end(), live.begin(), live.end());
    finding.verdict = same ? Verdict::same : Verdict::different;
    if (!same) finding.reason = "cannot be decoded, so compared as octets";
    return {finding};
  }
  for (const auto& element : *captured_elements) {
    auto finding = element_finding(packet, name, element.name);
    finding.captured = in_words(element.name, element.value);
    const auto* counterpart = find_element(*live_elements, element.name);
    if (counterpart == nullptr) {
      finding.verdict = Verdict::different;
      finding.reason = "missing";
    } else {
      finding.live = in_words(element.name, counterpart->value);
      if (counterpart->value != element.value) {
        finding.reason = reason_to_differ(element, *counterpart);
        finding.verdict = finding.reason.empty() ? Verdict::different : Verdict::must_differ;
      }
    }
    findings.push_back(std::move(finding));
  }
  for (const auto& element : *live_elements) {
    if (find_element(*captured_elements, element.name) != nullptr) continue;
    auto finding = element_finding(packet, name, element.name);
    finding.live = in_words(element.name, element.value);
    finding.verdict = Verdict::different;
    finding.reason = "not in the capture";
    findings.push_back(std::move(finding));
  }
  if (findings.empty()) findings.push_back(element_finding(packet, name, {}));  // a message without elements
  return findings;
}

std::vector<Finding> compare_xid(std::size_t packet, ByteView captured, ByteView live) {
  auto finding = element_finding(packet, "llc.xid", "parameters");
  finding.captured = to_hex(captured);
  finding.live = to_hex(live);
  if (!std::equal(captured.begin(), captured.end(), live.begin(), live.end())) finding.verdict = Verdict::different;
  return {finding};
}

bool is_counterpart(ByteView captured, ByteView live) {
  if (captured.size() < 2 || live.size() < 2) return false;
  if ((captured[0] & 0x0fU) != (live[0] & 0x0fU) || captured[1] != live[1]) return false;
  const bool identity_request = (captured[0] & 0x0fU) == gsm::gmm::kProtocolDiscriminator &&
                                captured[1] == static_cast<std::uint8_t>(gsm::gmm::MessageType::identity_request);
  if (identity_request && captured.size() > 2 && live.size() > 2) return (captured[2] & 0x07U) == (live[2] & 0x07U);
  return true;
}

}  // namespace foothold::lab::replay
