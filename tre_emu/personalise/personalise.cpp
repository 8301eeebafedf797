// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/personalise/personalise.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/hex.h"
#include "gsm/identity/imsi.h"
#include "tre_emu/attest/measurement_registers.h"

namespace foothold::tre_emu::personalise {

namespace {

using nlohmann::json;

constexpr std::chrono::days kPfcLife{3650};
constexpr std::size_t kMaxIdentity = 64;

bool printable(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Result<void> check(const Order& order) {
  if (auto pcid = gsm::Imsi::parse(order.pcid); !pcid) return tl::unexpected(pcid.error());
  if (order.mnc_digits != 2 && order.mnc_digits != 3) return fail("is 2 or 3", "mnc-digits");
  if (order.tre_identity.empty() || order.tre_identity.size() > kMaxIdentity || !printable(order.tre_identity)) {
    return fail("has 1 to 64 printable characters", "tre-identity");
  }
  const std::pair<const char*, const std::string&> texts[] = {
      {"discovery", order.discovery_url}, {"apn", order.apn}, {"naf-drf", order.drf_name}};
  for (const auto& [name, text] : texts) {
    if (text.empty() || text.size() > 200 || !printable(text)) return fail("has 1 to 200 printable characters", name);
  }
  if (order.algorithm) return gsm::auth::check_algorithm(*order.algorithm);
  return {};
}

Result<Secret<16>> given_or_random(const std::optional<Secret<16>>& given, const pki::RandomSource& random) {
  if (given) return *given;
  Secret<16> key;
  if (auto filled = random(key.reveal_mutable()); !filled) return tl::unexpected(filled.error());
  return key;
}

// ITU-T E.118: 89, then what identifies the card (here the PCID), then a check digit (Luhn).
std::string iccid_of(const std::string& pcid) {
  std::string digits = "89" + pcid;
  digits.resize(18, '0');
  unsigned sum = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const auto from_right = digits.size() - at;
    unsigned value = static_cast<unsigned>(digits[at] - '0');
    if (from_right % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  digits.push_back(static_cast<char>('0' + (10 - sum % 10) % 10));
  return digits;
}

// Every place of the array counts as used up to `sqn`.
gsm::auth::SqnWindow window_at(gsm::auth::Sqn sqn, const gsm::auth::SqnScheme& scheme) {
  gsm::auth::SqnWindow::Entries entries;
  entries.fill(sqn.value() >> scheme.ind_bits);
  return gsm::auth::SqnWindow(entries, scheme);
}

// What the issuer's authentication centre needs to compute the same. An ICF takes Milenage with its usual constants.
json key_of(const gsm::auth::MilenageKey& key) {
  json out = {{"algorithm", "milenage"}, {"k", to_hex(key.k.reveal())}, {"opc", to_hex(key.opc.reveal())}};
  if (key.constants == gsm::auth::MilenageConstants()) return out;
  out["r"] = key.constants.r;
  for (const auto& constant : key.constants.c) out["c"].push_back(to_hex(constant));
  return out;
}
json key_of(const gsm::auth::TuakKey& key) {
  return {{"algorithm", "tuak"},
          {"k", to_hex(key.k.reveal())},
          {"topc", to_hex(key.topc.reveal())},
          {"keccak_iterations", key.iterations},
          {"res_size", key.res_size}};
}
json key_of(const gsm::auth::XorKey& key) {
  return {{"algorithm", "xor"}, {"k", to_hex(key.k.reveal())}, {"res_size", key.res_size}};
}
json key_of(const gsm::auth::Comp128Key& key) {
  return {{"algorithm", "comp128v" + std::to_string(key.version)}, {"ki", to_hex(key.ki.reveal())}};
}

// A PIN of so many digits, each as likely as the others.
Result<card::PinValue> random_digits(std::size_t count, const pki::RandomSource& random) {
  std::string digits;
  while (digits.size() < count) {
    std::array<std::uint8_t, 1> octet{};
    if (auto filled = random(octet); !filled) return tl::unexpected(filled.error());
    if (octet[0] < 250) digits.push_back(static_cast<char>('0' + octet[0] % 10));
  }
  return *card::pin_value(digits);
}

Result<card::Pins> make_pins(const Order& order, const pki::RandomSource& random) {
  const auto given_or = [&](const std::optional<card::PinValue>& given, std::size_t digits) {
    return given ? Result<card::PinValue>(*given) : random_digits(digits, random);
  };
  const auto puk1 = given_or(order.puk1, 8);
  const auto pin2 = given_or(order.pin2, 4);
  const auto puk2 = given_or(order.puk2, 8);
  const auto adm1 = given_or(order.adm1, 8);
  for (const auto* made : {&puk1, &pin2, &puk2, &adm1})
    if (!*made) return tl::unexpected(made->error());
  const bool asks_for_pin1 = order.pin1.has_value();
  return card::Pins{card::Pin::fresh(order.pin1.value_or(*card::pin_value("0000")), *puk1, asks_for_pin1),
                    card::Pin::fresh(*pin2, *puk2), card::Pin::fresh(*adm1, {})};
}

json pins_for_the_issuer(const card::Pins& pins) {
  return {{"pin1", to_hex(pins.pin1.value.reveal())},
          {"puk1", to_hex(pins.pin1.unblock.reveal())},
          {"pin2", to_hex(pins.pin2.value.reveal())},
          {"puk2", to_hex(pins.pin2.unblock.reveal())},
          {"adm1", to_hex(pins.adm1.value.reveal())}};
}

SecretBytes ro_half(const vault::Subscription& subscription, gsm::auth::Sqn sqn, const card::Pins& pins) {
  auto half = std::visit([](const auto& key) { return key_of(key); }, subscription.algorithm);
  half["pcid"] = subscription.imsi;
  half["amf"] = "0000";
  half["sqn"] = to_hex(sqn.octets());
  half["card"] = pins_for_the_issuer(pins);
  const auto text = half.dump(2);
  return SecretBytes(Bytes(text.begin(), text.end()));
}

std::string pva_half(const Order& order, const vault::DeviceState& state) {
  json components = json::array();
  for (const auto& component : order.components) {
    components.push_back({{"name", component.name}, {"register", to_hex(attest::extended({}, component.digest))}});
  }
  return json{{"pcid", order.pcid},
              {"tre_identity", order.tre_identity},
              {"pfc_sign", to_base64(state.pfc_sign)},
              {"pfc_enc", to_base64(state.pfc_enc)},
              {"components", components}}
      .dump(2);
}

}  // namespace

Result<Personalisation> personalise(const Order& order, const pki::Authority& platform_ca,
                                    const pki::Certificate& operators_ca, std::chrono::sys_seconds now,
                                    const pki::RandomSource& random) {
  if (auto checked = check(order); !checked) return tl::unexpected(checked.error());
  // The registers' own rules, so that no reference value is handed out that no TRE could reach.
  attest::MeasurementRegisters registers;
  for (const auto& component : order.components) {
    if (auto taken = registers.extend(component.name, component.digest); !taken) return tl::unexpected(taken.error());
  }
  if (registers.components().size() != order.components.size()) return fail("is there twice", "component");

  const auto sign_key = pki::PrivateKey::generate();
  const auto enc_key = pki::PrivateKey::generate();
  if (!sign_key || !enc_key) return fail("cannot make the platform keys");
  // An hour back, so that machines whose clocks differ a little agree.
  const pki::Validity validity{now - std::chrono::hours(1), now + kPfcLife};
  const auto pfc_sign =
      pki::issue_pfc_sign(platform_ca, sign_key->public_key(), order.tre_identity, order.pcid, validity);
  if (!pfc_sign) return tl::unexpected(pfc_sign.error());
  const auto pfc_enc = pki::issue_pfc_enc(platform_ca, enc_key->public_key(), order.tre_identity, order.pcid, validity);
  if (!pfc_enc) return tl::unexpected(pfc_enc.error());
  const auto k = given_or_random(order.k, random);
  const auto opc = given_or_random(order.opc, random);
  if (!k || !opc) return fail("cannot make the temporary-access credential");
  auto pins = make_pins(order, random);
  if (!pins) return tl::unexpected(pins.error());

  Personalisation out;
  if (auto filled = random(out.fuse.root_key.reveal_mutable()); !filled) return tl::unexpected(filled.error());
  out.fuse.tre_identity = order.tre_identity;
  out.fuse.pcid = order.pcid;

  auto& state = out.state;
  state.pfc_sign = pfc_sign->to_der();
  state.pfc_enc = pfc_enc->to_der();
  state.operators_ca = operators_ca.to_der();
  state.sign_key = sign_key->to_der();
  state.enc_key = enc_key->to_der();
  state.discovery_url = order.discovery_url;
  state.drf_name = order.drf_name;
  state.pcid.imsi = order.pcid;
  state.pcid.mnc_digits = static_cast<std::uint8_t>(order.mnc_digits);
  state.pcid.iccid = iccid_of(order.pcid);
  state.pcid.apn = order.apn;
  state.pcid.algorithm = order.algorithm.value_or(gsm::auth::MilenageKey{*k, *opc, order.milenage_constants});
  state.pcid.sqn = window_at(order.sqn, order.sqn_scheme);

  state.pins = std::move(*pins);

  out.ro_half = ro_half(state.pcid, order.sqn, state.pins);
  out.pva_half = pva_half(order, state);
  return out;
}

}  // namespace foothold::tre_emu::personalise
