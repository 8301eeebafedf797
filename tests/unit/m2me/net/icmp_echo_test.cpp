// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/net/icmp_echo.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::m2me {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

TEST(IcmpEcho, ReadsAndWritesGoldenOctets) {
  // An echo request of ping(8), identifier 1, sequence 7, cut to four octets of data; checksum by hand (RFC 1071):
  // 0800 + 0001 + 0007 + 6162 + 6364 = ccce, complement 3331
  const Bytes golden = hex("0800 3331 0001 0007 61626364");
  const IcmpEcho echo{false, 1, 7, {'a', 'b', 'c', 'd'}};
  EXPECT_EQ(to_hex(encode_icmp_echo(echo)), to_hex(golden));
  EXPECT_EQ(decode_icmp_echo(golden).value(), echo);
}

TEST(IcmpEcho, GoesThereAndBack) {
  for (std::size_t size : {0U, 1U, 56U, 57U, 1400U}) {
    const IcmpEcho echo{true, 0xffff, 0x8000, Bytes(size, 0xff)};
    EXPECT_EQ(decode_icmp_echo(encode_icmp_echo(echo)).value(), echo);
  }
}

TEST(IcmpEcho, RefusesTruncationsAndOtherMessages) {
  const Bytes golden = hex("0800 3331 0001 0007 61626364");
  for (std::size_t size = 0; size < golden.size(); ++size) {
    EXPECT_FALSE(decode_icmp_echo(ByteView(golden).first(size))) << size;
  }
  EXPECT_FALSE(decode_icmp_echo(hex("0800 3332 0001 0007 61626364")));  // wrong checksum
  EXPECT_FALSE(decode_icmp_echo(hex("0301 fcfe 00000000")));            // destination unreachable
}

TEST(Ipv4Payload, IsFoundBehindOptions) {
  Bytes packet = hex("46000020 00000000 40010000 7f000001 7f000001 01010101 0102030405060708");
  EXPECT_EQ(to_hex(ipv4_payload(packet).value()), "0102030405060708");
  packet.push_back(0xee);  // padding of the link
  EXPECT_EQ(ipv4_payload(packet).value().size(), 8U);
}

TEST(Ipv4Payload, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(ipv4_payload({}));
  EXPECT_FALSE(ipv4_payload(hex("60000014 00000000 40010000 7f000001 7f000001")));  // IPv6
  EXPECT_FALSE(ipv4_payload(hex("45000015 00000000 40010000 7f000001 7f000001")));  // longer than there is
  EXPECT_FALSE(ipv4_payload(hex("44000014 00000000 40010000 7f000001 7f000001")));  // header of 16 octets
  EXPECT_FALSE(ipv4_payload(hex("46000014 00000000 40010000 7f000001 7f000001")));  // header longer than all
}

}  // namespace
}  // namespace foothold::m2me
