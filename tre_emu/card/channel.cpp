// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/channel.h"

#include <algorithm>

#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::card {

namespace {

using Refused = tl::unexpected<StatusWord>;

// P1 of SELECT (TS 102 221 table 11.1).
enum SelectBy : std::uint8_t {
  by_fid = 0x00,
  child_df = 0x01,
  parent_df = 0x03,
  by_aid = 0x04,
  path_from_mf = 0x08,
  path_from_current = 0x09
};
// P2 of SELECT (table 11.2).
constexpr std::uint8_t kReturnMask = 0x1C;
constexpr std::uint8_t kReturnNothing = 0x0C;
constexpr std::uint8_t kReturnFcp = 0x04;
constexpr std::uint8_t kSessionMask = 0x60;
constexpr std::uint8_t kTermination = 0x40;
constexpr std::uint8_t kOccurrenceMask = 0x03;
constexpr std::uint8_t kNextOccurrence = 0x02;

constexpr std::size_t kMaxAid = 16;
constexpr std::size_t kMaxPath = 16;  // octets; no file lies deeper

bool begins_with(ByteView whole, ByteView part) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

}  // namespace

void Channel::select_mf() {
  path_ = {card_.mf.get()};
  ef_ = nullptr;
  record_ = 0;
}

void Channel::enter(Application* application) {
  application_ = application;
  adf_ = application ? application->tree() : nullptr;
  select_mf();
  if (adf_) path_.push_back(adf_.get());
}

Application* Channel::application() const {
  const bool inside = path_.size() > 1 && path_[1] == adf_.get();
  return inside ? application_ : nullptr;
}

void Channel::follow_application() {
  if (application_ && application_->tree() != adf_) enter(nullptr);
}

Response Channel::select(const Command& command) {
  const auto returned = command.p2 & kReturnMask;
  if ((command.p2 & 0x80) != 0 || (returned != 0 && returned != kReturnFcp && returned != kReturnNothing)) {
    return StatusWord::wrong_p1_p2;
  }
  if (command.p1 == by_aid) return select_application(command);
  if ((command.p2 & (kSessionMask | kOccurrenceMask)) != 0) return StatusWord::wrong_p1_p2;

  const auto& data = command.data;
  if (data.size() > kMaxPath || data.size() % 2 != 0) return StatusWord::wrong_length;
  const auto fid_at = [&](std::size_t at) { return static_cast<std::uint16_t>(data[at] << 8 | data[at + 1]); };
  Place place{path_};
  switch (command.p1) {
    case by_fid: {
      if (data.size() > 2) return StatusWord::wrong_length;
      const auto sw = step(place, data.empty() ? kMf : fid_at(0));  // no identifier: the MF (ISO 7816-4 7.1.1)
      if (sw != StatusWord::ok) return sw;
      break;
    }
    case child_df: {
      if (data.size() != 2) return StatusWord::wrong_length;
      Df* const child = path_.back()->find_df(fid_at(0));
      if (!child) return StatusWord::file_not_found;
      place.path.push_back(child);
      break;
    }
    case parent_df:
      if (!data.empty()) return StatusWord::wrong_length;
      if (path_.size() == 1) return StatusWord::file_not_found;
      place.path.pop_back();
      break;
    case path_from_mf:
    case path_from_current: {
      if (data.empty()) return StatusWord::wrong_length;
      if (command.p1 == path_from_mf) place.path.resize(1);
      for (std::size_t at = 0; at < data.size(); at += 2) {
        // On a path each part lies in the one before; 7FFF may only begin it (TS 102 221 8.4.2).
        const auto fid = fid_at(at);
        if (place.ef) return StatusWord::file_not_found;
        if (at == 0 && fid == kCurrentAdf && command.p1 == path_from_mf) {
          if (!adf_) return StatusWord::file_not_found;
          place.path.push_back(adf_.get());
        } else if (Df* const child = place.path.back()->find_df(fid)) {
          place.path.push_back(child);
        } else if (!(place.ef = place.path.back()->find_ef(fid))) {
          return StatusWord::file_not_found;
        }
      }
      break;
    }
    default:
      return StatusWord::wrong_p1_p2;
  }
  path_ = std::move(place.path);
  ef_ = place.ef;
  record_ = 0;
  return selected(command);
}

