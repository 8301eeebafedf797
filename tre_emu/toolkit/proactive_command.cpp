// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/proactive_command.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::toolkit {

namespace {

// Tags of COMPREHENSION-TLVs (TS 102 223 9.3); the high bit says that the terminal has to understand it.
constexpr std::uint8_t kComprehension = 0x80;
constexpr std::uint8_t kCommandDetails = 0x01;
constexpr std::uint8_t kDeviceIdentities = 0x02;
constexpr std::uint8_t kResult = 0x03;
constexpr std::uint8_t kFileList = 0x12;
constexpr std::uint8_t kEventList = 0x19;
constexpr std::uint8_t kTimerIdentifier = 0x24;
constexpr std::uint8_t kTimerValue = 0x25;
constexpr std::uint8_t kAid = 0x2F;
constexpr std::uint8_t kNetworks = 0x72;  // PLMNwAcT list, TS 31.111 8.77

constexpr std::uint8_t kProactiveTag = 0xD0;
constexpr std::uint8_t kUicc = 0x81;  // device identities (8.7)

void put(Bytes& out, std::uint8_t tag, ByteView value) {
  card::put_tlv(out, tag, value);
}

std::uint8_t swapped(std::chrono::seconds::rep number) {
  return static_cast<std::uint8_t>((number % 10) << 4 | number / 10);
}

struct Object {
  std::uint8_t tag = 0;  // without the comprehension bit
  ByteView value;
};

Result<Object> next_object(ByteReader& reader) {
  const auto tag = reader.u8("tag");
  if (!tag) return tl::unexpected(tag.error());
  const auto start = reader.offset();
  auto length = reader.u8("length").map([](std::uint8_t octet) { return std::size_t{octet}; });
  if (length && *length == 0x81) {
    length = reader.u8("length").map([](std::uint8_t octet) { return std::size_t{octet}; });
  } else if (length && *length > 0x7F) {
    return fail("a length form that is not used here", "length", start);
  }
  if (!length) return tl::unexpected(length.error());
  const auto value = reader.take(*length, "value");
  if (!value) return tl::unexpected(value.error());
  return Object{static_cast<std::uint8_t>(*tag & ~kComprehension), *value};
}

}  // namespace

ProactiveCommand refresh(RefreshMode mode, ByteView aid) {
  ProactiveCommand command{CommandType::refresh, static_cast<std::uint8_t>(mode), {}};
  if (!aid.empty()) put(command.objects, kAid, aid);
  return command;
}

ProactiveCommand refresh_files(RefreshMode mode, const std::vector<std::vector<std::uint16_t>>& paths) {
  ProactiveCommand command{CommandType::refresh, static_cast<std::uint8_t>(mode), {}};
  Bytes list{static_cast<std::uint8_t>(paths.size())};
  for (const auto& path : paths) {
    for (const auto fid : path) ByteWriter(list).u16(fid);
  }
  put(command.objects, kFileList | kComprehension, list);
  return command;
}

ProactiveCommand steer_roaming(ByteView networks) {
  ProactiveCommand command{CommandType::refresh, static_cast<std::uint8_t>(RefreshMode::steering_of_roaming), {}};
  put(command.objects, kNetworks | kComprehension, networks);
  return command;
}

ProactiveCommand provide_local_information(LocalInformation what) {
  return {CommandType::provide_local_information, static_cast<std::uint8_t>(what), {}};
}

ProactiveCommand set_up_event_list(const std::vector<EventKind>& events) {
  ProactiveCommand command{CommandType::set_up_event_list, 0, {}};
  Bytes list;
  for (const auto event : events) list.push_back(static_cast<std::uint8_t>(event));
  put(command.objects, kEventList | kComprehension, list);
  return command;
}

// Start is qualifier 00; the value is hours, minutes and seconds in swapped digits (8.38).
ProactiveCommand start_timer(std::uint8_t timer, std::chrono::seconds time) {
  ProactiveCommand command{CommandType::timer_management, 0, {}};
  put(command.objects, kTimerIdentifier | kComprehension, Bytes{timer});
  const auto count = time.count();
  put(command.objects, kTimerValue | kComprehension,
      Bytes{swapped(count / 3600), swapped(count / 60 % 60), swapped(count % 60)});
  return command;
}

Bytes encode(const ProactiveCommand& command, std::uint8_t number) {
  Bytes body;
  put(body, kCommandDetails | kComprehension,
      Bytes{number, static_cast<std::uint8_t>(command.type), command.qualifier});
  put(body, kDeviceIdentities | kComprehension, Bytes{kUicc, command.destination});
  body.insert(body.end(), command.objects.begin(), command.objects.end());
  Bytes out;
  put(out, kProactiveTag, body);
  return out;
}

Result<TerminalResponse> decode_terminal_response(ByteView data) {
  ByteReader reader(data);
  TerminalResponse response;
  const auto details = next_object(reader);
  if (!details) return tl::unexpected(details.error());
  if (details->tag != kCommandDetails || details->value.size() != 3)
    return fail("not the command's", "command details", 0);
  response.number = details->value[0];
  response.type = details->value[1];
  response.qualifier = details->value[2];
  for (;;) {
    const auto start = reader.offset();
    const auto object = next_object(reader);
    if (!object) return tl::unexpected(object.error());
    if (object->tag != kResult) continue;
    if (object->value.empty()) return fail("is empty", "result", start);
    response.result = object->value[0];
    response.objects = reader.rest();
    return response;
  }
}

Result<Envelope> decode_envelope(ByteView data) {
  const auto outer = card::decode_tlvs(data);
  if (!outer) return tl::unexpected(outer.error());
  if (outer->size() != 1) return fail("is not one object", "envelope", 0);
  const auto tag = outer->front().tag;
  Envelope envelope;
  envelope.objects = outer->front().value;
  std::uint8_t wanted = 0;
  if (tag == static_cast<unsigned>(Envelope::Kind::event_download)) {
    envelope.kind = Envelope::Kind::event_download;
    wanted = kEventList;
  } else if (tag == static_cast<unsigned>(Envelope::Kind::timer_expiration)) {
    envelope.kind = Envelope::Kind::timer_expiration;
    wanted = kTimerIdentifier;
  } else {
    return fail("is of a kind that is not taken here", "envelope", 0);
  }
  ByteReader reader(envelope.objects);
  for (;;) {
    const auto object = next_object(reader);
    if (!object) return tl::unexpected(object.error());
    if (object->tag != wanted) continue;
    if (object->value.size() != 1) return fail("has not one octet", "event or timer", reader.offset());
    envelope.subject = object->value[0];
    return envelope;
  }
}

std::optional<ByteView> find_object(ByteView objects, std::uint8_t tag) {
  ByteReader reader(objects);
  while (!reader.empty()) {
    const auto object = next_object(reader);
    if (!object) return std::nullopt;
    if (object->tag == tag) return object->value;
  }
  return std::nullopt;
}

void put_object(Bytes& out, std::uint8_t tag, ByteView value) {
  put(out, tag | kComprehension, value);
}

}  // namespace foothold::tre_emu::toolkit
