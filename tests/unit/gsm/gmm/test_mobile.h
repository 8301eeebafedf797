// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/hex.h"
#include "gsm/gmm/gmm_ms.h"

namespace foothold::gsm::gmm {

inline const RoutingArea kHere{{1, 1, 2}, 1, 1};
inline const RoutingArea kThere{{1, 1, 2}, 2, 1};

GmmSettings test_settings();

// A mobile under test, and what it asked for since the last input.
class TestMobile {
 public:
  explicit TestMobile(GmmSettings settings = test_settings());

  // Inputs. Each replaces `effects`.
  void attach() { effects = gmm.attach(); }
  void detach(bool power_off = false) { effects = gmm.detach(power_off); }
  void cell(const RoutingArea& area = kHere) { effects = gmm.on_cell_available(area); }
  void receive(const std::string& hex, bool ciphered = false) { effects = gmm.on_pdu(*from_hex(hex), ciphered); }
  void expire(GmmTimer timer) { effects = gmm.on_timer(timer); }
  void sim(const AuthenticateOutcome& outcome) {
    ASSERT_TRUE(challenge_id) << "the mobile asked its SIM nothing";
    effects = gmm.on_authenticate_response(*challenge_id, outcome);
  }
  template <class Message>
    requires requires { Message::kType; }
  void receive(const Message& message, bool ciphered = false) {
    effects = gmm.on_pdu(encode(message), ciphered);
    for (const auto& effect : effects) {
      if (const auto* request = std::get_if<AuthenticateRequest>(&effect)) challenge_id = request->id;
    }
  }

  // Attached by UMTS AKA under GEA/3, P-TMSI f0000001, in kHere.
  void attach_completely();
  void challenge(std::uint8_t gea = 3, bool with_autn = true, std::uint8_t rand = 0x11);

  template <class T>
  const T* find() const {
    for (const auto& effect : effects) {
      if (const auto* found = std::get_if<T>(&effect)) return found;
    }
    return nullptr;
  }
  template <class T>
  std::ptrdiff_t position() const {
    return std::find_if(effects.begin(), effects.end(), [](const auto& e) { return std::holds_alternative<T>(e); }) -
           effects.begin();
  }
  std::vector<std::string> sent() const;  // in hex
  template <class Message>
  std::optional<Message> sent_message() const {
    for (const auto& effect : effects) {
      const auto* pdu = std::get_if<l3::SendPdu>(&effect);
      if (pdu == nullptr) continue;
      if (auto message = decode<Message>(pdu->bytes)) return *message;
    }
    return std::nullopt;
  }
  std::optional<std::chrono::milliseconds> started(GmmTimer timer) const;
  bool stopped(GmmTimer timer) const;
  const trace::Event* event(const std::string& name) const;

  GmmMs gmm;
  Effects effects;
  std::optional<std::uint32_t> challenge_id;
};

Authenticated umts_success();
AttachAccept test_accept(std::uint32_t ptmsi = 0xf0000001);

}  // namespace foothold::gsm::gmm
