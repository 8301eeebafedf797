// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/tre_client.h"

#include <algorithm>
#include <utility>

#include "m2me/tre_client/tlv.h"

namespace foothold::m2me {

namespace {

// docs/interfaces.md 3
const Bytes kTreAid = {0xf0, 0x46, 0x4f, 0x4f, 0x54, 0x48, 0x4f, 0x4c, 0x44, 0x01};

std::string to_text(ByteView octets) {
  return {octets.begin(), octets.end()};
}

Result<McimEntry> parse_entry(ByteView value) {
  McimEntry entry;
  ByteReader reader(value);
  while (!reader.empty()) {
    auto tlv = read_tlv(reader);
    if (!tlv) return tl::unexpected(tlv.error());
    switch (tlv->tag) {
      case 0x81:
        entry.identifier = to_text(tlv->value);
        break;
      case 0x82:
        if (tlv->value.size() != 1 || tlv->value[0] > 1) return fail("is neither 0 nor 1", "MCIM state");
        entry.state = static_cast<McimState>(tlv->value[0]);
        break;
      case 0x83:
        entry.imsi = to_text(tlv->value);
        break;
      case 0x84:
        entry.sho_plmn = to_text(tlv->value);
        break;
      default:
        break;  // of a later version
    }
  }
  if (entry.identifier.empty()) return fail("is missing", "MCIM identifier");
  return entry;
}

}  // namespace

Result<TreClient> TreClient::open(Terminal& terminal) {
  auto channel = terminal.open_channel();
  if (!channel) return tl::unexpected(channel.error());
  // P1 04: by AID; P2 0C: no data wanted (TS 102 221 11.1.1.2).
  auto selected = terminal.send(*channel, {CommandClass::interindustry, 0xa4, 0x04, 0x0c, kTreAid, false});
  if (!selected) return tl::unexpected(selected.error());
  if (!selected->ok()) return refused("SELECT of the TRE application", selected->sw);
  return TreClient(terminal, *channel);
}

Result<std::string> TreClient::tre_identity() {
  return get_text("GET DATA (TRE identity)", 0x01);
}

Result<gsm::Imsi> TreClient::pcid() {
  auto digits = get_text("GET DATA (PCID)", 0x02);
  if (!digits) return tl::unexpected(digits.error());
  return gsm::Imsi::parse(*digits);
}

Result<Bytes> TreClient::pfc_sign_certificate() {
  return get_data("GET DATA (PfC sign)", 0x03);
}
Result<Bytes> TreClient::pfc_enc_certificate() {
  return get_data("GET DATA (PfC enc)", 0x04);
}

Result<TreState> TreClient::state() {
  auto octets = get_data("GET DATA (state)", 0x05);
  if (!octets) return tl::unexpected(octets.error());
  if (octets->size() != 1 || (*octets)[0] > 1) return fail("is neither READY nor LOCKED", "TRE state");
  return static_cast<TreState>((*octets)[0]);
}

Result<Bytes> TreClient::operators_ca() {
  return get_data("GET DATA (Operators CA)", 0x06);
}
Result<std::string> TreClient::discovery_address() {
  return get_text("GET DATA (discovery address)", 0x07);
}
Result<std::string> TreClient::apn() {
  return get_text("GET DATA (APN)", 0x08);
}

Result<std::array<std::uint8_t, 32>> TreClient::extend_measurement(const std::string& component,
                                                                   const std::array<std::uint8_t, 32>& sha256) {
  Bytes data;
  ByteWriter writer(data);
  write_tlv(writer, 0x81, Bytes(component.begin(), component.end()));
  write_tlv(writer, 0x82, sha256);
  auto value = command("EXTEND MEASUREMENT", 0x30, 0, 0, std::move(data));
  if (!value) return tl::unexpected(value.error());
  std::array<std::uint8_t, 32> reg{};
  if (value->size() != reg.size()) return fail("has not 32 octets", "register value");
  std::copy(value->begin(), value->end(), reg.begin());
  return reg;
}

Result<std::string> TreClient::evidence(ByteView nonce) {
  return command("GET EVIDENCE", 0x32, 0, 0, Bytes(nonce.begin(), nonce.end())).map([](const Bytes& jwt) {
    return to_text(jwt);
  });
}

Result<Bytes> TreClient::sign_tls(ByteView to_be_signed) {
  return command("SIGN TLS", 0x34, 0, 0, Bytes(to_be_signed.begin(), to_be_signed.end()));
}

Result<void> TreClient::verify_bootstrap(const std::array<std::uint8_t, 20>& mac, ByteView document) {
  Bytes data;
  ByteWriter writer(data);
  write_tlv(writer, 0x81, mac);
  if (document.size() > 0xffff) return fail("has more than 65535 octets", "bootstrap document");
  write_tlv(writer, 0x82, document);
  auto done = command("VERIFY BOOTSTRAP", 0x36, 0, 0, std::move(data));
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::string> TreClient::install_mcim(ByteView object) {
  return command("INSTALL MCIM", 0x40, 0, 0, Bytes(object.begin(), object.end())).map([](const Bytes& identifier) {
    return to_text(identifier);
  });
}

Result<bool> TreClient::was_installed(const std::string& transaction) {
  auto answer = command("GET TRANSACTION", 0x4a, 0, 0, Bytes(transaction.begin(), transaction.end()));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->size() != 1) return fail("is not one octet", "GET TRANSACTION");
  return answer->front() != 0;
}

Result<std::vector<McimEntry>> TreClient::list_mcim() {
  auto list = command("LIST MCIM", 0x42, 0, 0);
  if (!list) return tl::unexpected(list.error());
  std::vector<McimEntry> entries;
  ByteReader reader(*list);
  while (!reader.empty()) {
    auto tlv = read_tlv(reader);
    if (!tlv) return tl::unexpected(tlv.error());
    if (tlv->tag != 0x30) continue;
    auto entry = parse_entry(tlv->value);
    if (!entry) return tl::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Result<void> TreClient::activate_mcim(const std::string& identifier) {
  return named_command("ACTIVATE MCIM", 0x44, identifier);
}
Result<void> TreClient::deactivate_mcim(const std::string& identifier) {
  return named_command("DEACTIVATE MCIM", 0x46, identifier);
}
Result<void> TreClient::delete_mcim(const std::string& identifier) {
  return named_command("DELETE MCIM", 0x48, identifier);
}

Result<Bytes> TreClient::command(std::string_view name, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2,
                                 Bytes data) {
  auto response = terminal_->send(channel_, {CommandClass::proprietary, ins, p1, p2, std::move(data)});
  if (!response) return tl::unexpected(response.error());
  if (!response->ok()) return refused(name, response->sw);
  return std::move(response->data);
}

Result<Bytes> TreClient::get_data(std::string_view name, std::uint8_t object) {
  return command(name, 0xca, 0x01, object);
}

Result<std::string> TreClient::get_text(std::string_view name, std::uint8_t object) {
  return get_data(name, object).map([](const Bytes& octets) { return to_text(octets); });
}

Result<void> TreClient::named_command(std::string_view name, std::uint8_t ins, const std::string& identifier) {
  auto done = command(name, ins, 0, 0, Bytes(identifier.begin(), identifier.end()));
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace foothold::m2me
