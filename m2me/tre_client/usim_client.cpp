// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/usim_client.h"

#include <algorithm>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::m2me {

namespace {

// RID of 3GPP and the USIM's application code (TS 101 220 annex E); the rest of the AID differs from card to card, and
// SELECT finds it by this much (TS 102 221 11.1.1.2).
const Bytes kUsimAid = {0xa0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02};

constexpr std::uint16_t kEfImsi = 0x6f07;
constexpr std::uint16_t kEfAd = 0x6fad;

constexpr std::uint8_t kGsmContext = 0x80;
constexpr std::uint8_t kUmtsContext = 0x81;
constexpr std::uint8_t kGbaContext = 0x84;

constexpr std::uint8_t kSuccess = 0xdb;
constexpr std::uint8_t kSynchronisationFailure = 0xdc;
constexpr std::uint8_t kGbaBootstrapping = 0xdd;
constexpr std::uint8_t kGbaNafDerivation = 0xde;

constexpr std::uint16_t kAuthenticationError = 0x9862;  // incorrect MAC, TS 31.102 7.3.2

Bytes rand_and_autn(const Rand& rand, const Autn& autn) {
  Bytes data;
  ByteWriter writer(data);
  writer.lv(rand);
  writer.lv(autn);
  return data;
}

template <std::size_t N>
Result<std::array<std::uint8_t, N>> take_fixed(ByteReader& reader, std::string_view name) {
  auto octets = reader.take_lv(name);
  if (!octets) return tl::unexpected(octets.error());
  if (octets->size() != N) return fail("has not " + std::to_string(N) + " octets", std::string(name));
  std::array<std::uint8_t, N> out{};
  std::copy(octets->begin(), octets->end(), out.begin());
  return out;
}

template <std::size_t N>
Result<Secret<N>> take_secret(ByteReader& reader, std::string_view name) {
  auto octets = reader.take_lv(name);
  if (!octets) return tl::unexpected(octets.error());
  if (octets->size() != N) return fail("has not " + std::to_string(N) + " octets", std::string(name));
  return Secret<N>(octets->template first<N>());
}

Result<Bytes> take_res(ByteReader& reader) {
  auto res = reader.take_lv("RES");
  if (!res) return tl::unexpected(res.error());
  if (res->size() < 4 || res->size() > 16) return fail("has not 4 to 16 octets", "RES");
  return Bytes(res->begin(), res->end());
}

Result<UmtsKeys> parse_umts_keys(ByteReader reader) {
  UmtsKeys keys;
  auto res = take_res(reader);
  if (!res) return tl::unexpected(res.error());
  keys.res = std::move(*res);
  auto ck = take_secret<16>(reader, "CK");
  if (!ck) return tl::unexpected(ck.error());
  keys.ck = *ck;
  auto ik = take_secret<16>(reader, "IK");
  if (!ik) return tl::unexpected(ik.error());
  keys.ik = *ik;
  if (reader.empty()) return keys;
  auto kc = take_secret<8>(reader, "Kc");
  if (!kc) return tl::unexpected(kc.error());
  keys.kc = *kc;
  return keys;
}

// Digits of the EF_IMSI coding (TS 31.102 4.2.2): length, then as TS 24.008 10.5.1.4 with the parity in the first.
Result<gsm::Imsi> parse_imsi(ByteView ef) {
  if (ef.empty() || ef[0] < 1 || ef[0] > 8 || ef.size() < 1U + ef[0]) return fail("has a wrong length", "EF_IMSI");
  std::string digits;
  for (std::size_t i = 0; i < ef[0]; ++i) {
    if (i > 0) digits.push_back(static_cast<char>('0' + (ef[1 + i] & 0x0f)));
    digits.push_back(static_cast<char>('0' + (ef[1 + i] >> 4)));
  }
  const bool even = (ef[1] & 0x08) == 0;
  if (even) digits.pop_back();  // the filler
  return gsm::Imsi::parse(digits);
}

// The response may hold keys: it is wiped once it has been read.
class WipedResponse {
 public:
  explicit WipedResponse(CardResponse response) : data_(std::move(response.data)), sw_(response.sw) {}
  ByteReader reader() const { return ByteReader(data_.reveal()); }
  std::uint16_t sw() const { return sw_; }

 private:
  SecretBytes data_;
  std::uint16_t sw_;
};

// A response of UMTS context or GBA bootstrapping: what `parse` makes of a success, or one of the two failures.
template <class Outcome, class Parse>
Result<Outcome> parse_aka(const WipedResponse& response, Parse parse) {
  if (response.sw() == kAuthenticationError) return Outcome(MacFailure{});
  if (response.sw() != 0x9000) return refused("AUTHENTICATE", response.sw());
  ByteReader reader = response.reader();
  auto tag = reader.u8("tag");
  if (!tag) return tl::unexpected(tag.error());
  if (*tag == kSynchronisationFailure) {
    auto auts = take_fixed<14>(reader, "AUTS");
    if (!auts) return tl::unexpected(auts.error());
    return Outcome(SynchronisationFailure{*auts});
  }
  if (*tag != kSuccess) return fail("is neither success nor synchronisation failure", "tag of AUTHENTICATE", 0);
  auto success = parse(reader);
  if (!success) return tl::unexpected(success.error());
  return Outcome(std::move(*success));
}

}  // namespace

