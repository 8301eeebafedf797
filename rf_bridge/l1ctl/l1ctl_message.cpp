// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/l1ctl/l1ctl_message.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "gsm/rlcmac/coding_scheme.h"

namespace foothold::rf_bridge::l1ctl {
namespace {

// enum of l1ctl_proto.h.
enum class Type : std::uint8_t {
  search_request = 0x01,
  search_confirm = 0x02,
  data_indication = 0x03,
  access_request = 0x04,
  channel_request = 0x05,
  access_confirm = 0x0c,
  reset_request = 0x0d,
  reset_confirm = 0x0e,
  ccch_mode_request = 0x10,
  parameter_request = 0x13,
  uplink_tbf_request = 0x20,
  downlink_tbf_request = 0x21,
  uplink_block_request = 0x22,
  downlink_block_indication = 0x23,
};

constexpr std::uint8_t kFullReset = 1;                   // L1CTL_RES_T_FULL
constexpr std::uint8_t kSearchFlags = 0x07;              // FB0, FB1 and SB
constexpr std::uint8_t kNonCombined = 1, kCombined = 2;  // enum ccch_mode
constexpr std::uint8_t kRachChannel = 0x88;              // TS 48.058 9.3.1
constexpr std::uint8_t kBcch = 0x80, kPchAgch = 0x90;    // the same
constexpr std::uint8_t kPdch = 0xc0;                     // Osmocom's own channel number for it
constexpr std::uint8_t kChannelMask = 0xf8;              // without the timeslot
constexpr std::uint32_t kAtOnce = 0xffffffff;            // no TBF starting time
constexpr std::size_t kHoppingOctets = 132;              // of struct l1ctl_h1, the larger part of a union
constexpr std::int16_t kLowestLevel = -110;              // dBm of RXLEV 0
constexpr std::size_t kControlBlockOctets = 23;          // TS 45.003 4.1.1

std::uint8_t ccch_mode(bool combined) {
  return combined ? kCombined : kNonCombined;
}

struct Encoder {
  ByteWriter& out;

  void header(Type type) const {
    out.u8(static_cast<std::uint8_t>(type));
    out.u8(0);
    out.u16(0);
  }
  // In front of what concerns a channel. The header's comments have it everywhere; OsmocomBB's programs do not.
  void uplink_info(std::uint8_t channel) const {
    out.u8(channel);
    out.u8(0);
    out.u16(0);
  }

