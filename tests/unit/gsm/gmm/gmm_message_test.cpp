// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Octets marked "osmo-sgsn" were sent or accepted by osmo-sgsn 1.9.0 over Gb.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/gmm/messages/service.h"
#include "gsm/gmm/messages/status.h"

namespace foothold::gsm::gmm {
namespace {

// Decodes, encodes again, and expects each cut of the first `imperative` octets to be refused with a reason.
template <class Message>
Message golden(const std::string& hex, std::size_t imperative) {
  const Bytes pdu = *from_hex(hex);
  const auto message = decode<Message>(pdu);
  EXPECT_TRUE(message) << (message ? "" : foothold::to_string(message.error()));
  EXPECT_EQ(to_hex(encode(message.value_or(Message{}))), to_hex(pdu));
  for (std::size_t size = 0; size < pdu.size(); ++size) {
    const auto cut = decode<Message>(ByteView(pdu).first(size));
    EXPECT_EQ(cut.has_value(), size >= imperative) << "cut to " << size;
    EXPECT_TRUE(cut || !cut.error().field.empty());
  }
  return message.value_or(Message{});
}

// A-I/F DTAP - Attach Request, osmo-sgsn: MS Network Capability 65e0, GPRS attach, CKSN 7, DRX 0a00,
// IMSI 001010000000001, old RAI 001-01-1-1, MS RA capability of 25 octets
TEST(GmmMessage, AttachRequest) {
  const auto m = decode<AttachRequest>(
      *from_hex("08010265e0710a0008091010000000001000f1100001011918b3432b2596620060809ac2c662006080bac8c66200608000"));
  ASSERT_TRUE(m);
  EXPECT_FALSE(m->ms_network_capability.supports_gea(1));
  EXPECT_TRUE(m->ms_network_capability.supports_gea(3));
  EXPECT_EQ(m->attach_type, AttachType::gprs);
  EXPECT_EQ(m->cksn, 7);
  EXPECT_EQ(m->drx_parameter.split_pg_cycle_code, 10);
  EXPECT_EQ(m->identity, MobileIdentity(*Imsi::parse("001010000000001")));
  EXPECT_EQ(m->old_routing_area, (RoutingArea{{1, 1, 2}, 1, 1}));
  EXPECT_EQ(m->ms_ra_capability.bands[0].gprs_multislot_class, 12);
}

TEST(GmmMessage, AttachRequestWithOptionalElements) {
  AttachRequest m;
  m.ms_network_capability.set_gea(3);
  m.identity = Ptmsi{0xc1234567};
  m.ms_ra_capability = MsRaCapability::one_band(AccessTechnology::gsm_e, 1);
  m.old_routing_area = {{1, 1, 2}, 1, 1};
  m.old_ptmsi_signature = PtmsiSignature{1, 2, 3};
  m.requested_ready_timer = l3::GprsTimer{0x16};
  m.tmsi_status = 0;
  const auto again = decode<AttachRequest>(encode(m));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->old_ptmsi_signature, m.old_ptmsi_signature);
  EXPECT_EQ(again->requested_ready_timer, m.requested_ready_timer);
  EXPECT_EQ(again->tmsi_status, 0);
  EXPECT_EQ(encode(*again), encode(m));
}

// osmo-sgsn: GPRS only attached, T3312 10 min, RAI 001-01-1-1, READY 44 s, P-TMSI d7485f5e
TEST(GmmMessage, AttachAccept) {
  const auto m = golden<AttachAccept>("0802012a4400f11000010117161805f4d7485f5e", 11);
  EXPECT_EQ(m.result, AttachResult::gprs);
  EXPECT_EQ(m.periodic_ra_update_timer.duration(), std::chrono::minutes(10));
  EXPECT_EQ(m.routing_area, (RoutingArea{{1, 1, 2}, 1, 1}));
  EXPECT_EQ(m.negotiated_ready_timer->duration(), std::chrono::seconds(44));
  EXPECT_EQ(m.allocated_ptmsi, Ptmsi{0xd7485f5e});
  EXPECT_EQ(m.radio_priority_for_sms, 4);
  EXPECT_EQ(m.radio_priority_2, 4);
}

TEST(GmmMessage, AttachAcceptWithAllElements) {
  const auto m = golden<AttachAccept>(
      "0802012a4400f110000101 19010203 1716 1805f4d7485f5e 2305f411223344 2510 2a012a 8c 4a03001010", 11);
  EXPECT_EQ(m.ptmsi_signature, (PtmsiSignature{1, 2, 3}));
  EXPECT_EQ(m.cause, GmmCause::msc_temporarily_not_reachable);
  EXPECT_EQ(m.t3302->duration(), std::chrono::minutes(10));
  EXPECT_TRUE(m.cell_notification);
}

TEST(GmmMessage, AttachAcceptSkipsElementsOfLaterReleases) {
  // B- network feature support, 34 emergency number list, 6e unknown.
  const auto m = decode<AttachAccept>(*from_hex("0802012a4400f110000101 1716 1805f4d7485f5e b1 3403021f11 6e0100"));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->allocated_ptmsi, Ptmsi{0xd7485f5e});
}

