// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/bench/gui/large_captures.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/hex.h"
#include "trace/pcapng/format.h"

namespace foothold::gui {
namespace {

constexpr std::size_t kPiece = 1U << 20U;

void put(Bytes& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = 0; i < octets; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8U * i));
}

std::uint32_t u32(ByteView bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof(value));  // our own captures: of this machine's byte order
  return value;
}

void flush(std::ofstream& file, Bytes& out) {
  file.write(reinterpret_cast<const char*>(out.data()), static_cast<std::streamsize>(out.size()));
  out.clear();
}

// PCIDs and IMSIs of the recorded run are told apart by their last digits.
void renumber(Bytes& block, std::size_t device) {
  constexpr std::array<std::string_view, 2> kPrefixes = {"001020", "001030"};
  constexpr std::size_t kDigits = 9;
  std::string digits = std::to_string(device);
  digits.insert(0, kDigits - digits.size(), '0');
  for (const std::string_view prefix : kPrefixes) {
    auto at = block.begin();
    while (true) {
      at = std::search(at, block.end(), prefix.begin(), prefix.end());
      if (block.end() - at < static_cast<std::ptrdiff_t>(prefix.size() + kDigits)) break;
      at += static_cast<std::ptrdiff_t>(prefix.size());
      if (std::all_of(at, at + kDigits, [](std::uint8_t octet) { return octet >= '0' && octet <= '9'; })) {
        std::copy(digits.begin(), digits.end(), at);
      }
    }
  }
}

}  // namespace

Result<LargeCapture> write_gsmtap(const std::string& path, std::size_t packets) {
  // IPv4 and UDP to port 4729, GSMTAP of type GB_LLC, LLC UI frame, TS 24.008 9.4.1 up to the identity's last octet.
  const Bytes head = *from_hex(
      "4500004900000000401100007f0000017f0000019c401279003500000204080040000000000000000000000001c001080102e5e0010a00"
      "08091020000000");
  const Bytes tail = *from_hex("00f1100001ff000000");
  std::ofstream file(path, std::ios::binary);
  Bytes out;
  put(out, 0xa1b2c3d4, 4);
  put(out, 0x00040002, 4);
  put(out, 0, 8);
  put(out, 65535, 4);
  put(out, 101, 4);
  const std::size_t octets = head.size() + 2 + tail.size();
  for (std::size_t at = 0; at < packets; ++at) {
    put(out, 1'000'000 + at / 10000, 4);
    put(out, at % 10000 * 100, 4);
    put(out, octets, 4);
    put(out, octets, 4);
    out.insert(out.end(), head.begin(), head.end());
    put(out, 0, 1);
    put(out, (at % 10) << 4U | (at / 10 % 10), 1);
    out.insert(out.end(), tail.begin(), tail.end());
    if (out.size() >= kPiece) flush(file, out);
  }
  flush(file, out);
  if (!file) return fail("cannot be written", path);
  return LargeCapture{packets, std::min<std::size_t>(packets, 100), static_cast<std::size_t>(file.tellp())};
}

Result<LargeCapture> write_mixed(const std::string& path, const std::string& recorded_run, std::size_t packets) {
  using namespace trace::pcapng;
  std::ifstream source(recorded_run, std::ios::binary);
  const Bytes recorded(std::istreambuf_iterator<char>(source), {});
  Bytes front;
  std::vector<Bytes> run;
  for (std::size_t at = 0; at + 12 <= recorded.size();) {
    const std::size_t length = u32(recorded, at + 4);
    if (length < 12 || length > recorded.size() - at) return fail("no capture of ours", recorded_run, at);
    const ByteView block = ByteView(recorded).subspan(at, length);
    if (u32(block, 0) == kEnhancedPacket) {
      run.emplace_back(block.begin(), block.end());
    } else {
      front.insert(front.end(), block.begin(), block.end());
    }
    at += length;
  }
  if (run.empty()) return fail("no packet in it", recorded_run);
  const auto ticks_of = [](const Bytes& block) { return std::uint64_t{u32(block, 12)} << 32U | u32(block, 16); };
  const std::uint64_t lasts = ticks_of(run.back()) - ticks_of(run.front()) + 1;

  std::ofstream file(path, std::ios::binary);
  LargeCapture written;
  Bytes out = front;
  do {
    for (const Bytes& block : run) {
      Bytes copy = block;
      const std::uint64_t ticks = ticks_of(block) + written.devices * lasts;
      const std::array<std::uint32_t, 2> halves = {static_cast<std::uint32_t>(ticks >> 32U),
                                                   static_cast<std::uint32_t>(ticks)};
      std::memcpy(copy.data() + 12, halves.data(), sizeof(halves));
      renumber(copy, written.devices + 1);
      out.insert(out.end(), copy.begin(), copy.end());
    }
    written.packets += run.size();
    ++written.devices;
    if (out.size() >= kPiece) flush(file, out);
  } while (written.packets + run.size() <= packets);
  flush(file, out);
  if (!file) return fail("cannot be written", path);
  written.octets = static_cast<std::size_t>(file.tellp());
  return written;
}

}  // namespace foothold::gui