  void operator()(const ResetRequest&) const {
    header(Type::reset_request);
    out.u8(kFullReset);
    out.u24(0);
  }
  void operator()(const SearchRequest& r) const {
    header(Type::search_request);
    out.u16(r.arfcn);
    out.u16(r.timeout);
    out.u16(0);  // frequency error thresholds: for radios with an oscillator of their own to tune
    out.u16(0);
    out.u8(0);
    out.u8(kSearchFlags);
    out.u8(0);
    out.u8(ccch_mode(r.combined));
    out.u8(0);
  }
  void operator()(const CcchModeRequest& r) const {
    header(Type::ccch_mode_request);
    out.u8(ccch_mode(r.combined));
    out.u24(0);
  }
  void operator()(const AccessRequest& r) const {
    header(Type::access_request);
    uplink_info(kRachChannel);
    out.u8(r.random_access);
    out.u8(r.combined ? 1 : 0);
    out.u16(r.slots_to_skip);
    out.u8(0);
  }
  void operator()(const ParameterRequest& r) const {
    header(Type::parameter_request);
    uplink_info(0);
    out.u8(r.timing_advance);
    out.u8(0);
    out.u16(0);
  }
  void operator()(const PacketChannelRequest& r) const {
    header(Type::channel_request);
    uplink_info(static_cast<std::uint8_t>(kPdch | r.timeslot));
    out.u8(r.training_sequence);
    out.u8(0);  // no hopping
    out.u16(r.arfcn);
    out.bytes(Bytes(kHoppingOctets - 2, 0));
    out.u24(0);  // TCH mode, audio mode, TCH flags
  }
  void operator()(const UplinkTbfRequest& r) const {
    header(Type::uplink_tbf_request);
    out.u8(0);
    out.u8(r.timeslots);
    out.u16(0);
    out.u32(kAtOnce);
  }
  void operator()(const DownlinkTbfRequest& r) const {
    header(Type::downlink_tbf_request);
    out.u8(r.tfi);  // as the reference
    out.u8(r.timeslots);
    out.u8(r.tfi);
    out.u8(0);
    out.u32(kAtOnce);
  }
  void operator()(const UplinkBlockRequest& r) const {
    header(Type::uplink_block_request);
    out.u32(r.frame_number.value());
    out.u8(r.timeslot);
    out.u24(0);
    out.bytes(r.block);
  }
};

std::int16_t level(std::uint8_t rxlev) {
  return static_cast<std::int16_t>(kLowestLevel + rxlev);
}

// struct l1ctl_info_dl.
struct DownlinkInfo {
  std::uint8_t channel = 0;
  std::uint32_t frame = 0;
  std::uint8_t rxlev = 0;
  std::uint8_t bit_errors = 0;
};

Result<DownlinkInfo> read_downlink_info(ByteReader& reader) {
  const auto channel = reader.u8("channel number");
  const auto link = reader.u8("link identifier");
  const auto arfcn = reader.u16("ARFCN");
  const auto frame = reader.u32("frame number");
  const auto rxlev = reader.u8("level");
  const auto signal_to_noise = reader.u8("signal to noise ratio");
  const auto bit_errors = reader.u8("bit errors");
  const auto crc = reader.u8("CRC");
  if (!crc) return tl::unexpected(crc.error());  // as each one before it, if that was past the end
  return DownlinkInfo{*channel, *frame, *rxlev, *bit_errors};
}

Result<Indication> read_search_confirm(ByteReader& reader) {
  if (auto info = read_downlink_info(reader); !info) return tl::unexpected(info.error());
  const auto frequency_error = reader.u16("frequency error");
  const auto result = reader.u8("result");
  const auto bsic = reader.u8("BSIC");
  if (!bsic) return tl::unexpected(bsic.error());
  if (*bsic > 63) return fail("is over 63", "BSIC", reader.offset() - 1);
  return SearchConfirm{*result == 0, *bsic};
}

Result<Indication> read_data(ByteReader& reader) {
  const auto info = read_downlink_info(reader);
  if (!info) return tl::unexpected(info.error());
  const auto channel = info->channel & kChannelMask;
  if (channel != kBcch && channel != kPchAgch) {
    return OtherIndication{static_cast<std::uint8_t>(Type::data_indication)};
  }
  const auto block = reader.rest();
  if (!block.empty() && block.size() != kControlBlockOctets)
    return fail("is not of 23 octets", "block", reader.offset());
  return DataIndication{channel == kBcch ? CommonChannel::bcch : CommonChannel::ccch, FrameNumber(info->frame),
                        level(info->rxlev), info->bit_errors, Bytes(block.begin(), block.end())};
}

Result<Indication> read_packet_block(ByteReader& reader) {
  const auto frame = reader.u32("frame number");
  const auto timeslot = reader.u8("timeslot");
  const auto padding = reader.u24("padding");
  const auto bit_error_rate = reader.u16("bit error rate");
  const auto carrier_to_interference = reader.u16("C/I");
  const auto rxlev = reader.u8("level");
  const auto usf = reader.u8("USF");
  if (!usf) return tl::unexpected(usf.error());
  if (*timeslot > 7) return fail("is over 7", "timeslot", 8);
  const auto block = reader.rest();
  if (!block.empty() && !gsm::rlcmac::coding_scheme_of(block.size())) {
    return fail("is not of 23, 34, 40 or 54 octets", "block", reader.offset());
  }
  const auto centibels = static_cast<std::int16_t>(*carrier_to_interference);
  return PacketBlockIndication{FrameNumber(*frame), *timeslot, level(*rxlev), static_cast<std::int16_t>(centibels / 10),
                               Bytes(block.begin(), block.end())};
}

}  // namespace

Bytes encode(const Request& request) {
  Bytes message;
  ByteWriter writer(message);
  std::visit(Encoder{writer}, request);
  Bytes framed;
  ByteWriter frame(framed);
  frame.u16(static_cast<std::uint16_t>(message.size()));
  frame.bytes(message);
  return framed;
}

Result<Indication> decode(ByteView message) {
  ByteReader reader(message);
  const auto type = reader.u8("type");
  const auto flags = reader.u8("flags");
  const auto padding = reader.u16("padding");
  if (!padding) return tl::unexpected(padding.error());
  switch (static_cast<Type>(*type)) {
    case Type::reset_confirm:
      return ResetConfirm{};
    case Type::search_confirm:
      return read_search_confirm(reader);
    case Type::data_indication:
      return read_data(reader);
    case Type::access_confirm: {
      const auto info = read_downlink_info(reader);
      if (!info) return tl::unexpected(info.error());
      return AccessConfirm{FrameNumber(info->frame)};
    }
    case Type::downlink_block_indication:
      return read_packet_block(reader);
    default:
      return OtherIndication{*type};
  }
}

Result<std::optional<Bytes>> MessageStream::next() {
  if (waiting_.size() < 2) return std::optional<Bytes>();
  const std::size_t size = static_cast<std::size_t>(waiting_[0]) << 8U | waiting_[1];
  if (size > kLargestMessage) return fail("is over " + std::to_string(kLargestMessage) + " octets", "length", 0);
  if (waiting_.size() < 2 + size) return std::optional<Bytes>();
  const auto begin = waiting_.begin() + 2;
  Bytes message(begin, begin + static_cast<std::ptrdiff_t>(size));
  waiting_.erase(waiting_.begin(), begin + static_cast<std::ptrdiff_t>(size));
  return std::optional<Bytes>(std::move(message));
}

}  // namespace foothold::rf_bridge::l1ctl
