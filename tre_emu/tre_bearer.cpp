// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre_bearer.h"

#include <algorithm>

#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu {

namespace {

using card::Command;
using card::Response;
using card::StatusWord;
using toolkit::BearerChannel;
using toolkit::ChannelTarget;

enum Instruction : std::uint8_t { open_ins = 0x50, send_ins = 0x52, receive_ins = 0x54, close_ins = 0x56 };

}  // namespace

Response TreBearer::process(const Command& command) {
  switch (command.ins) {
    case open_ins:
      return open(command);
    case send_ins:
      return send(command);
    case receive_ins:
      return receive(command);
    case close_ins:
      return close(command);
    default:
      return StatusWord::ins_not_supported;
  }
}

// 81 transport, 82 address, 83 port, 84 APN (empty: the default bearer).
Response TreBearer::open(const Command& command) {
  const auto values = card::decode_exactly(command.data, {0x81, 0x82, 0x83, 0x84});
  if (!values) return StatusWord::wrong_data;
  const auto transport = (*values)[0];
  const auto address = (*values)[1];
  const auto port = (*values)[2];
  const auto apn = (*values)[3];
  ChannelTarget target;
  if (transport.size() != 1 || address.size() != target.address.size() || port.size() != 2 || apn.size() > 99) {
    return StatusWord::wrong_data;
  }
  target.transport = static_cast<ChannelTarget::Transport>(transport[0]);
  if (target.transport != ChannelTarget::Transport::tcp && target.transport != ChannelTarget::Transport::udp) {
    return StatusWord::wrong_data;
  }
  std::ranges::copy(address, target.address.begin());
  target.port = static_cast<std::uint16_t>(port[0] << 8 | port[1]);
  target.apn.assign(apn.begin(), apn.end());
  auto* const current = terminal();
  if (current && current->bearer().state() != BearerChannel::State::closed) return StatusWord::conditions_not_satisfied;
  auto* const found = find_(target.transport);
  if (!found || !found->open_bearer(target)) return StatusWord::conditions_not_satisfied;
  terminal_ = found;
  owner_ = asking_;
  return StatusWord::ok;
}

Response TreBearer::send(const Command& command) {
  if (command.data.empty()) return StatusWord::wrong_length;
  auto* const to = terminal_of(asking_);
  const auto state = to ? to->bearer().state() : BearerChannel::State::closed;
  if (state != BearerChannel::State::opening && state != BearerChannel::State::open) {
    return StatusWord::conditions_not_satisfied;
  }
  return to->write_bearer(command.data) ? StatusWord::ok : StatusWord::no_space;
}

// The state, then what has come, as far as Le lets it.
Response TreBearer::receive(const Command& command) {
  if (!command.data.empty() || !command.ne) return StatusWord::wrong_length;
  auto* const from = terminal_of(asking_);
  Bytes answer{static_cast<std::uint8_t>(from ? from->bearer().state() : BearerChannel::State::closed)};
  if (from) {
    const auto octets = from->read_bearer(*command.ne - 1);
    answer.insert(answer.end(), octets.begin(), octets.end());
  }
  return Response(std::move(answer));
}

Response TreBearer::close(const Command& command) {
  if (!command.data.empty()) return StatusWord::wrong_length;
  if (auto* const at = terminal_of(asking_)) at->close_bearer();
  return StatusWord::ok;
}

void TreBearer::session_ended(Session session) {
  if (auto* const at = terminal_of(session)) at->close_bearer();
}

}  // namespace foothold::tre_emu
