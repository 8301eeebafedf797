// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/channel.h"

#include <algorithm>

#include "tre_emu/card/record_operations.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::card {

namespace {

using Refused = tl::unexpected<StatusWord>;

// P1 of SELECT (TS 102 221 table 11.1); ACTIVATE and DEACTIVATE FILE know some of them.
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
enum Occurrence : std::uint8_t { first_or_only = 0x00, last = 0x01, next = 0x02, previous = 0x03 };

constexpr std::size_t kMaxAid = 16;
constexpr std::size_t kMaxPath = 2 * Path::kMaxDepth;  // octets; no file lies deeper

bool begins_with(ByteView whole, ByteView part) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

std::uint16_t fid_at(ByteView data, std::size_t at) {
  return static_cast<std::uint16_t>(data[at] << 8 | data[at + 1]);
}

}  // namespace

void Channel::enter(Application* application) {
  application_ = application;
  adf_ = application ? application->tree() : nullptr;
  path_.back_to_mf();
  if (adf_) path_.enter(adf_.get());
  ef_ = nullptr;
  record_ = 0;
}

Application* Channel::application() const {
  const bool inside = path_.depth() > 1 && path_[1] == adf_.get();
  return inside ? application_ : nullptr;
}

void Channel::follow_application() {
  if (application_ && application_->tree() != adf_) enter(nullptr);
}

FileOwner* Channel::owner() const {
  Application* const inside = application();
  return inside ? inside : card_->mf_files;
}

Response Channel::select(const Command& command) {
  const auto returned = command.p2 & kReturnMask;
  if ((command.p2 & 0x80) != 0 || (returned != 0 && returned != kReturnFcp && returned != kReturnNothing)) {
    return StatusWord::wrong_p1_p2;
  }
  if (command.p1 == by_aid) return select_application(command);
  if ((command.p2 & (kSessionMask | kOccurrenceMask)) != 0) return StatusWord::wrong_p1_p2;
  const auto place = resolve(command.p1, command.data);
  if (!place) return place.error();
  path_ = place->path;
  ef_ = place->ef;
  record_ = ef_ ? record_at_selection(*ef_) : 0;
  return selected(command);
}

tl::expected<Channel::Place, StatusWord> Channel::resolve(std::uint8_t how, ByteView data) const {
  if (data.size() > kMaxPath || data.size() % 2 != 0) return Refused(StatusWord::wrong_length);
  Place place{path_, nullptr};
  StatusWord sw = StatusWord::ok;
  switch (how) {
    case by_fid:
      if (data.size() > 2) return Refused(StatusWord::wrong_length);
      sw = step(place, data.empty() ? kMf : fid_at(data, 0));  // no identifier: the MF (ISO 7816-4 7.1.1)
      break;
    case child_df: {
      if (data.size() != 2) return Refused(StatusWord::wrong_length);
      Df* const child = path_.current()->find_df(fid_at(data, 0));
      if (!child || !place.path.enter(child)) return Refused(StatusWord::file_not_found);
      break;
    }
    case parent_df:
      if (!data.empty()) return Refused(StatusWord::wrong_length);
      if (path_.depth() == 1) return Refused(StatusWord::file_not_found);
      place.path.leave();
      break;
    case path_from_mf:
    case path_from_current:
      if (data.empty()) return Refused(StatusWord::wrong_length);
      sw = walk(place, data, how == path_from_mf);
      break;
    default:
      return Refused(StatusWord::wrong_p1_p2);
  }
  if (sw != StatusWord::ok) return Refused(sw);
  return place;
}

// What can be reached by a file identifier alone (TS 102 221 8.4.1).
StatusWord Channel::step(Place& place, std::uint16_t fid) const {
  auto& path = place.path;
  if (fid == kMf) {
    path.back_to_mf();
    return StatusWord::ok;
  }
  if (fid == kCurrentAdf) {
    if (!adf_) return StatusWord::file_not_found;
    path.back_to_mf();
    path.enter(adf_.get());
    return StatusWord::ok;
  }
  Df& current = *path.current();
  if ((place.ef = current.find_ef(fid))) return StatusWord::ok;
  if (Df* const child = current.find_df(fid)) {
    return path.enter(child) ? StatusWord::ok : StatusWord::file_not_found;
  }
  if (fid == current.fid) return StatusWord::ok;
  Df* const parent = path.parent();
  if (!parent) return StatusWord::file_not_found;
  path.leave();
  if (fid == parent->fid) return StatusWord::ok;
  Df* const sibling = parent->find_df(fid);
  return sibling && path.enter(sibling) ? StatusWord::ok : StatusWord::file_not_found;
}

// On a path each part lies in the one before; 7FFF may only begin it (TS 102 221 8.4.2).
StatusWord Channel::walk(Place& place, ByteView fids, bool from_mf) const {
  if (from_mf) place.path.back_to_mf();
  for (std::size_t at = 0; at < fids.size(); at += 2) {
    const auto fid = fid_at(fids, at);
    if (place.ef) return StatusWord::file_not_found;
    Df* folder = nullptr;
    if (at == 0 && fid == kCurrentAdf && from_mf) {
      if (!adf_) return StatusWord::file_not_found;
      folder = adf_.get();
    } else {
      folder = place.path.current()->find_df(fid);
    }
    if (folder) {
      if (!place.path.enter(folder)) return StatusWord::file_not_found;
    } else if (!(place.ef = place.path.current()->find_ef(fid))) {
      return StatusWord::file_not_found;
    }
  }
  return StatusWord::ok;
}

