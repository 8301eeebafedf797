// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/gba_naf_list.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::tre_emu::usim {

namespace {

constexpr std::uint8_t kNafId = 0x80;
constexpr std::uint8_t kBTid = 0x81;

// EF_GBABP (4.2.79): RAND, B-TID, key lifetime, each with its length. FF: the terminal has written none.
ByteView b_tid_in(ByteView parameters) {
  ByteReader reader(parameters);
  if (!reader.take_lv("RAND")) return {};
  const auto b_tid = reader.take_lv("B-TID");
  return b_tid && b_tid->size() < 0x80 ? *b_tid : ByteView{};
}

}  // namespace

std::optional<Bytes> with_naf(ByteView list, ByteView bootstrap_parameters, ByteView naf_id) {
  Bytes record{kNafId};
  ByteWriter writer(record);
  if (naf_id.size() > 0x7F || list.size() != kGbanlRecord * kGbanlRecords) return std::nullopt;
  writer.lv(naf_id);
  const auto head = record;
  writer.u8(kBTid);
  writer.lv(b_tid_in(bootstrap_parameters));
  if (record.size() > kGbanlRecord) return std::nullopt;
  record.resize(kGbanlRecord, 0xFF);

  std::size_t place = kGbanlRecords;
  for (std::size_t at = 0; at < kGbanlRecords; ++at) {
    const auto there = list.subspan(at * kGbanlRecord, kGbanlRecord);
    if (std::equal(head.begin(), head.end(), there.begin())) {
      place = at;
      break;
    }
    if (there[0] == 0xFF && place == kGbanlRecords) place = at;
  }
  if (place == kGbanlRecords) place = 0;
  Bytes next(list.begin(), list.end());
  std::ranges::copy(record, next.begin() + static_cast<std::ptrdiff_t>(place * kGbanlRecord));
  if (std::ranges::equal(next, list)) return std::nullopt;
  return next;
}

}  // namespace foothold::tre_emu::usim