TEST(GmmMessage, AttachCompleteAndReject) {
  golden<AttachComplete>("0803", 2);  // osmo-sgsn
  EXPECT_EQ(golden<AttachReject>("080411", 3).cause, GmmCause::network_failure);
  EXPECT_EQ(golden<AttachReject>("080402 2a012a", 3).cause, GmmCause::imsi_unknown_in_hlr);
}

TEST(GmmMessage, Detach) {
  EXPECT_EQ(golden<MoDetachRequest>("080501", 3).type, 1);  // osmo-sgsn
  EXPECT_EQ(golden<MoDetachRequest>("080509 1805f4d7485f5e 1903010203", 3).ptmsi, Ptmsi{0xd7485f5e});
  golden<MoDetachAccept>("080600", 3);                      // osmo-sgsn
  const auto m = golden<MtDetachRequest>("080501250a", 3);  // osmo-sgsn, to a TLLI that it does not know
  EXPECT_EQ(m.type, MtDetachType::reattach_required);
  EXPECT_EQ(m.cause, GmmCause::implicitly_detached);
  golden<MtDetachAccept>("0806", 2);
}

// osmo-sgsn: GEA/3, IMEISV requested, reference 2, RAND, CKSN 0, AUTN
TEST(GmmMessage, AuthenticationAndCipheringRequest) {
  const auto m = golden<AuthenticationAndCipheringRequest>(
      "08121320217919148de0a4739d147d3ab492e56548802810ebf24d676f0e0000b0e065e09b30a60e", 4);
  EXPECT_EQ(m.ciphering_algorithm, 3);
  EXPECT_EQ(m.imeisv_request, 1);
  EXPECT_EQ(m.reference_number, 2);
  EXPECT_EQ(to_hex(*m.rand), "7919148de0a4739d147d3ab492e56548");
  EXPECT_EQ(m.cksn, 0);
  EXPECT_EQ(to_hex(*m.autn), "ebf24d676f0e0000b0e065e09b30a60e");
}

// osmo-sgsn, to a mobile before R99: no AUTN
TEST(GmmMessage, AuthenticationAndCipheringRequestWithoutAutn) {
  const auto m = golden<AuthenticationAndCipheringRequest>("081213802137aea9c6526f79919e953c8256ece6ec80", 4);
  EXPECT_EQ(m.autn, std::nullopt);
  EXPECT_EQ(m.reference_number, 8);
}

// osmo-sgsn: RES of eight octets, in two elements
TEST(GmmMessage, AuthenticationAndCipheringResponse) {
  const auto m = golden<AuthenticationAndCipheringResponse>("081302223f515b4323093365290900000000f12904e8963192", 3);
  EXPECT_EQ(to_hex(*m.res), "3f515b43");
  EXPECT_EQ(to_hex(*m.res_extension), "e8963192");
  EXPECT_EQ(m.imeisv, MobileIdentity(*Imeisv::parse("3569290000000001")));
}

TEST(GmmMessage, AuthenticationAndCipheringFailureAndReject) {
  EXPECT_EQ(golden<AuthenticationAndCipheringFailure>("081c14", 3).cause, GmmCause::mac_failure);
  EXPECT_EQ(to_hex(*golden<AuthenticationAndCipheringFailure>("081c15300e0102030405060708090a0b0c0d0e", 3).auts),
            "0102030405060708090a0b0c0d0e");
  golden<AuthenticationAndCipheringReject>("0814", 2);
}

