// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/event_writer.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "trace/describe.h"
#include "trace/pcapng/event_json.h"
#include "trace/pcapng/format.h"
#include "trace/pcapng/packet_form.h"

namespace foothold::trace {
namespace {

using namespace pcapng;  // the format's numbers

// An option's length has 16 bits; the comment is one line for people, a line feed, and one line of JSON.
constexpr std::size_t kMostText = 4000;
constexpr std::size_t kMostJson = 60000;

ByteView octets_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// One block in little endian; end() patches both lengths.
class Block {
 public:
  explicit Block(std::uint32_t type) {
    u32(type);
    u32(0);
  }

  void u16(std::uint32_t value) { number(value, 2); }
  void u32(std::uint32_t value) { number(value, 4); }
  void padded(ByteView bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    out_.resize((out_.size() + 3) / 4 * 4);
  }
  void option(std::uint16_t code, ByteView value) {
    u16(code);
    u16(static_cast<std::uint32_t>(value.size()));
    padded(value);
  }
  void end_of_options() { u32(kOptEndOfOptions); }

  Bytes end() {
    const auto length = static_cast<std::uint32_t>(out_.size() + 4);
    u32(length);
    for (unsigned i = 0; i < 4; ++i) out_[4 + i] = static_cast<std::uint8_t>(length >> 8U * i);
    return std::move(out_);
  }

 private:
  void number(std::uint32_t value, unsigned octets) {
    for (unsigned i = 0; i < octets; ++i) out_.push_back(static_cast<std::uint8_t>(value >> 8U * i));
  }

  Bytes out_;
};

Bytes section_header(const std::string& program) {
  Block block(kSectionHeader);
  block.u32(kByteOrderMagic);
  block.u16(1);  // version 1.0
  block.u16(0);
  block.u32(0xffffffff);  // the section's length is not known
  block.u32(0xffffffff);
  const std::string application = printable("Foothold " + program).substr(0, 200);
  block.option(kOptShbUserApplication, octets_of(application));
  block.end_of_options();
  return block.end();
}

Bytes interface_description(std::uint16_t link_type, std::string_view name) {
  Block block(kInterfaceDescription);
  block.u16(link_type);
  block.u16(0);
  block.u32(0);  // no snapshot length
  block.option(kOptIfName, octets_of(name));
  block.option(kOptIfTsResolution, std::array<std::uint8_t, 1>{9});  // nanoseconds
  block.end_of_options();
  return block.end();
}

// So that Wireshark writes "M2ME" where the packet says 192.0.2.2.
Bytes name_resolution() {
  constexpr std::uint16_t kIpv4Record = 1;
  Block block(kNameResolution);
  for (auto actor = Actor::tre; actor <= Actor::lab; actor = static_cast<Actor>(static_cast<int>(actor) + 1)) {
    Bytes record;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      record.push_back(static_cast<std::uint8_t>(address_of(actor) >> shift));
    }
    const std::string_view name = to_string(actor);
    record.insert(record.end(), name.begin(), name.end());
    record.push_back(0);
    block.option(kIpv4Record, record);  // a record has an option's form
  }
  block.end_of_options();  // nrb_record_end looks the same
  return block.end();
}

std::string comment_of(const Event& event, bool cut) {
  std::string comment = describe(event);
  if (comment.size() > kMostText) {
    // Cut at the start of a character.
    std::size_t end = kMostText;
    while (end > 0 && (static_cast<std::uint8_t>(comment[end]) & 0xc0U) == 0x80) --end;
    comment.resize(end);
  }
  return comment + "\n" + event_to_json(event, kMostJson, cut);
}

}  // namespace

Bytes EventWriter::header() const {
  Bytes out = section_header(program_);
  for (const Bytes& block :
       {interface_description(kLinkTypeEthernet, "loopback"), interface_description(kLinkTypeRaw, "ip"),
        interface_description(kLinkTypeRaw, "foothold"), name_resolution()}) {
    out.insert(out.end(), block.begin(), block.end());
  }
  return out;
}

Bytes EventWriter::encode(const Event& event) const {
  const Packet packet = to_packet(event);
  const auto nanoseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(event.time.time_since_epoch().count(), 0));
  const auto length = static_cast<std::uint32_t>(packet.bytes.size());
  Block block(kEnhancedPacket);
  block.u32(static_cast<std::uint32_t>(packet.interface));
  block.u32(static_cast<std::uint32_t>(nanoseconds >> 32U));
  block.u32(static_cast<std::uint32_t>(nanoseconds));
  block.u32(length);
  block.u32(length);
  block.padded(packet.bytes);
  block.option(kOptComment, octets_of(comment_of(event, packet.cut)));
  block.end_of_options();
  return block.end();
}

}  // namespace foothold::trace