// What can be reached by a file identifier alone (TS 102 221 8.4.1).
StatusWord Channel::step(Place& place, std::uint16_t fid) const {
  auto& path = place.path;
  if (fid == kMf) {
    path.resize(1);
    return StatusWord::ok;
  }
  if (fid == kCurrentAdf) {
    if (!adf_) return StatusWord::file_not_found;
    path = {path.front(), adf_.get()};
    return StatusWord::ok;
  }
  Df& current = *path.back();
  if ((place.ef = current.find_ef(fid))) return StatusWord::ok;
  if (Df* const child = current.find_df(fid)) {
    path.push_back(child);
    return StatusWord::ok;
  }
  if (fid == current.fid) return StatusWord::ok;
  if (path.size() < 2) return StatusWord::file_not_found;
  Df& parent = *path[path.size() - 2];
  if (fid == parent.fid) {
    path.pop_back();
    return StatusWord::ok;
  }
  Df* const sibling = parent.find_df(fid);
  if (!sibling) return StatusWord::file_not_found;
  path.back() = sibling;
  return StatusWord::ok;
}

Response Channel::select_application(const Command& command) {
  const auto& wanted = command.data;
  if (wanted.empty() || wanted.size() > kMaxAid) return StatusWord::wrong_length;
  const auto occurrence = command.p2 & kOccurrenceMask;
  if (occurrence != 0 && occurrence != kNextOccurrence) return StatusWord::function_not_supported;
  const auto session = command.p2 & kSessionMask;
  if (session != 0 && session != kTermination) return StatusWord::wrong_p1_p2;

  std::vector<Application*> matching;
  std::ranges::copy_if(card_.applications, std::back_inserter(matching),
                       [&](Application* one) { return begins_with(one->aid(), wanted); });
  auto found = matching.begin();
  if (occurrence == kNextOccurrence) {
    const auto current = std::ranges::find(matching, application_);
    if (current != matching.end()) found = current + 1;
  }
  if (found == matching.end()) return StatusWord::file_not_found;
  if (session == kTermination) {
    if (*found != application_) return StatusWord::conditions_not_satisfied;
    enter(nullptr);
    return StatusWord::ok;
  }
  enter(*found);
  return selected(command);
}

Response Channel::selected(const Command& command) const {
  if ((command.p2 & kReturnMask) == kReturnNothing) return StatusWord::ok;
  return Response(ef_ ? fcp(*ef_) : fcp(*path_.back()));
}

Response Channel::status(const Command& command) const {
  if (!command.data.empty()) return StatusWord::wrong_length;
  if (command.p1 > 0x02)
    return StatusWord::wrong_p1_p2;  // what the terminal says of its own state; nothing hangs on it
  switch (command.p2) {
    case 0x00:
      return Response(fcp(*path_.back()));
    case 0x01: {
      if (!application_) return StatusWord::reference_not_found;
      Bytes name;
      put_tlv(name, 0x84, application_->aid());
      return Response(std::move(name));
    }
    case 0x0C:
      return StatusWord::ok;
    default:
      return StatusWord::wrong_p1_p2;
  }
}

// An SFI refers to the current DF and makes the file current; 0 means the current EF.
tl::expected<Ef*, StatusWord> Channel::by_sfi(std::uint8_t sfi) {
  if (sfi == 0) {
    if (!ef_) return Refused(StatusWord::no_ef_selected);
    return ef_;
  }
  Ef* const file = path_.back()->find_sfi(sfi);
  if (!file) return Refused(StatusWord::file_not_found);
  ef_ = file;
  record_ = 0;
  return file;
}