TEST(GmmMessage, Identity) {
  EXPECT_EQ(golden<IdentityRequest>("081502", 3).type, IdentityType::imei);  // osmo-sgsn
  EXPECT_EQ(golden<IdentityResponse>("0816083a65290900000000", 11).identity,
            MobileIdentity(*Imei::parse("356929000000000")));
  const auto m = decode<IdentityResponse>(*from_hex("0816083a65290900000010"));  // a check digit that does not fit
  ASSERT_FALSE(m);
  EXPECT_EQ(m.error().field, "mobile identity");
  EXPECT_EQ(m.error().answer, 96);
}

TEST(GmmMessage, RoutingAreaUpdate) {
  RoutingAreaUpdateRequest request;
  request.update_type = UpdateType::periodic;
  request.cksn = 2;
  request.old_routing_area = {{1, 1, 2}, 1, 1};
  request.ms_ra_capability = MsRaCapability::one_band(AccessTechnology::gsm_e, 1);
  request.drx_parameter = DrxParameter{10, 0, true, 3};
  request.ms_network_capability = MsNetworkCapability{};
  request.pdp_context_status = PdpContextStatus{0x20, 0x00};
  request.ptmsi = Ptmsi{0xc0000001};
  const Bytes pdu = encode(request);
  EXPECT_EQ(to_hex(ByteView(pdu).first(9)), "08082300f110000101");
  const auto again = decode<RoutingAreaUpdateRequest>(pdu);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->drx_parameter, request.drx_parameter);
  EXPECT_EQ(again->pdp_context_status, request.pdp_context_status);
  EXPECT_EQ(encode(*again), pdu);

  const auto accept =
      golden<RoutingAreaUpdateAccept>("0809102a00f110000101 1805f4d7485f5e 1716 2510 2a012a 32022000", 10);
  EXPECT_EQ(accept.result, UpdateResult::combined);
  EXPECT_EQ(accept.force_to_standby, 0);
  EXPECT_EQ(accept.pdp_context_status, (PdpContextStatus{0x20, 0}));
  golden<RoutingAreaUpdateComplete>("080a", 2);
  EXPECT_EQ(golden<RoutingAreaUpdateReject>("080b0a00", 4).cause, GmmCause::implicitly_detached);
}

TEST(GmmMessage, PtmsiReallocation) {
  const auto m = golden<PtmsiReallocationCommand>("081005f4d7485f5e00f11000010101 19010203", 15);
  EXPECT_EQ(m.allocated_ptmsi, Ptmsi{0xd7485f5e});
  EXPECT_EQ(m.force_to_standby, 1);
  golden<PtmsiReallocationComplete>("0811", 2);
}

TEST(GmmMessage, ServiceRequest) {
  const auto m = golden<ServiceRequest>("080c1205f4d7485f5e 32022000", 9);
  EXPECT_EQ(m.cksn, 2);
  EXPECT_EQ(m.service_type, 1);
}

TEST(GmmMessage, StatusAndInformation) {
  EXPECT_EQ(golden<GmmStatus>("08206f", 3).cause, GmmCause::protocol_error_unspecified);
  const auto m = golden<GmmInformation>("0821 4303810203 4502a1a2 4640 4762112050000040 490101", 2);
  EXPECT_EQ(m.local_time_zone, 0x40);
  EXPECT_TRUE(m.universal_time);
}

TEST(GmmMessage, CauseOfTheNetworkIsKeptThoughUnknown) {
  const auto m = decode<AttachReject>(*from_hex("0804c7"));
  ASSERT_TRUE(m);
  EXPECT_EQ(static_cast<int>(m->cause), 0xc7);
  EXPECT_STREQ(to_string(m->cause), "unknown cause");
}

TEST(GmmMessage, WrongTypeIsRefused) {
  const auto m = decode<AttachReject>(*from_hex("080311"));
  ASSERT_FALSE(m);
  EXPECT_EQ(m.error().answer, 97);
}

TEST(GmmMessage, NeverCipheredAreThoseOf4_7_1_2) {
  for (unsigned type = 0; type < 256; ++type) {
    const bool never =
        type == 0x01 || type == 0x04 || type == 0x08 || type == 0x0b || (type >= 0x12 && type <= 0x16) || type == 0x1c;
    EXPECT_EQ(may_be_ciphered(static_cast<MessageType>(type)), !never) << type;
  }
}

}  // namespace
}  // namespace foothold::gsm::gmm
