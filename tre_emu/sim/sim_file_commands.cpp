// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The commands of class A0 that work on the content of the current EF.
#include <algorithm>

#include "tre_emu/card/record_operations.h"
#include "tre_emu/sim/sim_session.h"
#include "tre_emu/sim/sim_status_word.h"

namespace foothold::tre_emu::sim {

namespace {

using card::AccessMode;
using card::Command;
using card::Response;
using card::SecurityStatus;
using card::StatusWord;
using card::Structure;

Response content_of(const card::Ef& file, ByteView content) {
  Response response(Bytes(content.begin(), content.end()));
  if (file.secret) response.shown = Bytes(content.size());
  return response;
}

Response written(const card::Ef* file, StatusWord sw) {
  Response response(sw);
  response.command_is_secret = !file || file->secret;
  return response;
}

}  // namespace

StatusWord SimSession::may(AccessMode mode, const SecurityStatus& security) const {
  if (!allows(access_record(path_, ef_->rule), mode, security)) return kAccessRefused;
  return ef_->activated || mode == AccessMode::activate ? StatusWord::ok : kInvalidated;
}

StatusWord SimSession::change(Bytes content) {
  const auto sw = card_.mf_files ? card_.mf_files->store(*ef_, content) : StatusWord::memory_failure;
  if (sw != StatusWord::ok) return kMemoryProblem;
  ef_->content = std::move(content);
  return sw;
}

Response SimSession::read_binary(const Command& command, const SecurityStatus& security) const {
  if (!ef_) return kNoEfSelected;
  if (!ef_->transparent()) return kInconsistentFile;
  if (const auto sw = may(AccessMode::read, security); sw != StatusWord::ok) return sw;
  const auto offset = static_cast<std::size_t>(command.p1 << 8 | command.p2);
  const auto size = ef_->content.size();
  if (offset >= size) return StatusWord::outside_file;  // 9402 is of records (9.4.6)
  if (!command.data.empty() || !command.ne || *command.ne > size - offset) return right_p3(size - offset);
  return content_of(*ef_, ByteView(ef_->content).subspan(offset, *command.ne));
}

Response SimSession::update_binary(const Command& command, const SecurityStatus& security) {
  if (!ef_) return written(ef_, kNoEfSelected);
  if (!ef_->transparent()) return written(ef_, kInconsistentFile);
  if (const auto sw = may(AccessMode::update, security); sw != StatusWord::ok) return written(ef_, sw);
  const auto offset = static_cast<std::size_t>(command.p1 << 8 | command.p2);
  const auto size = ef_->content.size();
  if (offset >= size) return written(ef_, StatusWord::outside_file);
  if (command.data.empty() || command.data.size() > size - offset) return written(ef_, right_p3(size - offset));
  Bytes content = ef_->content;
  std::ranges::copy(command.data, content.begin() + static_cast<std::ptrdiff_t>(offset));
  return written(ef_, change(std::move(content)));
}

Response SimSession::read_record(const Command& command, const SecurityStatus& security) {
  if (!ef_) return kNoEfSelected;
  if (ef_->transparent()) return kInconsistentFile;
  if (const auto sw = may(AccessMode::read, security); sw != StatusWord::ok) return sw;
  const auto mode = static_cast<card::RecordMode>(command.p2);
  const bool relative = mode == card::RecordMode::next || mode == card::RecordMode::previous;
  if (!relative && mode != card::RecordMode::absolute) return StatusWord::outside_file;
  const auto number = find_record(*ef_, mode, command.p1, record_);
  if (number == 0) return kOutOfRange;
  if (!command.data.empty() || command.ne != ef_->record_length) return right_p3(ef_->record_length);
  if (relative) record_ = number;
  return content_of(*ef_, ef_->record(number));
}

Response SimSession::update_record(const Command& command, const SecurityStatus& security) {
  if (!ef_) return written(ef_, kNoEfSelected);
  if (ef_->transparent()) return written(ef_, kInconsistentFile);
  if (const auto sw = may(AccessMode::update, security); sw != StatusWord::ok) return written(ef_, sw);
  const auto mode = static_cast<card::RecordMode>(command.p2);
  const bool cyclic = ef_->structure == Structure::cyclic;
  const bool relative = mode == card::RecordMode::next || mode == card::RecordMode::previous;
  if (cyclic ? mode != card::RecordMode::previous : !relative && mode != card::RecordMode::absolute) {
    return written(ef_, StatusWord::outside_file);
  }
  const auto number = cyclic ? ef_->records() : find_record(*ef_, mode, command.p1, record_);
  if (number == 0) return written(ef_, kOutOfRange);
  if (command.data.size() != ef_->record_length) return written(ef_, right_p3(ef_->record_length));
  const auto sw = change(cyclic ? with_newest(*ef_, command.data) : with_record(*ef_, number, command.data));
  if (sw == StatusWord::ok && relative) record_ = cyclic ? 1 : number;
  return written(ef_, sw);
}

// 9.2.7. Type and mode in P2: the low half says where from, bit 5 that the record's number is wanted.
Response SimSession::seek(const Command& command, const SecurityStatus& security) {
  if (!ef_) return kNoEfSelected;
  if (ef_->structure != Structure::linear) return kInconsistentFile;
  if (const auto sw = may(AccessMode::read, security); sw != StatusWord::ok) return sw;
  const unsigned mode = command.p2 & 0x0FU;
  if (command.p1 != 0 || mode > 3 || (command.p2 & 0xE0) != 0) return StatusWord::outside_file;
  if (command.data.empty() || command.data.size() > ef_->record_length) return right_p3(ef_->record_length);
  card::SearchQuery query;
  query.pattern = command.data;
  query.backward = mode == 1 || mode == 3;
  const std::size_t starts[] = {1, ef_->records(), record_ + 1, record_ == 0 ? ef_->records() : record_ - 1};
  query.start = starts[mode];
  const auto numbers = search(*ef_, query);
  if (numbers.empty()) return kNotFound;
  record_ = numbers.front();
  if ((command.p2 & 0x10) == 0) return StatusWord::ok;
  return offer(Response(Bytes{numbers.front()}));
}

// 9.2.8.
Response SimSession::increase(const Command& command, const SecurityStatus& security) {
  if (!ef_) return kNoEfSelected;
  if (ef_->structure != Structure::cyclic) return kInconsistentFile;
  if (const auto sw = may(AccessMode::increase, security); sw != StatusWord::ok) return sw;
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
  if (command.data.size() != 3) return right_p3(3);
  auto sum = card::increased(ef_->record(1), command.data);
  if (!sum) return kMaximumReached;
  if (const auto sw = change(with_newest(*ef_, *sum)); sw != StatusWord::ok) return sw;
  record_ = 1;
  sum->insert(sum->end(), command.data.begin(), command.data.end());
  return offer(Response(std::move(*sum)));
}

// 9.2.14, 9.2.15.
Response SimSession::set_valid(const Command& command, const SecurityStatus& security, bool valid) {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
  if (!ef_) return kNoEfSelected;
  if (ef_->activated == valid) return kInvalidated;
  const auto sw = may(valid ? AccessMode::activate : AccessMode::deactivate, security);
  if (sw != StatusWord::ok) return sw;
  const auto stored = card_.mf_files ? card_.mf_files->set_activated(*ef_, valid) : StatusWord::memory_failure;
  if (stored != StatusWord::ok) return kMemoryProblem;
  ef_->activated = valid;
  return StatusWord::ok;
}

}  // namespace foothold::tre_emu::sim
