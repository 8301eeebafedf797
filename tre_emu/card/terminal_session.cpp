// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/terminal_session.h"

#include <algorithm>

#include "base/byte_writer.h"

namespace foothold::tre_emu::card {

namespace {

enum Instruction : std::uint8_t {
  deactivate_file_ins = 0x04,
  increase_ins = 0x32,
  activate_file_ins = 0x44,
  manage_channel_ins = 0x70,
  get_challenge_ins = 0x84,
  search_record_ins = 0xA2,
  select_ins = 0xA4,
  terminal_capability_ins = 0xAA,
  read_binary_ins = 0xB0,
  read_record_ins = 0xB2,
  get_response_ins = 0xC0,
  update_binary_ins = 0xD6,
  update_record_ins = 0xDC,
  status_ins = 0xF2,
};

constexpr std::size_t kShownHeader = 5;  // CLA INS P1 P2 and the next octet

constexpr std::uint8_t kSimClass = 0xA0;  // TS 51.011 9.1

bool brings_secret(std::uint8_t ins) {
  return ins == update_binary_ins || ins == update_record_ins || is_pin_command(ins);
}

// Interindustry 0x, 1x for channels 0 to 3 and 4x, 5x for 4 to 19; ETSI's proprietary 8x, 9x and Cx, Dx likewise
// (TS 102 221 10.1.1). No secure messaging.
StatusWord check_class(const Command& command) {
  if (command.cla == 0xFF) return StatusWord::class_not_supported;
  if ((command.cla & 0x20) != 0) {
    return (command.cla & 0x40) != 0 ? StatusWord::secure_messaging_not_supported : StatusWord::class_not_supported;
  }
  if ((command.cla & 0x40) == 0 && (command.cla & 0x0C) != 0) return StatusWord::secure_messaging_not_supported;
  return StatusWord::ok;
}

bool same_chain(const Command& head, const Command& part) {
  return (head.cla & ~0x10) == (part.cla & ~0x10) && head.ins == part.ins && head.p1 == part.p1 && head.p2 == part.p2;
}

Response with_secret_command(StatusWord sw) {
  Response response(sw);
  response.command_is_secret = true;
  return response;
}

}  // namespace

TerminalSession::TerminalSession(const Card& card, SessionParts parts)
    : card_(card), parts_(parts), security_(card.pins) {
  slots_[0].emplace(Slot{Channel(card_, security_), {}, {}});
}

void TerminalSession::reset() {
  for (auto& slot : slots_) slot.reset();
  security_.reset();
  slots_[0].emplace(Slot{Channel(card_, security_), {}, {}});
  if (parts_.toolkit) parts_.toolkit->reset();
  if (parts_.sim) parts_.sim->reset();
}

const Application* TerminalSession::application(unsigned channel) const {
  return channel < kChannels && slots_[channel] ? slots_[channel]->channel.application() : nullptr;
}

Exchange TerminalSession::process(ByteView apdu, bool shown) {
  Exchange exchange;
  Response response;
  auto command = decode_command(apdu);
  if (command) {
    exchange.decoded = true;
    response = dispatch(*command);
    exchange.command = std::move(*command);
  } else {
    response = with_secret_command(command.error());
  }
  if (response.sw == StatusWord::ok && parts_.toolkit) {
    if (const auto waiting = parts_.toolkit->waiting(); waiting > 0) response.sw = proactive_command(waiting);
  }
  exchange.sw = response.sw;
  exchange.facts = std::move(response.facts);
  if (shown) {
    exchange.shown_command.assign(apdu.begin(), apdu.end());
    if (response.command_is_secret && apdu.size() > kShownHeader) {
      std::fill(exchange.shown_command.begin() + kShownHeader, exchange.shown_command.end(), std::uint8_t{0});
    }
    exchange.shown_response = response.shown ? std::move(*response.shown) : response.data;
    ByteWriter(exchange.shown_response).u16(static_cast<std::uint16_t>(response.sw));
  }
  exchange.response = std::move(response.data);
  ByteWriter(exchange.response).u16(static_cast<std::uint16_t>(response.sw));
  return exchange;
}

Response TerminalSession::dispatch(Command& command) {
  const auto refuse = [&](StatusWord sw) {
    return brings_secret(command.ins) ? with_secret_command(sw) : Response(sw);
  };
  if (command.cla == kSimClass && parts_.sim) return dispatch_class_a0(command);
  if (const auto sw = check_class(command); sw != StatusWord::ok) return refuse(sw);
  auto& place = slots_[command.channel()];
  if (!place) return refuse(StatusWord::channel_not_supported);
  Slot& slot = *place;
  slot.channel.follow_application();
  if (command.ins == get_response_ins) {
    slot.chain.reset();
    return get_response(slot, command);
  }
  slot.pending = {};
  if (card_.gate) {
    const auto sw = card_.gate->admit(command, slot.channel.application());
    if (sw != StatusWord::ok) {
      slot.chain.reset();
      return refuse(sw);
    }
  }
  if (slot.chain && !same_chain(*slot.chain, command)) {
    slot.chain.reset();  // the next command begins anew (ISO 7816-4 5.1.1.1)
    return refuse(StatusWord::last_of_chain_expected);
  }
  if (command.more_follow() && !slot.chain) {
    const auto* const application = slot.channel.application();
    if (!application || !application->takes_chains(command)) return refuse(StatusWord::chaining_not_supported);
    slot.chain = command;
    slot.chain->data.clear();
  }
  if (slot.chain) {
    auto& data = slot.chain->data;
    if (command.data.size() > kMaxChain - data.size()) {
      slot.chain.reset();
      return StatusWord::no_space;
    }
    data.insert(data.end(), command.data.begin(), command.data.end());
    if (command.more_follow()) {
      Response part;
      part.facts.emplace_back("chain", "more");
      return part;
    }
    command.data = std::move(data);
    slot.chain.reset();
  }
  if (command.data.size() > kMaxChain) return refuse(StatusWord::no_space);
  if (command.ins == manage_channel_ins && !command.proprietary()) {
    // Not through offer(): the slot may be the one that was closed.
    return manage_channel(command);
  }
  return offer(slot, command, perform(slot, command));
}

// Class A0 knows neither channels nor chains; what is selected there is apart from the channels.
Response TerminalSession::dispatch_class_a0(const Command& command) {
  if (card_.gate) {
    const auto sw = card_.gate->admit(command, nullptr);
    if (sw != StatusWord::ok) return brings_secret(command.ins) ? with_secret_command(sw) : Response(sw);
  }
  if (parts_.toolkit && ToolkitPart::is_toolkit_command(command.ins)) {
    auto response = parts_.toolkit->process(command, security_);
    response.sw = parts_.sim->status_word(response.sw);
    return response;
  }
  return parts_.sim->process(command, security_);
}

Response TerminalSession::perform(Slot& slot, const Command& command) {
  Application* const application = slot.channel.application();
  if (!command.proprietary()) {
    if (is_pin_command(command.ins)) return pin_command(command, security_);
    switch (command.ins) {
      case select_ins:
        return slot.channel.select(command);
      case read_binary_ins:
        return slot.channel.read_binary(command);
      case update_binary_ins:
        return slot.channel.update_binary(command);
      case read_record_ins:
        return slot.channel.read_record(command);
      case update_record_ins:
        return slot.channel.update_record(command);
      case search_record_ins:
        return slot.channel.search_record(command);
      case activate_file_ins:
        return slot.channel.set_activated(command, true);
      case deactivate_file_ins:
        return slot.channel.set_activated(command, false);
      case get_challenge_ins:
        return get_challenge(command);
      default:
        break;
    }
  } else if (!application || !application->owns(command)) {
    if (parts_.toolkit && ToolkitPart::is_toolkit_command(command.ins)) {
      return parts_.toolkit->process(command, security_);
    }
    switch (command.ins) {
      case status_ins:
        return slot.channel.status(command);
      case increase_ins:
        return slot.channel.increase(command);
      case terminal_capability_ins:  // TS 102 221 11.1.19; nothing here hangs on what the terminal can do
        if (command.p1 != 0 || command.p2 != 0) return StatusWord::wrong_p1_p2;
        return command.data.empty() ? StatusWord::wrong_length : StatusWord::ok;
      default:
        break;
    }
  }
  if (!application) return StatusWord::ins_not_supported;
  if (const auto pin = application->needs_pin(command); pin && !security_.satisfied(*pin)) {
    return StatusWord::security_status_not_satisfied;
  }
  return application->process(command);
}

// TS 102 221 11.1.18.
Response TerminalSession::get_challenge(const Command& command) const {
  if (!card_.random) return StatusWord::ins_not_supported;
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::wrong_p1_p2;
  if (!command.data.empty() || !command.ne || *command.ne > 256) return StatusWord::wrong_length;
  Bytes challenge(*command.ne);
  return card_.random(challenge) ? Response(std::move(challenge)) : Response(StatusWord::technical_problem);
}

// TS 102 221 11.1.17.
Response TerminalSession::manage_channel(const Command& command) {
  if (!command.data.empty()) return StatusWord::wrong_length;
  if (command.p1 == 0x80) {  // close
    if (command.p2 == 0 || command.p2 >= kChannels) return StatusWord::wrong_p1_p2;
    auto& slot = slots_[command.p2];
    if (!slot) return StatusWord::channel_not_supported;
    slot.reset();
    return StatusWord::ok;
  }
  if (command.p1 != 0x00 || command.p2 >= kChannels) return StatusWord::wrong_p1_p2;
  std::size_t number = command.p2;
  if (number == 0) {
    number = 1;
    while (number < kChannels && slots_[number]) ++number;
    if (number == kChannels) return StatusWord::function_not_supported;
  } else if (slots_[number]) {
    return StatusWord::wrong_p1_p2;
  }
  // From the basic channel the new one starts at the MF, from another one where that one stands (8.7).
  const auto from = command.channel();
  slots_[number].emplace(Slot{from == 0 ? Channel(card_, security_) : slots_[from]->channel, {}, {}});
  if (command.p2 != 0) return StatusWord::ok;
  return offer(*slots_[from], command, Response(Bytes{static_cast<std::uint8_t>(number)}));
}

// Gives of the answer what Le asks for, and keeps the rest for GET RESPONSE.
Response TerminalSession::offer(Slot& slot, const Command& command, Response response) {
  const std::size_t now = command.ne.value_or(0);
  const bool answers = response.sw == StatusWord::ok || response.sw == StatusWord::selected_file_deactivated;
  if (!answers || response.data.size() <= now) return response;
  Response first;
  first.command_is_secret = response.command_is_secret;
  first.facts = std::move(response.facts);
  const auto cut = [now](Bytes& whole) {
    const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(now);
    Bytes head(whole.begin(), middle);
    whole.erase(whole.begin(), middle);
    return head;
  };
  first.data = cut(response.data);
  if (response.shown) first.shown = cut(*response.shown);
  first.sw = more_data(response.data.size());
  slot.pending.data = std::move(response.data);
  slot.pending.shown = std::move(response.shown);
  return first;
}

Response TerminalSession::get_response(Slot& slot, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return StatusWord::wrong_p1_p2;
  if (!command.data.empty() || !command.ne) return StatusWord::wrong_length;
  const auto there = slot.pending.data.size();
  if (there == 0) return StatusWord::conditions_not_satisfied;
  if (*command.ne < 256 && *command.ne > there) return right_length(there);
  return offer(slot, command, std::exchange(slot.pending, {}));
}

}  // namespace foothold::tre_emu::card
