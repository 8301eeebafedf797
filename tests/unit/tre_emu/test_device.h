// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "pki/m2msimmobj.h"
#include "tests/unit/tre_emu/memory_folder.h"
#include "tre_emu/personalise/personalise.h"
#include "tre_emu/tre.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu {

// For what a test has to succeed in before it begins.
inline void require(const Result<void>& done) {
  if (!done) throw std::runtime_error(to_string(done.error()));
}

inline Bytes hex(std::string_view text) {
  return from_hex(text).value();
}
inline Secret<16> key_of(std::string_view text) {
  return Secret<16>(ByteView(hex(text)).first<16>());
}

// TS 35.208 4.3, test set 1.
inline constexpr std::string_view kK = "465b5ce8b199b49faa5f0a2ee238a6bc";
inline constexpr std::string_view kOpc = "cd63cb71954a9f4e48a5994e37a02baf";
inline constexpr std::uint64_t kSqn = 0xff9bb4d0b607;  // the one of the test set

inline constexpr const char* kPcid = "001020000000001";
inline constexpr const char* kTreIdentity = "TRE-000001";
inline constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'800'000'000)};

inline pki::RandomSource seeded_random() {
  return [state = std::uint32_t{1}](std::span<std::uint8_t> out) mutable -> Result<void> {
    for (auto& octet : out) {
      state = state * 1664525U + 1013904223U;
      octet = static_cast<std::uint8_t>(state >> 24);
    }
    return {};
  };
}

// The authorities and the SHO, made once: key generation is slow under sanitizers.
struct TestPki {
  pki::Validity validity{kNow - std::chrono::hours(24), kNow + std::chrono::days(100)};
  pki::Authority platform = pki::make_authority("PfCA", "Platform CA", validity).value();
  pki::Authority operators = pki::make_authority("RO", "Operators CA", validity).value();
  pki::PrivateKey sho_key = pki::PrivateKey::generate().value();
  pki::Certificate sho = pki::issue_sho_signer(operators, sho_key.public_key(), "00103", validity).value();

  static const TestPki& get() {
    static const TestPki pki;
    return pki;
  }
};

inline personalise::Order test_order() {
  personalise::Order order;
  order.pcid = kPcid;
  order.tre_identity = kTreIdentity;
  order.discovery_url = "https://10.23.1.1/";
  order.apn = "foothold.ro";
  order.drf_name = "drf.foothold.ro";
  order.k = key_of(kK);
  order.opc = key_of(kOpc);
  order.sqn = gsm::auth::Sqn(kSqn - 32);  // the one before in the same place of the array
  return order;
}

inline personalise::Personalisation test_personalisation(const personalise::Order& order = test_order()) {
  const auto& pki = TestPki::get();
  return personalise::personalise(order, pki.platform, pki.operators.certificate, kNow, seeded_random()).value();
}

// Every PIN that a card has.
inline card::Pins test_pins() {
  auto pins = card::Pins::initial();
  pins.pin1 = card::Pin::fresh(*card::pin_value("1234"), *card::pin_value("11111111"));
  pins.pin2 = card::Pin::fresh(*card::pin_value("5678"), *card::pin_value("22222222"));
  pins.adm1 = card::Pin::fresh(*card::pin_value("88888888"), card::PinValue());
  return pins;
}

// A TRE in a folder of memory, and a terminal at it.
class TestDevice {
 public:
  explicit TestDevice(const personalise::Order& order = test_order(), const card::Pins& pins = card::Pins::initial()) {
    auto made = test_personalisation(order);
    made.state.pins = pins;
    require(vault::Vault::create(folder, seeded_random(), made.fuse, made.state));
    power_cycle();
  }

  void power_cycle() {
    tre = Tre::power_up(folder, seeded_random()).value();
    terminal = tre->connect();
  }

  // The answer as hex, SW included. The events are in `events`.
  std::string send(std::string_view command) { return send(hex(command)); }
  std::string send(const Bytes& command) {
    auto outcome = tre->on_apdu(terminal, command, clock);
    events = std::move(outcome.events);
    return to_hex(outcome.response);
  }

  // Any size of command and answer: chains, then collects.
  std::string exchange(card::Command command) {
    Bytes rest = std::move(command.data);
    while (rest.size() > 255) {
      auto part = command;
      part.cla = static_cast<std::uint8_t>(part.cla | 0x10);
      part.ne.reset();
      part.data.assign(rest.begin(), rest.begin() + 255);
      rest.erase(rest.begin(), rest.begin() + 255);
      const auto answer = send(card::encode_command(part));
      if (answer != "9000") return answer;
    }
    command.data = std::move(rest);
    command.ne = 256;
    std::string data;
    auto answer = send(card::encode_command(command));
    const auto first_events = events;
    while (answer.substr(answer.size() - 4, 2) == "61") {
      data += answer.substr(0, answer.size() - 4);
      answer = send(Bytes{static_cast<std::uint8_t>(command.cla & 0x03), 0xC0, 0x00, 0x00, 0x00});
    }
    events = first_events;
    return data + answer;
  }
  std::string tre_command(std::uint8_t ins, Bytes data) {
    return exchange({0x80, ins, 0x00, 0x00, std::move(data), {}});
  }

  std::string select_tre() { return send("00A4040C0AF0464F4F54484F4C4401"); }
  std::string select_usim() { return send("00A4040C07A0000000871002"); }

  const trace::Event* event(std::string_view name) const {
    const auto found = std::ranges::find(events, name, &trace::Event::name);
    return found == events.end() ? nullptr : &*found;
  }

  MemoryFolder folder;
  std::unique_ptr<Tre> tre;
  Tre::Connection terminal = 0;
  std::optional<std::chrono::sys_seconds> clock;
  std::vector<trace::Event> events;
};

inline pki::M2msimmobjContent test_mcim(const std::string& identifier = "MCIM-1",
                                        const std::string& imsi = "001030000000001") {
  pki::M2msimmobjContent content;
  content.transaction = "transaction-of-" + identifier;
  content.pcid = kPcid;
  content.tre_identity = kTreIdentity;
  content.sho_plmn = "00103";
  content.mcim = identifier;
  content.expiry = kNow + std::chrono::hours(1);
  content.imsi = imsi;
  content.iccid = "8900103000000000017";
  content.k = key_of("00112233445566778899aabbccddeeff");
  content.opc = key_of("ffeeddccbbaa99887766554433221100");
  content.apn = "internet";
  return content;
}

inline Bytes sealed(const pki::M2msimmobjContent& content, const Tre& tre) {
  const auto& pki = TestPki::get();
  const auto pfc_enc = pki::Certificate::from_der(tre.vault().state().pfc_enc).value();
  return pki::seal_m2msimmobj(content, pfc_enc, pki.sho, pki.sho_key).value();
}

}  // namespace foothold::tre_emu
