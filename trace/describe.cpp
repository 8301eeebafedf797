// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/describe.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace foothold::trace {
namespace {

constexpr std::array kLoudness = {"DEBUG", "INFO", "NOTICE", "ERROR"};

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return out;
}

// How many octets the UTF-8 character at the front of `text` takes; 0 if it is none or a control character.
std::size_t printable_length(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = octet(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  std::uint32_t code = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(i) & 0xc0U) != 0x80) return 0;
    code = code << 6U | (octet(i) & 0x3fU);
  }
  // Over-long forms, surrogates and what lies beyond Unicode are no UTF-8 (RFC 3629 3); U+0080..9F are the C1 controls,
  // U+2028/2029 would break a line.
  if ((length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10ffff))) return 0;
  if ((code >= 0xd800 && code < 0xe000) || code < 0xa0 || code == 0x2028 || code == 0x2029) return 0;
  return length;
}

// "gmm.attach_request" on layer gmm is "attach_request"; another prefix says which service spoke, and stays.
std::string_view short_name(const Event& event) {
  const std::string_view name = event.name;
  const std::string_view layer = to_string(event.layer);
  if (name.starts_with(layer) && name.substr(layer.size()).starts_with('.')) return name.substr(layer.size() + 1);
  return name;
}

}  // namespace

Loudness loudness_of(const Event& event) {
  switch (event.kind) {
    case Kind::failure:
      return Loudness::error;
    case Kind::discarded:
    case Kind::decision:
    case Kind::step:
      return Loudness::notice;
    case Kind::sent:
    case Kind::received:
      return event.layer == Layer::apdu || event.layer == Layer::ip || event.layer == Layer::gtp ? Loudness::debug
                                                                                                 : Loudness::info;
    case Kind::state:
    case Kind::note:
      break;
  }
  return Loudness::info;
}

const char* to_string(Loudness loudness) {
  const auto index = static_cast<std::size_t>(loudness);
  return index < kLoudness.size() ? kLoudness[index] : "?";
}

std::string describe(const Event& event) {
  std::string line = to_string(event.from);
  if (event.to != Actor::none) line.append(" > ").append(to_string(event.to));
  line.append("  ");
  if (event.step) {
    line.append("step ").append(std::to_string(*event.step)).append(" ");
  } else {
    line.append(upper(to_string(event.layer))).append(" ");
  }
  line.append(printable(short_name(event)));
  if (event.kind == Kind::failure || event.kind == Kind::discarded) {
    line.append(" (").append(to_string(event.kind)).append(")");
  }
  for (const Field& field : event.fields) {
    line.append(" ").append(printable(field.name)).append("=");
    const bool quote = field.value.empty() || field.value.find(' ') != std::string::npos;
    line.append(quote ? "\"" + printable(field.value) + "\"" : printable(field.value));
  }
  if (!event.bytes.empty()) line.append(" (").append(std::to_string(event.bytes.size())).append(" octets)");
  return line;
}

std::string log_category(Layer layer) {
  return "D" + upper(to_string(layer));
}

std::string log_line(const Event& event) {
  const auto day = std::chrono::floor<std::chrono::days>(event.time);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(event.time - day));
  std::array<char, 32> time{};
  std::snprintf(time.data(), time.size(), "%02d:%02d:%02d.%03d", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  std::string line = time.data();
  line.append(" ").append(log_category(event.layer)).append(" ").append(to_string(loudness_of(event)));
  line.append(" ").append(describe(event));
  if (!event.device.empty()) line.append(" [").append(printable(event.device)).append("]");
  return line;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t length = printable_length(text); length > 0) {
      out.append(text.substr(0, length));
      text.remove_prefix(length);
      continue;
    }
    std::array<char, 5> escape{};
    std::snprintf(escape.data(), escape.size(), "\\x%02x", static_cast<unsigned>(static_cast<std::uint8_t>(text[0])));
    out.append(escape.data());
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace foothold::trace
