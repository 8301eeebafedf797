// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Octets marked "osmo-sgsn" were sent or accepted by osmo-sgsn 1.9.0 over Gb.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/sm/messages/activate.h"
#include "gsm/sm/messages/deactivate.h"
#include "gsm/sm/messages/modify.h"

namespace foothold::gsm::sm {
namespace {

// Decodes, encodes again, and expects each cut of the first `imperative` octets to be refused with a reason.
template <class Message>
Message golden(const std::string& hex, std::size_t imperative) {
  const Bytes pdu = *from_hex(hex);
  const auto header = decode_header(pdu);
  EXPECT_TRUE(header);
  const auto message = decode<Message>(pdu);
  EXPECT_TRUE(message) << (message ? "" : foothold::to_string(message.error()));
  EXPECT_EQ(to_hex(encode(header->ti, message.value_or(Message{}))), to_hex(pdu));
  for (std::size_t size = 0; size < pdu.size(); ++size) {
    const auto cut = decode<Message>(ByteView(pdu).first(size));
    EXPECT_EQ(cut.has_value(), size >= imperative) << "cut to " << size;
    EXPECT_TRUE(cut || !cut.error().field.empty());
  }
  return message.value_or(Message{});
}

// osmo-sgsn: TI 0, NSAPI 5, LLC SAPI 3, QoS as subscribed, dynamic IPv4, APN internet, PCO
TEST(SmMessage, ActivatePdpContextRequest) {
  const auto m = golden<ActivatePdpContextRequest>(
      "0a41050303000000020121280908696e7465726e657427178080211001000010810600000000830600000000000d00", 11);
  EXPECT_EQ(m.nsapi, 5);
  EXPECT_EQ(m.llc_sapi, 3);
  EXPECT_EQ(m.requested_qos, QualityOfService{});
  EXPECT_EQ(m.requested_address, PdpAddress{});
  EXPECT_EQ(m.apn->text(), "internet");
  EXPECT_EQ(m.pco->options.size(), 2U);
}

// osmo-sgsn: TI 0 from the responder, LLC SAPI 3, radio priority 4, 172.16.32.2, DNS twice
TEST(SmMessage, ActivatePdpContextAccept) {
  const std::string hex =
      "8a42030e23621f72993f3f1143ffff000000042b060121ac1020022722808021100200001081060909090983069570707"
      "0000d0409090909000d0495707070";
  const auto m = golden<ActivatePdpContextAccept>(hex, 19);
  EXPECT_TRUE(decode_header(*from_hex(hex))->ti.from_responder);
  EXPECT_EQ(m.llc_sapi, 3);
  EXPECT_EQ(m.radio_priority, 4);
  EXPECT_EQ(to_string(*m.address->ipv4()), "172.16.32.2");
  EXPECT_EQ(m.pco->dns_servers().size(), 2U);
}

TEST(SmMessage, ActivatePdpContextReject) {
  EXPECT_EQ(golden<ActivatePdpContextReject>("8a4321", 3).cause, SmCause::requested_service_option_not_subscribed);
}

TEST(SmMessage, RequestPdpContextActivation) {
  const auto m = golden<RequestPdpContextActivation>("1a44 060121ac102002 2804037777 77", 9);
  EXPECT_EQ(to_string(*m.offered_address.ipv4()), "172.16.32.2");
  EXPECT_EQ(m.apn->text(), "www");
  golden<RequestPdpContextActivationReject>("9a4528", 3);
}

TEST(SmMessage, Deactivate) {
  const auto m = golden<DeactivatePdpContextRequest>("0a4624 91 270180", 3);
  EXPECT_EQ(m.cause, SmCause::regular_deactivation);
  EXPECT_EQ(m.tear_down_indicator, 1);
  golden<DeactivatePdpContextAccept>("8a47", 2);
  golden<SmStatus>("0a5551", 3);
}

TEST(SmMessage, Modify) {
  const auto m = golden<ModifyPdpContextRequest>("8a48 02 03 0323621f 2b060121ac102002 340101", 8);
  EXPECT_EQ(m.radio_priority, 2);
  EXPECT_EQ(m.llc_sapi, 3);
  EXPECT_EQ(m.new_qos.delay_class, 4);
  golden<ModifyPdpContextAccept>("0a49", 2);
  golden<ModifyPdpContextReject>("8a4c25", 3);
}

TEST(SmMessage, HeaderRefusesWhatIsNotOurs) {
  for (const auto* hex : {"", "0a", "0841", "7a41"}) {
    const auto header = decode_header(*from_hex(hex));
    ASSERT_FALSE(header) << hex;
    EXPECT_EQ(header.error().answer, 0);
  }
  EXPECT_EQ(decode_header(*from_hex("ea41"))->ti, (TransactionIdentifier{6, true}));
}

TEST(SmMessage, PdpAddressOfAnotherTypeIsKept) {
  Bytes octets = *from_hex("0157");
  octets.resize(18, 0xfe);
  const auto address = PdpAddress::decode(octets);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->ipv4(), std::nullopt);
  Bytes out;
  ByteWriter writer(out);
  address->encode(writer);
  EXPECT_EQ(out, octets);
  EXPECT_FALSE(PdpAddress::decode(*from_hex("0121ac10")));
  EXPECT_FALSE(PdpAddress::decode(*from_hex("01")));
}

}  // namespace
}  // namespace foothold::gsm::sm