namespace {

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

Response content_of(const Ef& file, std::size_t offset, std::size_t count) {
  const auto start = file.content.begin() + static_cast<std::ptrdiff_t>(offset);
  Response response(Bytes(start, start + static_cast<std::ptrdiff_t>(count)));
  if (file.secret) response.shown = Bytes(count);
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

}  // namespace

Response Channel::read_binary(const Command& command) {
  const auto reference = binary_reference(command);
  if (!reference) return reference.error();
  const auto file = by_sfi(reference->sfi);
  if (!file) return file.error();
  if (!(*file)->transparent()) return StatusWord::incompatible_file_structure;
  const auto size = (*file)->content.size();
  if (reference->offset >= size) return StatusWord::outside_file;
  const auto count = wanted(command, size - reference->offset, false);
  if (!count) return count.error();
  return content_of(**file, reference->offset, *count);
}

StatusWord Channel::change(Ef& file, Bytes content) {
  if (!file.terminal_updates) return StatusWord::security_status_not_satisfied;
  Application* const owner = application();
  const auto sw = owner ? owner->store(file, content) : StatusWord::memory_failure;
  if (sw == StatusWord::ok) file.content = std::move(content);
  return sw;
}

Response Channel::update_binary(const Command& command) {
  // Until the file is known to hold no secret, what should be written to it is one.
  Response answer;
  answer.command_is_secret = true;
  const auto refuse = [&](StatusWord sw) {
    answer.sw = sw;
    return answer;
  };
  const auto reference = binary_reference(command);
  if (!reference) return refuse(reference.error());
  const auto file = by_sfi(reference->sfi);
  if (!file) return refuse(file.error());
  answer.command_is_secret = (*file)->secret;
  if (!(*file)->transparent()) return refuse(StatusWord::incompatible_file_structure);
  Bytes content = (*file)->content;
  if (reference->offset >= content.size()) return refuse(StatusWord::outside_file);
  if (command.data.empty() || command.data.size() > content.size() - reference->offset) {
    return refuse(StatusWord::wrong_length);
  }
  std::ranges::copy(command.data, content.begin() + static_cast<std::ptrdiff_t>(reference->offset));
  return refuse(change(**file, std::move(content)));
}

tl::expected<Ef*, StatusWord> Channel::record_file(const Command& command) {
  const auto sfi = static_cast<std::uint8_t>(command.p2 >> 3);
  if (sfi == 31) return Refused(StatusWord::wrong_p1_p2);
  auto file = by_sfi(sfi);
  if (file && (*file)->transparent()) return Refused(StatusWord::incompatible_file_structure);
  return file;
}

// From 1. Modes of TS 102 221 table 11.11; next and previous do not wrap round in a linear file.
tl::expected<std::size_t, StatusWord> Channel::record_number(const Command& command, const Ef& file) const {
  std::size_t number = 0;
  switch (command.p2 & 0x07) {
    case 0x02:
      if (command.p1 != 0) return Refused(StatusWord::wrong_p1_p2);
      number = record_ + 1;
      break;
    case 0x03:
      if (command.p1 != 0) return Refused(StatusWord::wrong_p1_p2);
      number = record_ == 0 ? file.records() : record_ - 1;
      break;
    case 0x04:
      number = command.p1 == 0 ? record_ : command.p1;
      break;
    default:
      return Refused(StatusWord::wrong_p1_p2);
  }
  if (number == 0 || number > file.records()) return Refused(StatusWord::record_not_found);
  return number;
}

Response Channel::read_record(const Command& command) {
  const auto file = record_file(command);
  if (!file) return file.error();
  const auto number = record_number(command, **file);
  if (!number) return number.error();
  const auto length = (*file)->record_length;
  const auto count = wanted(command, length, true);
  if (!count) return count.error();
  if ((command.p2 & 0x07) != 0x04) record_ = *number;  // absolute mode leaves the record pointer (11.1.5.1)
  return content_of(**file, (*number - 1) * length, length);
}

Response Channel::update_record(const Command& command) {
  Response answer;
  answer.command_is_secret = true;
  const auto refuse = [&](StatusWord sw) {
    answer.sw = sw;
    return answer;
  };
  const auto file = record_file(command);
  if (!file) return refuse(file.error());
  answer.command_is_secret = (*file)->secret;
  const auto number = record_number(command, **file);
  if (!number) return refuse(number.error());
  const auto length = (*file)->record_length;
  if (command.data.size() != length) return refuse(StatusWord::wrong_length);
  Bytes content = (*file)->content;
  std::ranges::copy(command.data, content.begin() + static_cast<std::ptrdiff_t>((*number - 1) * length));
  const auto sw = change(**file, std::move(content));
  if (sw == StatusWord::ok && (command.p2 & 0x07) != 0x04) record_ = *number;
  return refuse(sw);
}

}  // namespace foothold::tre_emu::card
