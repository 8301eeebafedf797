// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The commands of a channel that work on the content of a file.
#include <algorithm>
#include <ranges>

#include "tre_emu/card/channel.h"
#include "tre_emu/card/record_operations.h"

namespace foothold::tre_emu::card {

namespace {

using Refused = tl::unexpected<StatusWord>;

// P1 and P2 of READ and UPDATE BINARY: an SFI and an offset of 8 bits, or an offset of 15.
struct BinaryReference {
  std::uint8_t sfi;
  std::size_t offset;
};

tl::expected<BinaryReference, StatusWord> binary_reference(const Command& command) {
  if ((command.p1 & 0x80) == 0) return BinaryReference{0, static_cast<std::size_t>(command.p1 << 8 | command.p2)};
  const auto sfi = static_cast<std::uint8_t>(command.p1 & 0x1F);
  if ((command.p1 & 0x60) != 0 || sfi == 0 || sfi == 31) return Refused(StatusWord::wrong_p1_p2);
  return BinaryReference{sfi, command.p2};
}

// `content`, as zeros in a trace where it is secret.
Response content_of(const Ef& file, ByteView content) {
  Response response;
  response.data.reserve(content.size() + 2);
  response.data.assign(content.begin(), content.end());
  if (file.secret) response.shown = Bytes(content.size());
  return response;
}

// `whole`: what a Le of "all there is" gives. Le 00 of a short APDU is that; another one has to fit.
tl::expected<std::size_t, StatusWord> wanted(const Command& command, std::size_t whole, bool exact) {
  if (!command.data.empty() || !command.ne) return Refused(StatusWord::wrong_length);
  const auto ne = *command.ne;
  if (ne >= 256) return std::min(ne, whole);
  if (ne > whole || (exact && ne != whole)) return Refused(right_length(std::min<std::size_t>(whole, 256)));
  return ne;
}

// An answer to a command that writes: until the file is known to hold no secret, what should be written to it is one.
struct Writing {
  Response answer;
  Writing() { answer.command_is_secret = true; }
  Response end(StatusWord sw) {
    answer.sw = sw;
    return std::move(answer);
  }
};

}  // namespace

Response Channel::read_binary(const Command& command) {
  const auto reference = binary_reference(command);
  if (!reference) return reference.error();
  const auto file = by_sfi(reference->sfi);
  if (!file) return file.error();
  if (!(*file)->transparent()) return StatusWord::incompatible_file_structure;
  if (const auto sw = may(**file, AccessMode::read); sw != StatusWord::ok) return sw;
  const auto size = (*file)->content.size();
  if (reference->offset >= size) return StatusWord::outside_file;
  const auto count = wanted(command, size - reference->offset, false);
  if (!count) return count.error();
  return content_of(**file, ByteView((*file)->content).subspan(reference->offset, *count));
}

Response Channel::update_binary(const Command& command) {
  Writing writing;
  const auto reference = binary_reference(command);
  if (!reference) return writing.end(reference.error());
  const auto file = by_sfi(reference->sfi);
  if (!file) return writing.end(file.error());
  writing.answer.command_is_secret = (*file)->secret;
  if (!(*file)->transparent()) return writing.end(StatusWord::incompatible_file_structure);
  if (const auto sw = may(**file, AccessMode::update); sw != StatusWord::ok) return writing.end(sw);
  const auto size = (*file)->content.size();
  if (reference->offset >= size) return writing.end(StatusWord::outside_file);
  if (command.data.empty() || command.data.size() > size - reference->offset) {
    return writing.end(StatusWord::wrong_length);
  }
  Bytes content = (*file)->content;
  std::ranges::copy(command.data, content.begin() + static_cast<std::ptrdiff_t>(reference->offset));
  return writing.end(change(**file, std::move(content)));
}

Channel::Found Channel::record_file(const Command& command) {
  const auto sfi = static_cast<std::uint8_t>(command.p2 >> 3);
  if (sfi == 31) return Refused(StatusWord::wrong_p1_p2);
  auto file = by_sfi(sfi);
  if (file && (*file)->transparent()) return Refused(StatusWord::incompatible_file_structure);
  return file;
}

tl::expected<std::size_t, StatusWord> Channel::record_number(const Command& command, const Ef& file) const {
  const auto mode = static_cast<RecordMode>(command.p2 & 0x07);
  if (mode != RecordMode::absolute && command.p1 != 0) return Refused(StatusWord::wrong_p1_p2);
  if (mode < RecordMode::next || mode > RecordMode::absolute) return Refused(StatusWord::wrong_p1_p2);
  const auto number = find_record(file, mode, command.p1, record_);
  if (number == 0) return Refused(StatusWord::record_not_found);
  return number;
}

Response Channel::read_record(const Command& command) {
  const auto file = record_file(command);
  if (!file) return file.error();
  if (const auto sw = may(**file, AccessMode::read); sw != StatusWord::ok) return sw;
  const auto number = record_number(command, **file);
  if (!number) return number.error();
  const auto count = wanted(command, (*file)->record_length, true);
  if (!count) return count.error();
  if ((command.p2 & 0x07) != 0x04) record_ = *number;  // absolute mode leaves the record pointer (11.1.5.1)
  return content_of(**file, (*file)->record(*number));
}

Response Channel::update_record(const Command& command) {
  Writing writing;
  const auto file = record_file(command);
  if (!file) return writing.end(file.error());
  writing.answer.command_is_secret = (*file)->secret;
  if (const auto sw = may(**file, AccessMode::update); sw != StatusWord::ok) return writing.end(sw);
  const bool cyclic = (*file)->structure == Structure::cyclic;
  const auto mode = static_cast<RecordMode>(command.p2 & 0x07);
  // A cyclic file takes a new record in place of the oldest, and in no other way (11.1.6.1).
  if (cyclic && (mode != RecordMode::previous || command.p1 != 0)) return writing.end(StatusWord::wrong_p1_p2);
  const auto number =
      cyclic ? tl::expected<std::size_t, StatusWord>((*file)->records()) : record_number(command, **file);
  if (!number) return writing.end(number.error());
  if (command.data.size() != (*file)->record_length) return writing.end(StatusWord::wrong_length);
  const auto sw =
      change(**file, cyclic ? with_newest(**file, command.data) : with_record(**file, *number, command.data));
  if (sw == StatusWord::ok && mode != RecordMode::absolute) record_ = cyclic ? 1 : *number;
  return writing.end(sw);
}

Response Channel::search_record(const Command& command) {
  const auto file = record_file(command);
  if (!file) return file.error();
  if (const auto sw = may(**file, AccessMode::read); sw != StatusWord::ok) return sw;
  const auto query =
      search_query(command.p1, static_cast<std::uint8_t>(command.p2 & 0x07), command.data, record_, (*file)->records());
  if (!query) return query.error();
  auto numbers = search(**file, *query);
  if (numbers.empty()) return StatusWord::search_unsuccessful;
  record_ = numbers.front();
  return Response(std::move(numbers));
}

Response Channel::increase(const Command& command) {
  if (command.p2 != 0) return StatusWord::wrong_p1_p2;
  std::uint8_t sfi = 0;
  if (command.p1 != 0) {
    sfi = static_cast<std::uint8_t>(command.p1 & 0x1F);
    if ((command.p1 & 0xE0) != 0x80 || sfi == 0 || sfi == 31) return StatusWord::wrong_p1_p2;
  }
  const auto file = by_sfi(sfi);
  if (!file) return file.error();
  if ((*file)->structure != Structure::cyclic) return StatusWord::incompatible_file_structure;
  if (const auto sw = may(**file, AccessMode::increase); sw != StatusWord::ok) return sw;
  if (command.data.empty() || command.data.size() > (*file)->record_length) return StatusWord::wrong_length;
  const auto sum = increased((*file)->record(1), command.data);
  if (!sum) return StatusWord::maximum_reached;
  const auto sw = change(**file, with_newest(**file, *sum));
  if (sw != StatusWord::ok) return sw;
  record_ = 1;
  Response answer(*sum);
  answer.data.insert(answer.data.end(), command.data.begin(), command.data.end());
  return answer;
}

}  // namespace foothold::tre_emu::card
