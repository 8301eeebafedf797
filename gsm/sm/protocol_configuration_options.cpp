// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/protocol_configuration_options.h"

#include <algorithm>

#include "base/byte_reader.h"

namespace foothold::gsm::sm {

namespace {

// RFC 1332 and RFC 1877.
constexpr std::uint8_t kConfigureRequest = 1;
constexpr std::uint8_t kConfigureAck = 2;
constexpr std::uint8_t kConfigureNak = 3;
constexpr std::uint8_t kPrimaryDns = 129;
constexpr std::uint8_t kSecondaryDns = 131;

void add_once(std::vector<Ipv4Address>& servers, ByteView address) {
  Ipv4Address server;
  std::copy_n(address.begin(), server.size(), server.begin());
  if (server != Ipv4Address{} && std::find(servers.begin(), servers.end(), server) == servers.end()) {
    servers.push_back(server);
  }
}

// The DNS servers of an IPCP Configure-Ack or -Nak; what is malformed ends the list.
void add_from_ipcp(std::vector<Ipv4Address>& servers, ByteView packet) {
  ByteReader reader(packet);
  const auto code = reader.u8("code");
  if (!code || (*code != kConfigureAck && *code != kConfigureNak)) return;
  if (!reader.u8("identifier") || !reader.u16("length")) return;
  while (reader.remaining() >= 2) {
    const auto type = *reader.u8("type");
    const auto length = *reader.u8("length");
    if (length < 2) return;
    const auto value = reader.take(length - 2U, "value");
    if (!value) return;
    if ((type == kPrimaryDns || type == kSecondaryDns) && value->size() == 4) add_once(servers, *value);
  }
}

}  // namespace

ProtocolConfigurationOptions ProtocolConfigurationOptions::request_dns_and_mtu() {
  const Bytes ipcp{kConfigureRequest, 0, 0, 16, kPrimaryDns, 6, 0, 0, 0, 0, kSecondaryDns, 6, 0, 0, 0, 0};
  return {{{kIpcp, ipcp}, {kDnsServerIpv4, {}}, {kIpv4LinkMtu, {}}}};
}

std::vector<Ipv4Address> ProtocolConfigurationOptions::dns_servers() const {
  std::vector<Ipv4Address> servers;
  for (const auto& option : options) {
    if (option.id == kDnsServerIpv4 && option.contents.size() == 4) add_once(servers, option.contents);
    if (option.id == kIpcp) add_from_ipcp(servers, option.contents);
  }
  return servers;
}

std::optional<std::uint16_t> ProtocolConfigurationOptions::mtu() const {
  for (const auto& option : options) {
    if (option.id != kIpv4LinkMtu || option.contents.size() != 2) continue;
    const auto mtu = static_cast<std::uint16_t>(option.contents[0] << 8 | option.contents[1]);
    if (mtu >= 68) return mtu;
  }
  return std::nullopt;
}

Result<ProtocolConfigurationOptions> ProtocolConfigurationOptions::decode(ByteView value) {
  ByteReader reader(value);
  // Extension bit and configuration protocol: 000 is "PPP for use with IP"; other values are to be taken as that.
  if (auto first = reader.u8("configuration protocol"); !first) return tl::unexpected(first.error());
  ProtocolConfigurationOptions pco;
  while (!reader.empty()) {
    const auto id = reader.u16("protocol or container identifier");
    if (!id) return tl::unexpected(id.error());
    const auto contents = reader.take_lv("protocol or container contents");
    if (!contents) return tl::unexpected(contents.error());
    pco.options.push_back({*id, Bytes(contents->begin(), contents->end())});
  }
  return pco;
}

void ProtocolConfigurationOptions::encode(ByteWriter& writer) const {
  writer.u8(0x80);
  for (const auto& option : options) {
    writer.u16(option.id);
    writer.lv(option.contents);
  }
}

}  // namespace foothold::gsm::sm