Response Channel::select_application(const Command& command) {
  const auto& wanted = command.data;
  if (wanted.size() > kMaxAid) return StatusWord::wrong_length;
  if (wanted.empty()) return StatusWord::wrong_length;
  const auto session = command.p2 & kSessionMask;
  if (session != 0 && session != kTermination) return StatusWord::wrong_p1_p2;

  const auto& all = card_->applications;
  const auto matches = [&](const Application* one) { return begins_with(one->aid(), wanted); };
  const auto current = std::ranges::find(all, application_);
  auto found = all.end();
  // Next and previous count from the selected application, if it matches itself (11.1.1.2).
  const bool from_current = current != all.end() && matches(*current);
  switch (command.p2 & kOccurrenceMask) {
    case first_or_only:
      found = std::ranges::find_if(all, matches);
      break;
    case next:
      found = std::find_if(from_current ? current + 1 : all.begin(), all.end(), matches);
      break;
    case last:
    case previous: {
      const bool before_current = (command.p2 & kOccurrenceMask) == previous && from_current;
      for (auto one = before_current ? current : all.end(); one != all.begin() && found == all.end();) {
        if (matches(*--one)) found = one;
      }
      break;
    }
    default:
      break;
  }
  if (found == all.end()) return StatusWord::file_not_found;
  if (session == kTermination) {
    if (*found != application_) return StatusWord::conditions_not_satisfied;
    security_->forget(kPin2);
    enter(nullptr);
    return StatusWord::ok;
  }
  enter(*found);
  return selected(command);
}

Response Channel::selected(const Command& command) const {
  const bool active = ef_ ? ef_->activated : path_.current()->activated;
  Response response(active ? StatusWord::ok : StatusWord::selected_file_deactivated);
  if ((command.p2 & kReturnMask) != kReturnNothing) {
    response.data = ef_ ? fcp(*ef_) : fcp(*path_.current(), *security_);
  }
  return response;
}

Response Channel::status(const Command& command) const {
  if (!command.data.empty()) return StatusWord::wrong_length;
  // P1 is what the terminal says of its own state; nothing hangs on it.
  if (command.p1 > 0x02) return StatusWord::wrong_p1_p2;
  Bytes answer;
  switch (command.p2) {
    case 0x00:
      answer = fcp(*path_.current(), *security_);
      break;
    case 0x01:
      if (!application_) return StatusWord::reference_not_found;
      put_tlv(answer, 0x84, application_->aid());
      break;
    case 0x0C:
      return StatusWord::ok;
    default:
      return StatusWord::wrong_p1_p2;
  }
  if (command.ne && *command.ne < 256 && *command.ne != answer.size()) return right_length(answer.size());
  return Response(std::move(answer));
}

// An SFI refers to the current DF and makes the file current; 0 means the current EF.
Channel::Found Channel::by_sfi(std::uint8_t sfi) {
  if (sfi == 0) {
    if (!ef_) return Refused(StatusWord::no_ef_selected);
    return ef_;
  }
  Ef* const file = path_.current()->find_sfi(sfi);
  if (!file) return Refused(StatusWord::file_not_found);
  ef_ = file;
  record_ = record_at_selection(*file);
  return file;
}

StatusWord Channel::may(const Ef& file, AccessMode mode) const {
  if (!allows(access_record(path_, file.rule), mode, *security_)) return StatusWord::security_status_not_satisfied;
  const bool switches = mode == AccessMode::activate || mode == AccessMode::deactivate;
  const Application* const inside = application();
  const bool active = file.activated && (!inside || adf_->activated);
  return active || switches ? StatusWord::ok : StatusWord::conditions_not_satisfied;
}

StatusWord Channel::change(Ef& file, Bytes content) {
  FileOwner* const keeper = owner();
  const auto sw = keeper ? keeper->store(file, content) : StatusWord::memory_failure;
  if (sw == StatusWord::ok) file.content = std::move(content);
  return sw;
}

Response Channel::set_activated(const Command& command, bool activated) {
  if (command.p2 != 0) return StatusWord::wrong_p1_p2;
  if (command.p1 != by_fid && command.p1 != path_from_mf && command.p1 != path_from_current) {
    return StatusWord::wrong_p1_p2;
  }
  Place place{path_, ef_};
  if (!command.data.empty()) {
    const auto found = resolve(command.p1, command.data);
    if (!found) return found.error();
    place = *found;
  }
  if (!place.ef) return StatusWord::no_ef_selected;  // DFs and ADFs live and die with their subscription
  path_ = place.path;
  if (ef_ != place.ef) record_ = record_at_selection(*place.ef);
  ef_ = place.ef;
  const auto sw = may(*ef_, activated ? AccessMode::activate : AccessMode::deactivate);
  if (sw != StatusWord::ok) return sw;
  FileOwner* const keeper = owner();
  const auto stored = keeper ? keeper->set_activated(*ef_, activated) : StatusWord::memory_failure;
  if (stored == StatusWord::ok) ef_->activated = activated;
  return stored;
}

}  // namespace foothold::tre_emu::card
