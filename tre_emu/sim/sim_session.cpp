// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/sim/sim_session.h"

#include <algorithm>

#include "tre_emu/card/record_operations.h"
#include "tre_emu/sim/select_response.h"
#include "tre_emu/sim/sim_files.h"
#include "tre_emu/sim/sim_status_word.h"

namespace foothold::tre_emu::sim {

namespace {

using card::Command;
using card::Df;
using card::Response;
using card::SecurityStatus;
using card::StatusWord;

// TS 51.011 table 9.
enum Instruction : std::uint8_t {
  invalidate_ins = 0x04,
  verify_chv_ins = 0x20,
  change_chv_ins = 0x24,
  disable_chv_ins = 0x26,
  enable_chv_ins = 0x28,
  unblock_chv_ins = 0x2C,
  increase_ins = 0x32,
  rehabilitate_ins = 0x44,
  run_gsm_algorithm_ins = 0x88,
  seek_ins = 0xA2,
  select_ins = 0xA4,
  read_binary_ins = 0xB0,
  read_record_ins = 0xB2,
  get_response_ins = 0xC0,
  update_binary_ins = 0xD6,
  update_record_ins = 0xDC,
  status_ins = 0xF2,
  sleep_ins = 0xFA,
};

constexpr std::size_t kRand = 16;
constexpr std::size_t kSres = 4;
constexpr std::size_t kKc = 8;

// P3 of the commands that have no data in either direction.
bool has_data(const Command& command) {
  return !command.data.empty() || command.ne.value_or(256) != 256;
}

}  // namespace

void SimSession::reset() {
  path_ = card::Path(card_.mf.get());
  ef_ = nullptr;
  record_ = 0;
  pending_.reset();
}

Response SimSession::process(const Command& command, SecurityStatus& security) {
  if (command.ins == get_response_ins) return get_response(command);
  pending_.reset();
  switch (command.ins) {
    case select_ins:
      return select(command, security);
    case status_ins:
      return status(command, security);
    case read_binary_ins:
      return read_binary(command, security);
    case update_binary_ins:
      return update_binary(command, security);
    case read_record_ins:
      return read_record(command, security);
    case update_record_ins:
      return update_record(command, security);
    case seek_ins:
      return seek(command, security);
    case increase_ins:
      return increase(command, security);
    case invalidate_ins:
    case rehabilitate_ins:
      if (has_data(command)) return right_p3(0);
      return set_valid(command, security, command.ins == rehabilitate_ins);
    case verify_chv_ins:
    case change_chv_ins:
    case disable_chv_ins:
    case enable_chv_ins:
    case unblock_chv_ins:
      return chv(command, security);
    case run_gsm_algorithm_ins:
      return run_gsm_algorithm(command, security);
    case sleep_ins:
      if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
      return has_data(command) ? right_p3(0) : StatusWord::ok;
    default:
      return StatusWord::ins_not_supported;
  }
}

StatusWord SimSession::status_word(StatusWord uicc) const {
  return of_toolkit(uicc);
}

// 9.2.1 with the rules of 6.5: the MF, the current DF, its parent, children and siblings, and the EFs of the current
// DF.
Response SimSession::select(const Command& command, const SecurityStatus& security) {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
  if (command.data.size() != 2) return right_p3(2);
  const auto fid = static_cast<std::uint16_t>(command.data[0] << 8 | command.data[1]);
  card::Path path = path_;
  card::Ef* const file = path.current()->find_ef(fid);
  if (!file && fid == card::kMf) {
    path.back_to_mf();
  } else if (!file && fid != path.current()->fid) {
    Df* folder = path.current()->find_df(fid);
    if (!folder && path.parent()) {
      path.leave();
      folder = path.current()->fid == fid ? nullptr : path.current()->find_df(fid);
      if (!folder && path.current()->fid != fid) return kNotFound;
    } else if (!folder) {
      return kNotFound;
    }
    if (folder && !path.enter(folder)) return kNotFound;
  }
  path_ = path;
  ef_ = file;
  record_ = ef_ ? card::record_at_selection(*ef_) : 0;
  return offer(Response(ef_ ? file_response(*ef_, access_record(path_, ef_->rule))
                            : folder_response(*path_.current(), security)));
}

Response SimSession::status(const Command& command, const SecurityStatus& security) const {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
  auto answer = folder_response(*path_.current(), security);
  if (!command.data.empty() || !command.ne || *command.ne > answer.size()) return right_p3(answer.size());
  answer.resize(*command.ne);
  return Response(std::move(answer));
}

Response SimSession::offer(Response answer) {
  Response first(answer_waits(answer.data.size()));
  first.facts = std::move(answer.facts);
  pending_ = std::move(answer);
  return first;
}

Response SimSession::get_response(const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
  if (!pending_) return StatusWord::technical_problem;
  const auto there = pending_->data.size();
  if (!command.data.empty() || !command.ne || *command.ne > there) return right_p3(there);
  Response answer = std::move(*pending_);
  pending_.reset();
  answer.data.resize(*command.ne);
  if (answer.shown) answer.shown->resize(*command.ne);
  return answer;
}

// 9.2.9 to 9.2.13. CHVs are numbered 1 and 2; UNBLOCK calls the first one 0, and only the first one can be switched.
Response SimSession::chv(const Command& command, SecurityStatus& security) const {
  Response answer;
  answer.command_is_secret = true;
  const auto end = [&](StatusWord sw) {
    answer.sw = sw;
    return answer;
  };
  const bool unblocks = command.ins == unblock_chv_ins;
  const bool first = command.p2 == (unblocks ? 0x00 : 0x01);
  const bool switches = command.ins == disable_chv_ins || command.ins == enable_chv_ins;
  if (command.p1 != 0 || (!first && (switches || command.p2 != 0x02))) return end(StatusWord::outside_file);
  const std::size_t size = unblocks || command.ins == change_chv_ins ? 16 : 8;
  if (command.data.size() != size) return end(right_p3(size));
  Command uicc = command;
  uicc.p2 = first ? card::kPin1 : card::kPin2;
  const auto* const pin = security.find(uicc.p2);
  if (!pin || !pin->initialised()) return end(kNoChv);
  return end(of_chv(card::pin_command(uicc, security).sw));
}

// 9.2.16: SRES and Kc, from the USIM's GSM context. It may be used in DF_GSM only, once CHV1 is verified (8.16).
Response SimSession::run_gsm_algorithm(const Command& command, const SecurityStatus& security) {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::outside_file;
  if (command.data.size() != kRand) return right_p3(kRand);
  const bool in_gsm = path_.depth() > 1 && path_[1]->fid == kDfGsm;
  if (!in_gsm || !security.satisfied(card::kPin1)) return kAccessRefused;
  Command authenticate{0x00, 0x88, 0x00, 0x80, {}, 256};
  authenticate.data.push_back(static_cast<std::uint8_t>(kRand));
  authenticate.data.insert(authenticate.data.end(), command.data.begin(), command.data.end());
  auto answer = authenticate_(authenticate);
  // L SRES, L Kc
  if (answer.sw != StatusWord::ok || answer.data.size() != kSres + kKc + 2) return StatusWord::technical_problem;
  answer.data.erase(answer.data.begin() + 1 + kSres);
  answer.data.erase(answer.data.begin());
  answer.shown = Bytes(answer.data.size());
  return offer(std::move(answer));
}

}  // namespace foothold::tre_emu::sim
