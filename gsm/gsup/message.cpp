// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/message.h"

#include "gsm/gsup/information_elements.h"

namespace foothold::gsm::gsup {

namespace {

Result<void> too_many(std::string_view field, std::size_t offset) {
  return fail("more of them than GSUP allows", std::string(field), offset, kCauseInvalidMandatoryInformation);
}

// Assigns a decoded value, or hands on why there is none.
template <class Target, class Value>
Result<void> store(Target& target, const Result<Value>& value) {
  if (!value) return tl::unexpected(value.error());
  target = *value;
  return {};
}

Result<AuthTuple> decode_auth_tuple(const Element& tuple_element) {
  AuthTuple tuple;
  AuthTuple::Gsm gsm;
  AuthTuple::Umts umts;
  unsigned seen = 0;  // a bit for each element, by IEI - 0x20
  ByteReader reader(tuple_element.value, tuple_element.offset);
  while (!reader.empty()) {
    const auto element = take_element(reader);
    if (!element) return tl::unexpected(element.error());
    Result<void> done;
    switch (element->iei) {
      case Iei::rand:
        done = copy_exactly(*element, tuple.rand, "RAND");
        break;
      case Iei::sres:
        done = copy_exactly(*element, gsm.sres, "SRES");
        break;
      case Iei::kc:
        done = copy_exactly(*element, gsm.kc.reveal_mutable(), "Kc");
        break;
      case Iei::ik:
        done = copy_exactly(*element, umts.ik.reveal_mutable(), "IK");
        break;
      case Iei::ck:
        done = copy_exactly(*element, umts.ck.reveal_mutable(), "CK");
        break;
      case Iei::autn:
        done = copy_exactly(*element, umts.autn, "AUTN");
        break;
      case Iei::res:
        if (element->value.size() < 4 || element->value.size() > 16)  // TS 33.102 6.3.7
          return fail("must have 4 to 16 octets", "RES", element->offset, kCauseInvalidMandatoryInformation);
        umts.res.assign(element->value.begin(), element->value.end());
        break;
      default:
        continue;
    }
    if (!done) return tl::unexpected(done.error());
    seen |= 1U << (static_cast<unsigned>(element->iei) - static_cast<unsigned>(Iei::rand));
  }
  constexpr unsigned kRand = 0x01;
  constexpr unsigned kGsm = 0x06;   // SRES, Kc
  constexpr unsigned kUmts = 0xb8;  // IK, CK, AUTN, RES
  const bool whole = (seen & kRand) != 0 && ((seen & kGsm) == 0 || (seen & kGsm) == kGsm) &&
                     ((seen & kUmts) == 0 || (seen & kUmts) == kUmts) && (seen & (kGsm | kUmts)) != 0;
  if (!whole)
    return fail("neither a triplet nor a quintet", "authentication tuple", tuple_element.offset,
                kCauseInvalidMandatoryInformation);
  if ((seen & kGsm) != 0) tuple.gsm = std::move(gsm);
  if ((seen & kUmts) != 0) tuple.umts = std::move(umts);
  return tuple;
}

Bytes encode_auth_tuple(const AuthTuple& tuple) {
  Bytes out;
  ByteWriter writer(out);
  put_element(writer, Iei::rand, tuple.rand);
  if (tuple.gsm) {
    put_element(writer, Iei::sres, tuple.gsm->sres);
    put_element(writer, Iei::kc, tuple.gsm->kc.reveal());
  }
  if (tuple.umts) {
    put_element(writer, Iei::ik, tuple.umts->ik.reveal());
    put_element(writer, Iei::ck, tuple.umts->ck.reveal());
    put_element(writer, Iei::autn, tuple.umts->autn);
    put_element(writer, Iei::res, tuple.umts->res);
  }
  return out;
}

Result<PdpInfo> decode_pdp_info(const Element& info_element) {
  PdpInfo info;
  ByteReader reader(info_element.value, info_element.offset);
  while (!reader.empty()) {
    const auto element = take_element(reader);
    if (!element) return tl::unexpected(element.error());
    Result<void> done;
    switch (element->iei) {
      case Iei::pdp_context_id:
        done = store(info.context_id, one_octet(*element, "PDP context id"));
        break;
      case Iei::pdp_type: {
        std::array<std::uint8_t, 2> octets{};
        done = copy_exactly(*element, octets, "PDP type");
        // The first four bits are spare, sent as ones.
        info.pdp_type = static_cast<std::uint16_t>((octets[0] & 0x0f) << 8 | octets[1]);
        break;
      }
      case Iei::access_point_name:
        done = store(info.apn, decode_apn(*element));
        break;
      case Iei::pdp_qos:
        info.qos.assign(element->value.begin(), element->value.end());
        break;
      default:
        continue;
    }
    if (!done) return tl::unexpected(done.error());
  }
  return info;
}

Result<Bytes> encode_pdp_info(const PdpInfo& info) {
  Bytes out;
  ByteWriter writer(out);
  put_element(writer, Iei::pdp_context_id, info.context_id);
  if (info.pdp_type) {
    const std::array<std::uint8_t, 2> octets = {static_cast<std::uint8_t>(0xf0 | *info.pdp_type >> 8),
                                                static_cast<std::uint8_t>(*info.pdp_type)};
    put_element(writer, Iei::pdp_type, octets);
  }
  if (info.apn) {
    const auto apn = encode_apn(*info.apn);
    if (!apn) return tl::unexpected(apn.error());
    put_element(writer, Iei::access_point_name, *apn);
  }
  if (info.qos.size() > 64) return fail("longer than 64 octets", "QoS");
  if (!info.qos.empty()) put_element(writer, Iei::pdp_qos, info.qos);
  return out;
}

Result<void> decode_into(Message& message, const Element& element) {
  switch (element.iei) {
    case Iei::cause:
      return store(message.cause, one_octet(element, "cause"));
    case Iei::auth_tuple:
      if (message.auth_tuples.size() == Message::kMaxAuthTuples)
        return too_many("authentication tuple", element.offset);
      return store(message.auth_tuples.emplace_back(), decode_auth_tuple(element));
    case Iei::pdp_info_complete:
      message.pdp_info_complete = true;
      return {};
    case Iei::pdp_info:
      if (message.pdp_infos.size() == Message::kMaxPdpInfos) return too_many("PDP info", element.offset);
      return store(message.pdp_infos.emplace_back(), decode_pdp_info(element));
    case Iei::cancel_type: {
      const auto type = one_octet(element, "cancel type");
      if (!type) return tl::unexpected(type.error());
      if (*type > 1) return fail("unknown value", "cancel type", element.offset, kCauseInvalidMandatoryInformation);
      message.cancel_type = static_cast<CancelType>(*type);
      return {};
    }
    case Iei::freeze_ptmsi:
      message.freeze_ptmsi = true;
      return {};
    case Iei::msisdn:
      message.msisdn.assign(element.value.begin(), element.value.end());
      return {};
    case Iei::hlr_number:
      message.hlr_number.assign(element.value.begin(), element.value.end());
      return {};
    case Iei::rand:
      return copy_exactly(element, message.rand.emplace(), "RAND");
    case Iei::auts:
      return copy_exactly(element, message.auts.emplace(), "AUTS");
    case Iei::cn_domain: {
      const auto domain = one_octet(element, "CN domain");
      if (!domain) return tl::unexpected(domain.error());
      if (*domain != 1 && *domain != 2)
        return fail("unknown value", "CN domain", element.offset, kCauseInvalidMandatoryInformation);
      message.cn_domain = static_cast<CnDomain>(*domain);
      return {};
    }
    default:
      return {};  // unknown elements are passed over, as Osmocom's programs do
  }
}

// Type and IMSI always stand first, in this order.
Result<MessageHeader> take_header(ByteReader& reader) {
  const auto type = reader.u8("message type");
  if (!type) return tl::unexpected(type.error());
  const auto element = take_element(reader);
  if (!element) return tl::unexpected(element.error());
  if (element->iei != Iei::imsi)
    return fail("must stand first", "IMSI", element->offset, kCauseInvalidMandatoryInformation);
  auto imsi = decode_imsi(*element);
  if (!imsi) return tl::unexpected(imsi.error());
  return MessageHeader{static_cast<MessageType>(*type), *std::move(imsi)};
}

}  // namespace

AuthTuple to_tuple(const auth::Quintet& quintet) {
  const auto triplet = auth::to_triplet(quintet);
  return {quintet.rand, AuthTuple::Gsm{triplet.sres, triplet.kc},
          AuthTuple::Umts{quintet.ik, quintet.ck, quintet.autn, Bytes(quintet.xres.begin(), quintet.xres.end())}};
}

Result<MessageHeader> MessageHeader::decode(ByteView bytes) {
  ByteReader reader(bytes);
  return take_header(reader);
}

Result<Message> Message::decode(ByteView bytes) {
  if (bytes.size() > kMaxOctets) return fail("longer than 4096 octets", "GSUP message", kMaxOctets);
  ByteReader reader(bytes);
  auto header = take_header(reader);
  if (!header) return tl::unexpected(header.error());
  Message message(header->type, std::move(header->imsi));
  while (!reader.empty()) {
    const auto element = take_element(reader);
    if (!element) return tl::unexpected(element.error());
    if (const auto done = decode_into(message, *element); !done) return tl::unexpected(done.error());
  }
  return message;
}

Result<Bytes> Message::encode() const {
  if (auth_tuples.size() > kMaxAuthTuples) return fail("more than 5", "authentication tuple");
  if (pdp_infos.size() > kMaxPdpInfos) return fail("more than 10", "PDP info");
  if (msisdn.size() > 255 || hlr_number.size() > 255) return fail("longer than 255 octets", "MSISDN or HLR number");
  Bytes out;
  ByteWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(type));
  put_element(writer, Iei::imsi, encode_imsi(imsi));
  if (!msisdn.empty()) put_element(writer, Iei::msisdn, msisdn);
  if (!hlr_number.empty()) put_element(writer, Iei::hlr_number, hlr_number);
  if (cause) put_element(writer, Iei::cause, *cause);
  if (cancel_type) put_element(writer, Iei::cancel_type, static_cast<std::uint8_t>(*cancel_type));
  if (pdp_info_complete) put_element(writer, Iei::pdp_info_complete, ByteView());
  if (freeze_ptmsi) put_element(writer, Iei::freeze_ptmsi, ByteView());
  for (const auto& info : pdp_infos) {
    const auto encoded = encode_pdp_info(info);
    if (!encoded) return tl::unexpected(encoded.error());
    put_element(writer, Iei::pdp_info, *encoded);
  }
  for (const auto& tuple : auth_tuples) {
    if (tuple.umts && (tuple.umts->res.size() < 4 || tuple.umts->res.size() > 16))
      return fail("must have 4 to 16 octets", "RES");
    put_element(writer, Iei::auth_tuple, encode_auth_tuple(tuple));
  }
  if (auts) put_element(writer, Iei::auts, *auts);
  if (rand) put_element(writer, Iei::rand, *rand);
  if (cn_domain) put_element(writer, Iei::cn_domain, static_cast<std::uint8_t>(*cn_domain));
  return out;
}

}  // namespace foothold::gsm::gsup
