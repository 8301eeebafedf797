// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/event_reader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "trace/pcapng/event_json.h"
#include "trace/pcapng/format.h"
#include "trace/pcapng/packet_form.h"

namespace foothold::trace {
namespace {

using namespace pcapng;  // the format's numbers

constexpr std::size_t kBlockFrame = 12;  // type, length, length again
constexpr std::size_t kMostInterfaces = 256;

// The front-to-back reader of pcapng's numbers, whose byte order the section chooses.
class Cursor {
 public:
  Cursor(ByteView bytes, bool big_endian, std::size_t base) : bytes_(bytes), big_(big_endian), base_(base) {}

  std::size_t remaining() const { return bytes_.size() - position_; }
  std::size_t offset() const { return base_ + position_; }

  Result<std::uint32_t> number(std::size_t octets, const char* field) {
    const auto taken = take(octets, field);
    if (!taken) return tl::unexpected(taken.error());
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < octets; ++i) value = value << 8U | (*taken)[big_ ? i : octets - 1 - i];
    return value;
  }
  Result<ByteView> take(std::size_t count, const char* field) {
    if (remaining() < count) return fail("block ends early", field, offset());
    const ByteView view = bytes_.subspan(position_, count);
    position_ += count;
    return view;
  }
  // Padding at the very end may be missing: some writers leave it out.
  void skip_padding(std::size_t count) { position_ += std::min((4 - count % 4) % 4, remaining()); }

 private:
  ByteView bytes_;
  bool big_;
  std::size_t base_;
  std::size_t position_ = 0;
};

// Calls `visit(code, value)` for each option; the list may end with the block instead of an end-of-options.
template <class Visit>
Result<void> for_each_option(Cursor& cursor, Visit visit) {
  while (cursor.remaining() > 0) {
    const auto code = cursor.number(2, "option code");
    if (!code) return tl::unexpected(code.error());
    const auto length = cursor.number(2, "option length");
    if (!length) return tl::unexpected(length.error());
    if (*code == kOptEndOfOptions) return {};
    const auto value = cursor.take(*length, "option");
    if (!value) return tl::unexpected(value.error());
    cursor.skip_padding(*length);
    visit(*code, *value);
  }
  return {};
}

}  // namespace

