// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/trxc.h"

#include <charconv>
#include <limits>
#include <string_view>

namespace foothold::rf_bridge::trx {
namespace {

Bytes datagram_of(std::string text, const std::vector<std::string>& arguments) {
  for (const auto& argument : arguments) text.append(" ").append(argument);
  Bytes octets(text.begin(), text.end());
  octets.push_back(0);
  return octets;
}

// The words of a message that starts with `kind`, without it. At least one.
Result<std::vector<std::string>> words_of(ByteView datagram, std::string_view kind) {
  if (datagram.size() > kLargestTrxcMessage) return fail("longer than a TRXC message may be", "trxc");
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < datagram.size(); ++i) {
    const std::uint8_t octet = datagram[i];
    if (octet == 0) break;  // some senders leave it out; what follows it counts for nothing
    if (octet < 0x20 || octet > 0x7e) return fail("a character that is not printable", "trxc", i);
    if (octet != ' ') {
      words.back().push_back(static_cast<char>(octet));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  if (words.empty() || words.front() != kind) return fail("does not start with " + std::string(kind), "trxc", 0);
  if (words.size() < 2) return fail("names no command", "trxc", kind.size());
  words.erase(words.begin());
  return words;
}

}  // namespace

Bytes encode(const TrxcCommand& command) {
  return datagram_of("CMD " + command.verb, command.arguments);
}

Bytes encode(const TrxcResponse& response) {
  return datagram_of("RSP " + response.verb + " " + std::to_string(response.status), response.arguments);
}

Result<TrxcCommand> decode_command(ByteView datagram) {
  auto words = words_of(datagram, "CMD");
  if (!words) return tl::unexpected(words.error());
  TrxcCommand command{std::move(words->front()), {}};
  command.arguments.assign(std::make_move_iterator(words->begin() + 1), std::make_move_iterator(words->end()));
  return command;
}

Result<TrxcResponse> decode_response(ByteView datagram) {
  auto words = words_of(datagram, "RSP");
  if (!words) return tl::unexpected(words.error());
  if (words->size() < 2) return fail("has no status", "status");
  const auto status =
      number_in((*words)[1], std::numeric_limits<int>::min(), std::numeric_limits<int>::max(), "status");
  if (!status) return tl::unexpected(status.error());
  TrxcResponse response{std::move(words->front()), static_cast<int>(*status), {}};
  response.arguments.assign(std::make_move_iterator(words->begin() + 2), std::make_move_iterator(words->end()));
  return response;
}

Bytes encode_clock_indication(gsm::l1::FrameNumber frame) {
  return datagram_of("IND CLOCK " + std::to_string(frame.value()), {});
}

Result<std::int64_t> number_in(const std::string& text, std::int64_t min, std::int64_t max, const char* field) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value < min || value > max) {
    return fail("'" + text + "' is no number from " + std::to_string(min) + " to " + std::to_string(max), field);
  }
  return value;
}

}  // namespace foothold::rf_bridge::trx
