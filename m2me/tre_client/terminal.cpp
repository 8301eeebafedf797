// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/terminal.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace foothold::m2me {

namespace {

constexpr std::uint8_t kChained = 0x10;  // CLA bit 5, ISO 7816-4 5.1.1.1
constexpr std::size_t kLargestPart = 255;

std::string hex4(std::uint16_t value) {
  std::array<char, 5> text{};
  std::snprintf(text.data(), text.size(), "%04X", value);
  return text.data();
}

}  // namespace

Result<CardResponse> Terminal::send(std::uint8_t channel, const CardCommand& command) {
  if (command.data.size() > kLargestCommand) return fail("the command has more than 16384 octets of data", "APDU");
  const std::scoped_lock lock(mutex_);
  ByteView rest = command.data;
  while (true) {
    const ByteView part = rest.first(std::min(rest.size(), kLargestPart));
    rest = rest.subspan(part.size());
    const bool last = rest.empty();
    const auto cla = static_cast<unsigned>(command.cla) | (channel & 0x03U) | (last ? 0U : kChained);
    Bytes apdu = {static_cast<std::uint8_t>(cla), command.ins, command.p1, command.p2};
    if (!part.empty()) {
      apdu.push_back(static_cast<std::uint8_t>(part.size()));
      apdu.insert(apdu.end(), part.begin(), part.end());
    }
    if (last) {
      if (command.wants_data) {
        apdu.push_back(0x00);  // Le: all there is
      } else if (part.empty()) {
        apdu.push_back(0x00);  // P3 of a case 1 command, as TS 102 221 7.3.1.1.1 has it
      }
      return collect(channel, std::move(apdu));
    }
    auto response = exchange(std::move(apdu));
    if (!response || !response->ok()) return response;
  }
}

Result<std::uint8_t> Terminal::open_channel() {
  auto response = send(0, {CommandClass::interindustry, 0x70, 0x00, 0x00});
  if (!response) return tl::unexpected(response.error());
  if (!response->ok()) return refused("MANAGE CHANNEL", response->sw);
  if (response->data.size() != 1 || response->data[0] < 1 || response->data[0] > 3) {
    return fail("MANAGE CHANNEL gave no channel of 1 to 3", "APDU");
  }
  return response->data[0];
}

Result<void> Terminal::close_channel(std::uint8_t channel) {
  auto response = send(0, {CommandClass::interindustry, 0x70, 0x80, channel, {}, false});
  if (!response) return tl::unexpected(response.error());
  if (!response->ok()) return refused("MANAGE CHANNEL", response->sw);
  return {};
}

Result<CardResponse> Terminal::exchange(Bytes command) {
  auto octets = port_.transmit(command);
  if (!octets) return tl::unexpected(octets.error());
  if (octets->size() < 2) return fail("the card's response has no status word", "APDU");
  CardResponse response;
  response.sw = static_cast<std::uint16_t>((*octets)[octets->size() - 2] << 8 | octets->back());
  octets->resize(octets->size() - 2);
  response.data = std::move(*octets);
  return response;
}

Result<CardResponse> Terminal::collect(std::uint8_t channel, Bytes command) {
  auto response = exchange(command);
  if (response && response->sw >> 8 == 0x6c) {  // the right Le is in SW2
    command.back() = static_cast<std::uint8_t>(response->sw);
    response = exchange(std::move(command));
  }
  if (!response) return response;
  Bytes data = std::move(response->data);
  while (response->sw >> 8 == 0x61) {
    const auto more = static_cast<std::uint8_t>(response->sw);
    response = exchange({static_cast<std::uint8_t>(channel & 0x03U), 0xc0, 0x00, 0x00, more});
    if (!response) return response;
    if (response->data.empty() && response->sw >> 8 == 0x61) {
      return fail("GET RESPONSE gives nothing, and says that there is more", "APDU");
    }
    data.insert(data.end(), response->data.begin(), response->data.end());
    if (data.size() > kLargestResponse) return fail("the card's response has more than 65536 octets", "APDU");
  }
  if (response->sw >> 8 == 0x6c) return fail("the card refuses the length that it asked for", "APDU");
  return CardResponse{std::move(data), response->sw};
}

tl::unexpected<Error> refused(std::string_view command, std::uint16_t sw) {
  return fail(std::string(command) + " was refused: " + status_word_text(sw) + " (SW " + hex4(sw) + ")", "TRE",
              Error::kNoOffset, sw);
}

const char* status_word_text(std::uint16_t sw) {
  switch (sw) {
    case 0x6581:
      return "internal error";
    case 0x6700:
      return "wrong length";
    case 0x6881:
      return "logical channel not supported";
    case 0x6882:
      return "secure messaging not supported";
    case 0x6883:
      return "last command of the chain expected";
    case 0x6884:
      return "command chaining not supported";
    case 0x6982:
      return "security status not satisfied";
    case 0x6983:
      return "the TRE is locked";
    case 0x6985:
      return "not allowed by its policy or in this state";
    case 0x6986:
      return "command not allowed";
    case 0x6988:
      return "cannot be decrypted";
    case 0x6a80:
      return "malformed data";
    case 0x6a81:
      return "function not supported";
    case 0x6a82:
      return "file or application not found";
    case 0x6a84:
      return "no space left";
    case 0x6a86:
      return "wrong P1 or P2";
    case 0x6a88:
      return "data not found, or made for another TRE";
    case 0x6a89:
      return "replayed, or an old version";
    case 0x6d00:
      return "command not known";
    case 0x6e00:
      return "class not known";
    case 0x6f00:
      return "internal error";
    case 0x9862:
      return "wrong MAC or signature";
    case 0x9864:
      return "GSM context not supported";
    case 0x9865:
      return "key freshness failure";
    default:
      return "no meaning known here";
  }
}

}  // namespace foothold::m2me
