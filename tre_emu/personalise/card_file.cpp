// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/personalise/card_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "base/hex.h"

namespace foothold::tre_emu::personalise {

namespace {

namespace auth = gsm::auth;

constexpr auto kKeys = std::to_array<std::string_view>({"pcid",      "mnc_digits", "tre_identity",
                                                        "discovery", "apn",        "naf_drf",
                                                        "algorithm", "k",          "opc",
                                                        "op",        "r",          "c",
                                                        "topc",      "top",        "keccak_iterations",
                                                        "res_size",  "ki",         "sqn",
                                                        "ind_bits",  "delta",      "age_limit",
                                                        "pin1",      "puk1",       "pin2",
                                                        "puk2",      "adm1"});

// Reads the keys of a table; keeps the first thing that is wrong.
class Reader {
 public:
  explicit Reader(const toml::table& table) : table_(table) {
    for (const auto& [key, node] : table)
      if (std::ranges::find(kKeys, key.str()) == kKeys.end()) refuse(key.str(), "is no key of a card file");
  }

  const std::optional<Error>& failure() const { return failure_; }
  bool has(std::string_view key) const { return table_.contains(key); }

  std::string text(std::string_view key, std::string otherwise) {
    if (!has(key)) return otherwise;
    const auto value = table_[key].value_exact<std::string>();
    if (!value) refuse(key, "has to be a text");
    return value.value_or(std::move(otherwise));
  }
  std::uint64_t number(std::string_view key, std::uint64_t otherwise, std::uint64_t limit) {
    if (!has(key)) return otherwise;
    const auto value = table_[key].value_exact<std::int64_t>();
    if (value && *value >= 0 && static_cast<std::uint64_t>(*value) <= limit) return static_cast<std::uint64_t>(*value);
    refuse(key, "is a number, of at most " + std::to_string(limit));
    return otherwise;
  }
  SecretBytes octets(std::string_view key) {
    auto value = from_hex(text(key, {}));
    if (!value) refuse(key, "is hex");
    return SecretBytes(std::move(value).value_or(Bytes()));
  }
  template <std::size_t N>
  Secret<N> secret(std::string_view key) {
    const auto value = octets(key);
    if (value.size() == N) return Secret<N>(value.reveal().template first<N>());
    refuse(key, "has " + std::to_string(2 * N) + " hex digits");
    return {};
  }
  const toml::array* list(std::string_view key) {
    if (!has(key)) return nullptr;
    const auto* const array = table_[key].as_array();
    if (!array || array->size() != 5) {
      refuse(key, "is a list of five");
      return nullptr;
    }
    return array;
  }
  void refuse(std::string_view key, std::string what) {
    if (!failure_) failure_ = Error{std::move(what), std::string(key)};
  }

 private:
  const toml::table& table_;
  std::optional<Error> failure_;
};

auth::MilenageConstants constants(Reader& reader) {
  auth::MilenageConstants constants;
  if (const auto* const r = reader.list("r")) {
    for (std::size_t i = 0; i < 5; ++i) {
      const auto value = (*r)[i].value_exact<std::int64_t>();
      if (!value || *value < 0 || *value > 127) reader.refuse("r", "has numbers from 0 to 127");
      constants.r[i] = static_cast<std::uint8_t>(value.value_or(0));
    }
  }
  if (const auto* const c = reader.list("c")) {
    for (std::size_t i = 0; i < 5; ++i) {
      const auto octets = from_hex((*c)[i].value_exact<std::string>().value_or(""));
      if (!octets || octets->size() != 16) {
        reader.refuse("c", "has texts of 32 hex digits");
      } else {
        std::ranges::copy(*octets, constants.c[i].begin());
      }
    }
  }
  return constants;
}

// Digits, or for ADM1 also 16 hex digits.
void read_pins(Reader& reader, Order& order) {
  const auto digits = [&](std::string_view key, std::size_t at_least) -> std::optional<card::PinValue> {
    if (!reader.has(key)) return std::nullopt;
    const auto text = reader.text(key, {});
    auto value = text.size() >= at_least ? card::pin_value(text) : std::nullopt;
    if (!value) reader.refuse(key, at_least == 8 ? "has 8 digits" : "has 4 to 8 digits");
    return value;
  };
  order.pin1 = digits("pin1", 4);
  order.puk1 = digits("puk1", 8);
  order.pin2 = digits("pin2", 4);
  order.puk2 = digits("puk2", 8);
  if (reader.has("adm1") && reader.text("adm1", {}).size() == 16) {
    order.adm1 = reader.secret<8>("adm1");
  } else {
    order.adm1 = digits("adm1", 4);
  }
}

void read_algorithm(Reader& reader, Order& order) {
  const auto name = reader.text("algorithm", "milenage");
  const auto res_size = [&](std::uint64_t otherwise) {
    return static_cast<std::uint8_t>(reader.number("res_size", otherwise, 16));
  };
  if (name == "milenage") {
    if (reader.has("k")) order.k = reader.secret<16>("k");
    if (reader.has("op") && !order.k) return reader.refuse("op", "needs k beside it");
    if (reader.has("op")) order.opc = auth::make_opc(*order.k, reader.secret<16>("op"));
    if (reader.has("opc")) order.opc = reader.secret<16>("opc");
    order.milenage_constants = constants(reader);
  } else if (name == "tuak") {
    auth::TuakKey key;
    key.k = reader.octets("k");
    key.iterations = static_cast<std::uint8_t>(reader.number("keccak_iterations", 1, 255));
    key.res_size = res_size(8);
    if (key.k.size() != 16 && key.k.size() != 32) return reader.refuse("k", "has 32 or 64 hex digits");
    key.topc = reader.has("topc") ? reader.secret<32>("topc")
                                  : auth::make_topc(key.k.reveal(), reader.secret<32>("top"), key.iterations);
    order.algorithm = std::move(key);
  } else if (name == "xor") {
    order.algorithm = auth::XorKey{reader.secret<16>("k"), res_size(16)};
  } else if (name == "comp128v1" || name == "comp128v2" || name == "comp128v3") {
    order.algorithm = auth::Comp128Key{reader.secret<16>("ki"), static_cast<std::uint8_t>(name.back() - '0')};
  } else {
    reader.refuse("algorithm", "is milenage, tuak, xor, comp128v1, comp128v2 or comp128v3");
  }
}

}  // namespace

Result<Order> parse_card_file(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    // Its description may quote what stands there, keys too.
    return fail("is no TOML in line " + std::to_string(error.source().begin.line), "card file");
  }
  Reader reader(table);
  Order order;
  order.pcid = reader.text("pcid", {});
  order.mnc_digits = static_cast<int>(reader.number("mnc_digits", 2, 3));
  order.tre_identity = reader.text("tre_identity", "TRE-" + order.pcid);
  order.discovery_url = reader.text("discovery", "https://discovery.invalid/");
  order.apn = reader.text("apn", "internet");
  order.drf_name = reader.text("naf_drf", "drf.invalid");
  order.sqn = auth::Sqn(reader.number("sqn", 0, auth::Sqn::kMax));
  order.sqn_scheme.ind_bits = static_cast<std::uint8_t>(reader.number("ind_bits", auth::Sqn::kIndBits, 5));
  order.sqn_scheme.delta = reader.number("delta", order.sqn_scheme.delta, auth::Sqn::kMax);
  order.sqn_scheme.age_limit = reader.number("age_limit", 0, auth::Sqn::kMax);
  read_algorithm(reader, order);
  read_pins(reader, order);
  if (reader.failure()) return tl::unexpected(*reader.failure());
  return order;
}

}  // namespace foothold::tre_emu::personalise
