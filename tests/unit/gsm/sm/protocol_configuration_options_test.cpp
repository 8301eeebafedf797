// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/protocol_configuration_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::sm {
namespace {

using Pco = ProtocolConfigurationOptions;
using testing::ElementsAre;
using testing::IsEmpty;

std::string encoded(const Pco& pco) {
  Bytes out;
  ByteWriter writer(out);
  pco.encode(writer);
  return to_hex(out);
}

TEST(ProtocolConfigurationOptions, AsksForDnsAndMtu) {
  // The first part is as osmo-ggsn took it; Wireshark: IPCP Configuration Request, primary and secondary DNS 0.0.0.0.
  EXPECT_EQ(encoded(Pco::request_dns_and_mtu()), "8080211001000010810600000000830600000000000d00001000");
}

// osmo-ggsn's answer: IPCP Configuration Ack with 9.9.9.9 and 149.112.112.112, and both as containers.
TEST(ProtocolConfigurationOptions, ReadsOsmoGgsnsAnswer) {
  const std::string hex = "80802110020000108106090909098306957070 70000d0409090909000d0495707070";
  const auto pco = Pco::decode(*from_hex(hex));
  ASSERT_TRUE(pco);
  EXPECT_EQ(pco->options.size(), 3U);
  EXPECT_THAT(pco->dns_servers(), ElementsAre(Ipv4Address{9, 9, 9, 9}, Ipv4Address{149, 112, 112, 112}));
  EXPECT_EQ(pco->mtu(), std::nullopt);
  EXPECT_EQ(encoded(*pco), to_hex(*from_hex(hex)));
}

TEST(ProtocolConfigurationOptions, ReadsMtu) {
  EXPECT_EQ(Pco::decode(*from_hex("8000100205dc"))->mtu(), 1500);
  EXPECT_EQ(Pco::decode(*from_hex("800010020000"))->mtu(), std::nullopt);
  EXPECT_EQ(Pco::decode(*from_hex("8000100105"))->mtu(), std::nullopt);
}

TEST(ProtocolConfigurationOptions, TakesNoServerFromARequestOrANonsensicalAnswer) {
  EXPECT_THAT(Pco::request_dns_and_mtu().dns_servers(), IsEmpty());
  for (const auto* hex : {"80802100", "8080210102", "8080210402000004", "80802105020000058106", "80802106020000068101",
                          "8080210602000006 81ff", "80000d0400000000", "80000d0301020 3"}) {
    const auto pco = Pco::decode(*from_hex(hex));
    EXPECT_TRUE(!pco || pco->dns_servers().empty()) << hex;
  }
}

TEST(ProtocolConfigurationOptions, RefusesEveryTruncationInsideAnOption) {
  const Bytes whole = *from_hex("80000d0409090909000d0495707070");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(Pco::decode(ByteView(whole).first(size)).has_value(), size == 1 || size == 8) << size;
  }
}

}  // namespace
}  // namespace foothold::gsm::sm