Result<UsimClient> UsimClient::open(Terminal& terminal) {
  auto channel = terminal.open_channel();
  if (!channel) return tl::unexpected(channel.error());
  UsimClient client(terminal, *channel);
  auto selected = client.select();
  if (!selected) return tl::unexpected(selected.error());
  return client;
}

Result<void> UsimClient::select() {
  auto response = terminal_->send(channel_, {CommandClass::interindustry, 0xa4, 0x04, 0x0c, kUsimAid, false});
  if (!response) return tl::unexpected(response.error());
  if (!response->ok()) return refused("SELECT of the USIM", response->sw);
  return {};
}

Result<gsm::Imsi> UsimClient::imsi() {
  auto ef = read_transparent(kEfImsi, "EF_IMSI");
  if (!ef) return tl::unexpected(ef.error());
  return parse_imsi(*ef);
}

Result<std::uint8_t> UsimClient::mnc_digits() {
  auto ef = read_transparent(kEfAd, "EF_AD");
  if (!ef) return tl::unexpected(ef.error());
  if (ef->size() < 4) return fail("does not say the length of the MNC", "EF_AD");
  const auto digits = static_cast<std::uint8_t>((*ef)[3] & 0x0f);
  if (digits != 2 && digits != 3) return fail("says an MNC length that is neither 2 nor 3", "EF_AD", 3);
  return digits;
}

Result<UmtsAuthentication> UsimClient::authenticate(const Rand& rand, const Autn& autn) {
  auto response = authenticate_in(kUmtsContext, rand_and_autn(rand, autn));
  if (!response) return tl::unexpected(response.error());
  return parse_aka<UmtsAuthentication>(WipedResponse(std::move(*response)), parse_umts_keys);
}

Result<GsmAuthentication> UsimClient::authenticate_gsm(const Rand& rand) {
  Bytes data;
  ByteWriter(data).lv(rand);
  auto answer = authenticate_in(kGsmContext, std::move(data));
  if (!answer) return tl::unexpected(answer.error());
  const WipedResponse response(std::move(*answer));
  if (response.sw() != 0x9000) return refused("AUTHENTICATE (GSM)", response.sw());
  ByteReader reader = response.reader();
  auto sres = take_fixed<4>(reader, "SRES");
  if (!sres) return tl::unexpected(sres.error());
  auto kc = take_secret<8>(reader, "Kc");
  if (!kc) return tl::unexpected(kc.error());
  return GsmAuthentication{*sres, *kc};
}

Result<GbaAuthentication> UsimClient::authenticate_gba(const Rand& rand, const Autn& autn) {
  Bytes data = rand_and_autn(rand, autn);
  data.insert(data.begin(), kGbaBootstrapping);
  auto response = authenticate_in(kGbaContext, std::move(data));
  if (!response) return tl::unexpected(response.error());
  return parse_aka<GbaAuthentication>(WipedResponse(std::move(*response)), [](ByteReader reader) {
    return take_res(reader).map([](Bytes res) { return GbaResponse{std::move(res)}; });
  });
}

Result<SecretBytes> UsimClient::derive_naf_key(ByteView naf_id, const std::string& impi) {
  if (naf_id.size() > 255 || impi.size() > 255) return fail("NAF_Id or IMPI has more than 255 octets", "NAF_Id");
  Bytes data = {kGbaNafDerivation};
  ByteWriter writer(data);
  writer.lv(naf_id);
  writer.lv(Bytes(impi.begin(), impi.end()));
  auto answer = authenticate_in(kGbaContext, std::move(data));
  if (!answer) return tl::unexpected(answer.error());
  const WipedResponse response(std::move(*answer));
  if (response.sw() != 0x9000) return refused("AUTHENTICATE (NAF derivation)", response.sw());
  ByteReader reader = response.reader();
  auto tag = reader.u8("tag");
  if (!tag || *tag != kSuccess) return fail("is not that of a success", "tag of AUTHENTICATE", 0);
  auto key = reader.take_lv("Ks_ext_NAF");
  if (!key) return tl::unexpected(key.error());
  return SecretBytes(*key);
}

Result<Bytes> UsimClient::read_transparent(std::uint16_t fid, std::string_view name) {
  const Bytes path = {static_cast<std::uint8_t>(fid >> 8), static_cast<std::uint8_t>(fid)};
  auto selected = terminal_->send(channel_, {CommandClass::interindustry, 0xa4, 0x00, 0x0c, path, false});
  if (!selected) return tl::unexpected(selected.error());
  if (!selected->ok()) return refused("SELECT of " + std::string(name), selected->sw);
  auto response = terminal_->send(channel_, {CommandClass::interindustry, 0xb0, 0x00, 0x00});
  if (!response) return tl::unexpected(response.error());
  if (!response->ok()) return refused("READ BINARY of " + std::string(name), response->sw);
  return std::move(response->data);
}

Result<CardResponse> UsimClient::authenticate_in(std::uint8_t context, Bytes data) {
  return terminal_->send(channel_, {CommandClass::interindustry, 0x88, 0x00, context, std::move(data)});
}

}  // namespace foothold::m2me
