// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/phone.h"

#include <algorithm>

#include "base/hex.h"

namespace foothold::lab {

namespace {

// Proactive commands (TS 102 223 9.4).
enum Type : std::uint8_t {
  refresh = 0x01,
  set_up_event_list = 0x05,
  provide_local_information = 0x26,
  timer_management = 0x27,
  open_channel_type = 0x40,
  close_channel = 0x41,
  receive_data = 0x42,
  send_data = 0x43,
  get_channel_status = 0x44,
};

// General results (8.12).
enum GeneralResult : std::uint8_t {
  performed = 0x00,
  network_unable = 0x21,
  beyond_capabilities = 0x30,
  bip_error = 0x3A
};
constexpr std::uint8_t kNoChannel = 0x01;  // further octets of a BIP error (8.12.11)
constexpr std::uint8_t kChannelClosed = 0x02;
constexpr std::uint8_t kNotValid = 0x03;

// Tags (9.3).
constexpr std::uint8_t kDetails = 0x81;
constexpr std::uint8_t kDevices = 0x82;
constexpr std::uint8_t kResult = 0x83;
constexpr std::uint8_t kLocation = 0x93;
constexpr std::uint8_t kEvents = 0x99;
constexpr std::uint8_t kTimer = 0x24;
constexpr std::uint8_t kTimerValue = 0x25;
constexpr std::uint8_t kBearer = 0x35;
constexpr std::uint8_t kData = 0x36;
constexpr std::uint8_t kDataLength = 0x37;
constexpr std::uint8_t kStatus = 0x38;
constexpr std::uint8_t kBufferSize = 0x39;
constexpr std::uint8_t kTransport = 0x3C;
constexpr std::uint8_t kAddress = 0x3E;

constexpr std::uint8_t kEventDownload = 0xD6;
constexpr std::uint8_t kTimerExpiration = 0xD7;
constexpr std::uint8_t kDataAvailable = 0x09;
constexpr std::uint8_t kChannelStatus = 0x0A;

constexpr std::uint8_t kUicc = 0x81;
constexpr std::uint8_t kTerminal = 0x82;
constexpr std::uint8_t kTheChannel = 1;
constexpr std::uint8_t kChannelDevice = 0x21;

// 5.2: profile download; REFRESH; local information; event list with location status, data available, channel status;
// timers; the channel commands; packet data and one channel; TCP and UDP in client mode.
constexpr std::uint8_t kProfile[] = {0x01, 0x00, 0x80, 0x40, 0x11, 0x0C, 0x00, 0x03, 0x00,
                                     0x00, 0x00, 0x1F, 0x22, 0x00, 0x00, 0x00, 0x03};

constexpr int kMaxCommands = 100;  // one after another; what a card wants beyond that waits for the next poll

std::uint8_t length_octet(std::size_t size) {
  return static_cast<std::uint8_t>(std::min<std::size_t>(size, 0xFF));
}

Bytes command_of(std::uint8_t ins, ByteView data) {
  Bytes command = {0x80, ins, 0x00, 0x00, static_cast<std::uint8_t>(data.size())};
  command.insert(command.end(), data.begin(), data.end());
  return command;
}

unsigned unswapped(std::uint8_t octet) {
  return (octet & 0x0FU) * 10 + (octet >> 4);
}

std::string name_of(const Endpoint& to) {
  std::string text = to.tcp ? "tcp " : "udp ";
  for (std::size_t at = 0; at < to.address.size(); ++at) {
    text += (at == 0 ? "" : ".") + std::to_string(to.address[at]);
  }
  return text + ":" + std::to_string(to.port);
}

// EF_IMSI (TS 31.102 4.2.2): length, the first digit beside type and parity, then two digits to an octet.
std::string imsi_of(ByteView content) {
  std::string digits;
  for (std::size_t at = 1; at < content.size() && at <= content[0]; ++at) {
    const unsigned low = content[at] & 0x0FU;
    const unsigned high = content[at] >> 4;
    if (at > 1 && low <= 9) digits += std::to_string(low);
    if (high <= 9) digits += std::to_string(high);
  }
  return digits;
}

}  // namespace

Result<CardAnswer> Phone::send(Bytes command) {
  return transact(card_.exchange, std::move(command));
}

Result<void> Phone::switch_on(Clock::time_point now) {
  now_ = now;
  resets_ = false;
  timers_.clear();
  channel_.reset();
  const auto answer = send(command_of(0x10, kProfile));
  if (!answer) return tl::unexpected(answer.error());
  if (auto done = read_subscriber(); !done) return done;
  return do_what_is_asked(answer->sw);
}

Result<void> Phone::read_subscriber() {
  CardAnswer last;
  for (const auto* const apdu : {"00A4040C07A0000000871002", "00A4000C026F07", "00B0000009"}) {
    const auto answer = send(from_hex(apdu).value());
    if (!answer) return tl::unexpected(answer.error());
    if (!answer->ok()) return fail("cannot be read", "EF_IMSI", Error::kNoOffset, answer->sw);
    last = *answer;
  }
  imsi_ = imsi_of(last.data);
  tell_("subscriber " + imsi_);
  return {};
}

Result<void> Phone::poll(Clock::time_point now) {
  now_ = now;
  busy_ = false;
  const auto answer = send({0x80, 0xF2, 0x00, 0x0C, 0x00});
  if (!answer) return tl::unexpected(answer.error());
  if (auto done = do_what_is_asked(answer->sw); !done) return done;
  if (auto done = tell_of_timers(); !done) return done;
  if (auto done = tell_of_data(); !done) return done;
  if (!resets_) return {};
  if (auto done = card_.reset(); !done) return done;
  return switch_on(now);
}

// 91xx: fetch, do, respond, until the card is content (TS 102 221 7.4.2), or a REFRESH makes all begin anew.
Result<void> Phone::do_what_is_asked(std::uint16_t sw) {
  for (int turn = 0; sw >> 8 == 0x91 && turn < kMaxCommands && !resets_; ++turn) {
    busy_ = true;
    const auto fetched = send({0x80, 0x12, 0x00, 0x00, static_cast<std::uint8_t>(sw)});
    if (!fetched) return tl::unexpected(fetched.error());
    const auto command = parse_fetched(fetched->data);
    if (!command) return tl::unexpected(command.error());
    const auto answer = perform(*command);
    Bytes response;
    append_object(response, kDetails, Bytes{command->number, command->type, command->qualifier});
    append_object(response, kDevices, Bytes{kTerminal, kUicc});
    Bytes result{answer.result};
    result.insert(result.end(), answer.additional.begin(), answer.additional.end());
    append_object(response, kResult, result);
    response.insert(response.end(), answer.objects.begin(), answer.objects.end());
    const auto done = send(command_of(0x14, response));
    if (!done) return tl::unexpected(done.error());
    sw = done->sw;
  }
  return {};
}

Phone::Answer Phone::perform(const FetchedCommand& command) {
  switch (command.type) {
    case refresh:
      tell_("refresh " + std::to_string(command.qualifier));
      resets_ = true;  // in any mode: reading all anew is right for each of them
      return {};
    case set_up_event_list:
      return {};  // all that happens here is told in any case
    case provide_local_information: {
      if (command.qualifier != 0) return {beyond_capabilities, {}, {}};
      Answer answer;
      append_object(answer.objects, kLocation, Bytes{0x00, 0xF1, 0x10, 0x00, 0x01, 0x00, 0x01});  // the test network
      return answer;
    }
    case timer_management:
      return manage_timer(command);
    case open_channel_type:
      return open_channel(command);
    case close_channel:
    case receive_data:
    case send_data:
    case get_channel_status:
      return use_channel(command);
    default:
      return {beyond_capabilities, {}, {}};
  }
}

// Start (00) and deactivate (01); the value is hours, minutes, seconds in swapped digits.
Phone::Answer Phone::manage_timer(const FetchedCommand& command) {
  const auto timer = object_in(command.objects, kTimer);
  const auto value = object_in(command.objects, kTimerValue);
  if (!timer || timer->size() != 1) return {beyond_capabilities, {}, {}};
  const auto number = (*timer)[0];
  if (command.qualifier == 0x00 && value && value->size() == 3) {
    const auto count = unswapped((*value)[0]) * 3600 + unswapped((*value)[1]) * 60 + unswapped((*value)[2]);
    timers_[number] = now_ + std::chrono::seconds(count);
  } else if (command.qualifier == 0x01) {
    timers_.erase(number);
  } else {
    return {beyond_capabilities, {}, {}};
  }
  Answer answer;
  append_object(answer.objects, kTimer, *timer);
  return answer;
}

Phone::Answer Phone::open_channel(const FetchedCommand& command) {
  if (channel_) return {bip_error, {kNoChannel}, {}};
  const auto transport = object_in(command.objects, kTransport);
  const auto address = object_in(command.objects, kAddress);
  const bool complete = transport && transport->size() == 3 && address && address->size() == 5 && (*address)[0] == 0x21;
  if (!complete || (*transport)[0] < 0x01 || (*transport)[0] > 0x02) return {beyond_capabilities, {}, {}};
  Endpoint to;
  to.tcp = (*transport)[0] == 0x02;
  to.port = static_cast<std::uint16_t>((*transport)[1] << 8 | (*transport)[2]);
  std::copy_n(address->begin() + 1, to.address.size(), to.address.begin());
  auto connection = network_->connect(to);
  tell_("open channel " + name_of(to) + (connection ? "" : ": " + to_string(connection.error())));
  if (!connection) return {network_unable, {0x00}, {}};
  channel_ = std::move(*connection);
  waiting_.clear();
  data_told_ = ended_ = false;
  Answer answer;
  append_object(answer.objects, kStatus, Bytes{0x80 | kTheChannel, 0x00});
  if (const auto bearer = object_in(command.objects, kBearer)) append_object(answer.objects, kBearer, *bearer);
  if (const auto size = object_in(command.objects, kBufferSize)) append_object(answer.objects, kBufferSize, *size);
  return answer;
}

Phone::Answer Phone::use_channel(const FetchedCommand& command) {
  Answer answer;
  if (command.type == get_channel_status) {
    append_object(answer.objects, kStatus, channel_ ? Bytes{0x80 | kTheChannel, 0x00} : Bytes{0x00, 0x00});
    return answer;
  }
  if (command.destination != kChannelDevice) return {bip_error, {kNotValid}, {}};
  if (!channel_) return {bip_error, {kChannelClosed}, {}};
  if (command.type == close_channel) {
    tell_("close channel");
    channel_.reset();
    return answer;
  }
  if (command.type == send_data) {
    const auto data = object_in(command.objects, kData);
    if (!data) return {beyond_capabilities, {}, {}};
    if (!channel_->send(*data)) return {bip_error, {kChannelClosed}, {}};
    append_object(answer.objects, kDataLength, Bytes{0xFF});  // room for more than 255 octets
    return answer;
  }
  const auto length = object_in(command.objects, kDataLength);
  if (!length || length->size() != 1) return {beyond_capabilities, {}, {}};
  const auto count = std::min<std::size_t>((*length)[0], waiting_.size());
  append_object(answer.objects, kData, ByteView(waiting_).first(count));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  append_object(answer.objects, kDataLength, Bytes{length_octet(waiting_.size())});
  if (waiting_.empty()) data_told_ = false;
  return answer;
}

Result<void> Phone::envelope(std::uint8_t tag, ByteView objects) {
  Bytes data;
  append_object(data, tag, objects);
  const auto answer = send(command_of(0xC2, data));
  if (!answer) return tl::unexpected(answer.error());
  busy_ = true;
  return do_what_is_asked(answer->sw);
}

// Data is told of once, when there was none before (TS 102 223 7.5.10); the end only when all was fetched.
Result<void> Phone::tell_of_data() {
  if (!channel_) return {};
  if (!ended_ && waiting_.empty()) {
    auto octets = channel_->receive();
    ended_ = !octets;
    if (octets) waiting_ = std::move(*octets);
  }
  Bytes objects;
  if (!waiting_.empty() && !data_told_) {
    data_told_ = true;
    append_object(objects, kEvents, Bytes{kDataAvailable});
    append_object(objects, kDevices, Bytes{kTerminal, kUicc});
    append_object(objects, kStatus | 0x80, Bytes{0x80 | kTheChannel, 0x00});
    append_object(objects, kDataLength | 0x80, Bytes{length_octet(waiting_.size())});
    return envelope(kEventDownload, objects);
  }
  if (ended_ && waiting_.empty()) {
    tell_("channel ended");
    channel_.reset();
    append_object(objects, kEvents, Bytes{kChannelStatus});
    append_object(objects, kDevices, Bytes{kTerminal, kUicc});
    append_object(objects, kStatus | 0x80, Bytes{kTheChannel, 0x05});
    return envelope(kEventDownload, objects);
  }
  return {};
}

Result<void> Phone::tell_of_timers() {
  const auto due = std::ranges::find_if(timers_, [&](const auto& timer) { return timer.second <= now_; });
  if (due == timers_.end()) return {};
  Bytes objects;
  append_object(objects, kDevices, Bytes{kTerminal, kUicc});
  append_object(objects, kTimer | 0x80, Bytes{due->first});
  append_object(objects, kTimerValue | 0x80, Bytes{0, 0, 0});
  timers_.erase(due);
  return envelope(kTimerExpiration, objects);
}

}  // namespace foothold::lab