std::vector<Result<Event>> EventReader::feed(ByteView piece) {
  std::vector<Result<Event>> out;
  if (lost_) return out;
  pending_.insert(pending_.end(), piece.begin(), piece.end());
  std::size_t used = 0;
  while (true) {
    const ByteView rest = ByteView(pending_).subspan(used);
    const std::size_t at = offset_ + used;
    const auto length = block_length(rest);
    if (!length) {
      Error error = length.error();
      error.offset = at;
      out.emplace_back(tl::unexpected(std::move(error)));
      lost_ = true;
      break;
    }
    if (*length == 0) break;
    used += *length;
    const ByteView body = rest.subspan(8, *length - kBlockFrame);
    Cursor head(rest, big_endian_, at);
    const std::uint32_t type = head.number(4, "block type").value_or(0);
    Cursor tail(rest.subspan(*length - 4), big_endian_, at + *length - 4);
    if (tail.number(4, "block length").value_or(0) != *length) {
      out.emplace_back(fail("the block's two lengths differ", "block length", at + *length - 4));
      continue;
    }
    if (type == kSectionHeader) {
      if (const auto read = read_section(body, at + 8); !read) out.emplace_back(tl::unexpected(read.error()));
    } else if (type == kInterfaceDescription) {
      auto interface = read_interface(body, at + 8);
      if (!interface) out.emplace_back(tl::unexpected(interface.error()));
      // A place is taken even by a damaged description, so that those after it keep their numbers.
      if (interfaces_.size() < kMostInterfaces) interfaces_.push_back(interface.value_or(Interface{0, 0, 0}));
    } else if (type == kEnhancedPacket) {
      out.push_back(read_packet(body, at + 8));
    }
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
  offset_ += used;
  if (lost_) Bytes().swap(pending_);
  return out;
}

Result<void> EventReader::finish() const {
  if (!lost_ && !pending_.empty()) return fail("the input ends inside a block", "block", offset_);
  return {};
}

Result<std::size_t> EventReader::block_length(ByteView rest) {
  if (rest.size() < kBlockFrame) return std::size_t{0};
  Cursor little(rest, false, 0);
  // A section header's type reads the same in both orders; its magic tells which it is.
  if (little.number(4, "block type") == kSectionHeader) {
    Cursor magic(rest.subspan(8), false, 8);
    const std::uint32_t value = magic.number(4, "byte order").value_or(0);
    if (value != kByteOrderMagic && value != __builtin_bswap32(kByteOrderMagic)) {
      return fail("not a byte order mark", "section header");
    }
    big_endian_ = value != kByteOrderMagic;
    in_section_ = true;
  }
  if (!in_section_) return fail("no pcapng: it does not start with a section header", "section header");
  Cursor head(rest.subspan(4), big_endian_, 4);
  const std::size_t length = head.number(4, "block length").value_or(0);
  if (length < kBlockFrame || length % 4 != 0 || length > kLargestBlock) {
    return fail("impossible length " + std::to_string(length), "block length");
  }
  return length <= rest.size() ? length : std::size_t{0};
}

Result<void> EventReader::read_section(ByteView body, std::size_t offset) {
  interfaces_.clear();
  Cursor cursor(body.size() < 4 ? ByteView{} : body.subspan(4), big_endian_, offset + 4);
  const auto major = cursor.number(2, "version");
  if (!major) return tl::unexpected(major.error());
  if (*major != 1) return fail("version " + std::to_string(*major) + " of pcapng is not known", "version", offset + 4);
  return {};
}

Result<EventReader::Interface> EventReader::read_interface(ByteView body, std::size_t offset) const {
  Cursor cursor(body, big_endian_, offset);
  const auto link_type = cursor.number(2, "link type");
  if (!link_type) return tl::unexpected(link_type.error());
  if (const auto skipped = cursor.take(6, "snapshot length"); !skipped) return tl::unexpected(skipped.error());
  Interface interface;
  interface.link_type = static_cast<std::uint16_t>(*link_type);
  const auto options = for_each_option(cursor, [&](std::uint32_t code, ByteView value) {
    if (code == kOptIfTsResolution && value.size() == 1) interface.ticks_per_second = ticks_of(value[0]);
    if (code == kOptIfTsOffset && value.size() == 8) {
      std::uint64_t seconds = 0;
      for (std::size_t i = 0; i < 8; ++i) seconds = seconds << 8U | value[big_endian_ ? i : 7 - i];
      interface.offset_seconds = static_cast<std::int64_t>(seconds);
    }
  });
  if (!options) return tl::unexpected(options.error());
  if (interface.ticks_per_second == 0) return fail("time resolution out of range", "if_tsresol", offset);
  return interface;
}

Result<Event> EventReader::read_packet(ByteView body, std::size_t offset) const {
  Cursor cursor(body, big_endian_, offset);
  std::array<std::uint32_t, 5> numbers{};
  for (std::uint32_t& number : numbers) {
    const auto read = cursor.number(4, "packet header");
    if (!read) return tl::unexpected(read.error());
    number = *read;
  }
  const auto [index, high, low, captured, original] = numbers;
  if (index >= interfaces_.size() || interfaces_[index].ticks_per_second == 0) {
    return fail("no such interface", "interface", offset);
  }
  const Interface& interface = interfaces_[index];
  const auto packet = cursor.take(captured, "packet");
  if (!packet) return tl::unexpected(packet.error());
  cursor.skip_padding(captured);
  ByteView comment;
  const auto options = for_each_option(cursor, [&](std::uint32_t code, ByteView value) {
    if (code == kOptComment && comment.empty()) comment = value;
  });
  if (!options) return tl::unexpected(options.error());

  const std::uint64_t ticks = std::uint64_t{high} << 32U | low;
  // Split, since ticks * 10^9 would not fit; the remainder is below 2^34 (see ticks_of).
  const auto nanoseconds =
      static_cast<std::int64_t>(ticks % interface.ticks_per_second * 1000000000U / interface.ticks_per_second);
  const std::int64_t seconds = static_cast<std::int64_t>(ticks / interface.ticks_per_second);
  std::int64_t total = 0;
  if (__builtin_add_overflow(seconds, interface.offset_seconds, &total) ||
      __builtin_mul_overflow(total, std::int64_t{1000000000}, &total) ||
      __builtin_add_overflow(total, nanoseconds, &total)) {
    return fail("time out of range", "timestamp", offset + 4);
  }

  Event event;
  if (const auto json = event_json_in(comment); !json.empty()) {
    auto read = event_from_json(json);
    if (!read) return tl::unexpected(read.error());
    event = std::move(*read);
    if (event.payload != Payload::none) {
      auto bytes = payload_of_packet(event.payload, *packet);
      if (!bytes) return tl::unexpected(bytes.error());
      event.bytes = std::move(*bytes);
    }
  } else {
    if (interface.link_type != kLinkTypeEthernet && interface.link_type != kLinkTypeRaw) {
      return fail("link type " + std::to_string(interface.link_type) + " is not read here", "link type", offset);
    }
    event.name = "wire.packet";
    event.layer = Layer::ip;
    event.kind = Kind::received;
    event.payload = interface.link_type == kLinkTypeEthernet ? Payload::ethernet : Payload::ipv4;
    event.bytes.assign(packet->begin(), packet->end());
  }
  event.time = Time(std::chrono::nanoseconds(total));
  return event;
}

}  // namespace foothold::trace
