// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/system_information.h"

#include <algorithm>
#include <array>

#include "base/byte_reader.h"
#include "gsm/rr/csn1.h"
#include "gsm/rr/rr_header.h"

namespace foothold::gsm::rr {

namespace {

constexpr std::size_t kBcchBlock = 23;

// The fixed parts have no field that could be refused but the PLMN: the length was checked before.
RachControl rach_at(ByteView b, std::size_t at) {
  return RachControl::decode(b[at], static_cast<std::uint16_t>(b[at + 1] << 8 | b[at + 2]));
}

CellSelectionParameters selection_at(ByteView b, std::size_t at) {
  return {static_cast<std::uint8_t>((b[at] >> 5) * 2), static_cast<std::uint8_t>(b[at] & 0x1f),
          static_cast<std::uint8_t>(b[at + 1] & 0x3f)};
}

Result<Plmn> plmn_at(ByteView b, std::size_t at) {
  auto plmn = Plmn::decode(b.subspan(at, 3));
  if (!plmn) return fail(plmn.error().what, "location area identification", at);
  return plmn;
}

std::uint16_t u16_at(ByteView b, std::size_t at) {
  return static_cast<std::uint16_t>(b[at] << 8 | b[at + 1]);
}

// SI3 and SI4 rest octets begin alike (10.5.2.34, 10.5.2.35): up to the GPRS indicator SI3 says three things more.
std::optional<GprsIndicator> gprs_indicator(ByteView rest, bool si3) {
  BitReader bits(rest);
  std::optional<unsigned> skipped;
  bits.optional_high("optional selection parameters", skipped, [&](unsigned& v) { bits.bits("", v, 15); });
  bits.optional_high("power offset", skipped, [&](unsigned& v) { bits.bits("", v, 2); });
  if (si3) {
    bool flag = false;
    bits.low_high("SI2ter indicator", flag);
    bits.low_high("early classmark sending", flag);
    bits.optional_high("scheduling", skipped, [&](unsigned& v) { bits.bits("", v, 3); });
  }
  std::optional<GprsIndicator> gprs;
  bits.optional_high("GPRS indicator", gprs, [&](GprsIndicator& indicator) {
    bits.bits("RA colour", indicator.ra_colour, 3);
    bits.flag("SI13 position", indicator.si13_on_extended_bcch);
  });
  return bits.ok() ? gprs : std::nullopt;
}

Result<SystemInformation> decode_3(ByteView b) {
  SystemInformation3 si;
  si.ci = u16_at(b, 3);
  const auto plmn = plmn_at(b, 5);
  if (!plmn) return tl::unexpected<Error>(plmn.error());
  si.plmn = *plmn;
  si.lac = u16_at(b, 8);
  si.control_channel.attach_detach = (b[10] & 0x40) != 0;
  si.control_channel.blocks_for_agch = (b[10] >> 3) & 0x07;
  si.control_channel.configuration = b[10] & 0x07;
  si.control_channel.paging_multiframes = static_cast<std::uint8_t>((b[11] & 0x07) + 2);
  si.control_channel.t3212 = b[12];
  si.cell_options = b[13];
  si.selection = selection_at(b, 14);
  si.rach = rach_at(b, 16);
  si.gprs = gprs_indicator(b.subspan(19), true);
  return si;
}

Result<SystemInformation> decode_4(ByteView b, std::size_t rest_octets) {
  SystemInformation4 si;
  const auto plmn = plmn_at(b, 3);
  if (!plmn) return tl::unexpected<Error>(plmn.error());
  si.plmn = *plmn;
  si.lac = u16_at(b, 6);
  si.selection = selection_at(b, 8);
  si.rach = rach_at(b, 10);
  si.gprs = gprs_indicator(b.subspan(rest_octets), false);
  return si;
}

// GPRS Mobile Allocation (TS 44.060 12.10a): where the PDCHs hop. Skipped: assignments name their channel themselves.
void skip_mobile_allocation(BitReader& bits) {
  unsigned ignored = 0;
  bits.bits("HSN", ignored, 6);
  bool more = false;
  bits.flag("RFL numbers", more);
  for (; more && bits.ok(); bits.flag("RFL number list", more)) bits.bits("RFL number", ignored, 4);
  bool index_list = false;
  bits.flag("allocation form", index_list);
  if (index_list) {
    for (bits.flag("ARFCN indexes", more); more && bits.ok(); bits.flag("ARFCN index list", more)) {
      bits.bits("ARFCN index", ignored, 6);
    }
    return;
  }
  unsigned length = 0;
  bits.bits("MA length", length, 6);
  bits.bits("MA bitmap", ignored, length + 1);
}

void read_cell_options(BitReader& bits, GprsCellOptions& options) {
  static constexpr std::array<unsigned, 8> kT3192{500, 1000, 1500, 0, 80, 120, 160, 200};
  unsigned code = 0;
  bits.bits("NMO", code, 2);
  options.network_mode = static_cast<std::uint8_t>(code + 1);
  bits.bits("T3168", code, 3);
  options.t3168 = std::chrono::milliseconds((code + 1) * 500);
  bits.bits("T3192", code, 3);
  options.t3192 = std::chrono::milliseconds(kT3192[code]);
  bits.bits("DRX timer max", options.drx_timer_max, 3);
  bits.flag("access burst type", options.access_burst_11_bits);
  bits.flag("control ack type", options.control_ack_is_block);
  bits.bits("BS_CV_MAX", options.bs_cv_max, 4);
  bits.optional("PAN", options.pan, [&](GprsCellOptions::Pan& pan) {
    bits.bits("PAN_DEC", pan.decrement, 3);
    bits.bits("PAN_INC", pan.increment, 3);
    bits.bits("PAN_MAX", code, 3);
    pan.maximum = static_cast<std::uint8_t>((code + 1) * 4);
  });
  std::optional<unsigned> extension;
  bits.optional("extension", extension, [&](unsigned& length) {
    bits.bits("extension length", length, 6);
    unsigned ignored = 0;
    bits.bits("extension information", ignored, length + 1);
  });
}

Result<SystemInformation> decode_13(ByteView b) {
  SystemInformation13 si;
  BitReader bits(b, 3 * 8);
  bool present = false;
  bits.low_high("SI13 contents", present);
  if (!present) return fail("is empty", "SI13 rest octets", 3);
  unsigned ignored = 0;
  bits.bits("BCCH change mark", si.bcch_change_mark, 3);
  bits.bits("SI change field", ignored, 4);
  bits.flag("GPRS mobile allocation", present);
  if (present) {
    bits.bits("SI13 change mark", ignored, 2);
    skip_mobile_allocation(bits);
  }
  bits.constant("PBCCH", 0, 1);
  bits.bits("RAC", si.rac, 8);
  bits.flag("SPGC_CCCH_SUP", si.ccch_paging_coordination);
  bits.bits("priority access threshold", si.priority_access_threshold, 3);
  bits.bits("network control order", si.network_control_order, 2);
  read_cell_options(bits, si.options);
  bits.bits("alpha", si.alpha, 4);
  return bits.result(SystemInformation(si));
}

}  // namespace

Result<SystemInformation> decode_system_information(ByteView block) {
  const ByteView b = block.first(std::min(block.size(), kBcchBlock));
  const auto header = RrHeader::decode(b);
  if (!header) return tl::unexpected<Error>(header.error());
  if (b.size() < kBcchBlock) return fail("is shorter than a block", "system information", b.size());
  switch (header->type) {
    case MessageType::system_information_1:
      return SystemInformation(SystemInformation1{rach_at(b, 19)});
    case MessageType::system_information_2:
      return SystemInformation(SystemInformation2{b[19], rach_at(b, 20)});
    case MessageType::system_information_3:
      return decode_3(b);
    case MessageType::system_information_4:
      return decode_4(b, header->rest_octets);
    case MessageType::system_information_13:
      return decode_13(b);
    default:
      return SystemInformation();
  }
}

}  // namespace foothold::gsm::rr
