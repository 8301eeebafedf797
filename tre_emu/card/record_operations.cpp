// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/record_operations.h"

#include <algorithm>

namespace foothold::tre_emu::card {

namespace {

using Refused = tl::unexpected<StatusWord>;

// Low three bits of P2 of SEARCH RECORD.
enum SearchMode : std::uint8_t { forward_from_p1 = 4, backward_from_p1 = 5, enhanced = 6 };

bool matches(ByteView record, const SearchQuery& query) {
  std::size_t from = query.offset;
  if (query.begin_after) {
    const auto found = std::ranges::find(record, *query.begin_after);
    from = static_cast<std::size_t>(found - record.begin()) + 1;
  }
  if (from >= record.size()) return false;
  const auto part = record.subspan(from);
  return std::search(part.begin(), part.end(), query.pattern.begin(), query.pattern.end()) != part.end();
}

}  // namespace

std::size_t record_at_selection(const Ef& file) {
  return file.structure == Structure::cyclic ? 1 : 0;
}

std::size_t find_record(const Ef& file, RecordMode mode, std::size_t number, std::size_t current) {
  const auto records = file.records();
  const bool round = file.structure == Structure::cyclic;
  std::size_t found = 0;
  switch (mode) {
    case RecordMode::next:
      found = current + 1;
      if (found > records && round) found = 1;
      break;
    case RecordMode::previous:
      found = current == 0 ? records : current - 1;
      if (found == 0 && round) found = records;
      break;
    case RecordMode::absolute:
      found = number == 0 ? current : number;
      break;
  }
  return found > records ? 0 : found;
}

Bytes with_record(const Ef& file, std::size_t number, ByteView record) {
  Bytes content = file.content;
  std::ranges::copy(record, content.begin() + static_cast<std::ptrdiff_t>((number - 1) * file.record_length));
  return content;
}

Bytes with_newest(const Ef& file, ByteView record) {
  Bytes content(record.begin(), record.end());
  content.insert(content.end(), file.content.begin(),
                 file.content.end() - static_cast<std::ptrdiff_t>(file.record_length));
  return content;
}

std::optional<Bytes> increased(ByteView value, ByteView more) {
  if (more.size() > value.size()) return {};
  Bytes sum(value.begin(), value.end());
  unsigned carry = 0;
  for (std::size_t back = 1; back <= sum.size(); ++back) {
    auto& octet = sum[sum.size() - back];
    const unsigned added = octet + carry + (back <= more.size() ? more[more.size() - back] : 0U);
    octet = static_cast<std::uint8_t>(added);
    carry = added >> 8;
  }
  return carry == 0 ? std::optional(std::move(sum)) : std::nullopt;
}

tl::expected<SearchQuery, StatusWord> search_query(std::uint8_t p1, std::uint8_t mode, ByteView data,
                                                   std::size_t current, std::size_t records) {
  SearchQuery query;
  std::size_t from = p1 == 0 ? current : p1;
  switch (mode) {
    case forward_from_p1:
    case backward_from_p1:
      query.backward = mode == backward_from_p1;
      query.pattern = data;
      break;
    case enhanced: {
      if (data.size() < 2) return Refused(StatusWord::wrong_length);
      const auto indication = data[0];
      if ((indication & 0xF0) != 0 || (indication & 0x04) == 0) return Refused(StatusWord::wrong_data);
      query.backward = (indication & 0x01) != 0;
      if ((indication & 0x02) != 0) {  // from the next, or the previous, of the current record
        if (p1 != 0) return Refused(StatusWord::wrong_p1_p2);
        from = query.backward ? (current == 0 ? records : current - 1) : current + 1;
      }
      if ((indication & 0x08) != 0) {
        query.begin_after = data[1];
      } else {
        query.offset = data[1];
      }
      query.pattern = data.subspan(2);
      break;
    }
    default:
      return Refused(StatusWord::wrong_p1_p2);
  }
  if (query.pattern.empty()) return Refused(StatusWord::wrong_length);
  if (from == 0 || from > records) return Refused(StatusWord::record_not_found);
  query.start = from;
  return query;
}

Bytes search(const Ef& file, const SearchQuery& query) {
  Bytes numbers;
  auto number = query.start;
  while (number >= 1 && number <= file.records()) {
    if (matches(file.record(number), query)) numbers.push_back(static_cast<std::uint8_t>(number));
    number = query.backward ? number - 1 : number + 1;
  }
  return numbers;
}

}  // namespace foothold::tre_emu::card
