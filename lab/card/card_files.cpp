// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_files.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "base/hex.h"
#include "lab/card/file_names.h"

namespace foothold::lab {

namespace {

constexpr std::size_t kPiece = 255;  // octets that one command reads or writes

tl::unexpected<Error> refused(std::uint16_t sw, std::string_view what) {
  const Bytes octets = {static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)};
  return fail("the card refuses with " + to_hex(octets), std::string(what), Error::kNoOffset, sw);
}

Result<Bytes> ask(const CardExchange& exchange, Bytes command, std::string_view what) {
  auto answer = transact(exchange, std::move(command));
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->ok()) return refused(answer->sw, what);
  return std::move(answer->data);
}

}  // namespace

Result<CardFile> parse_fcp(ByteView fcp) {
  CardFile file;
  file.fcp.assign(fcp.begin(), fcp.end());
  ByteReader outer(fcp);
  const auto tag = outer.u8("FCP");
  const auto body = outer.take_lv("FCP");
  if (!tag || *tag != 0x62 || !body) return fail("is no file control template", "FCP", 0);
  ByteReader reader(*body);
  bool described = false;
  while (!reader.empty()) {
    const auto field = reader.u8("tag");
    const auto value = reader.take_lv("FCP");
    if (!value) return tl::unexpected(value.error());
    if (*field == 0x80 && value->size() == 2) file.size = static_cast<std::size_t>((*value)[0] << 8 | (*value)[1]);
    if (*field != 0x82 || value->empty()) continue;
    described = true;
    const auto descriptor = (*value)[0];
    if ((descriptor & 0x38) == 0x38) continue;  // DF or ADF
    const bool records = (descriptor & 0x07) != 0x01;
    file.structure = records ? CardFile::Structure::records : CardFile::Structure::transparent;
    if (!records) continue;
    if (value->size() < 5) return fail("records without length and number", "file descriptor");
    file.record_size = static_cast<std::size_t>((*value)[2] << 8 | (*value)[3]);
    file.records = (*value)[4];
  }
  if (!described) return fail("has no file descriptor", "FCP");
  return file;
}

Result<CardFile> select_file(const CardExchange& exchange, std::string_view name) {
  const auto steps = steps_to(name);
  if (!steps) return tl::unexpected(steps.error());
  Bytes fcp;
  for (const auto& step : *steps) {
    const auto p1 = static_cast<std::uint8_t>(step.selector.size() > 2 ? 0x04 : 0x00);
    Bytes command = {0x00, 0xA4, p1, 0x04, static_cast<std::uint8_t>(step.selector.size())};
    command.insert(command.end(), step.selector.begin(), step.selector.end());
    auto answer = ask(exchange, std::move(command), name);
    if (!answer) return tl::unexpected(answer.error());
    fcp = std::move(*answer);
  }
  return parse_fcp(fcp);
}

Result<std::vector<Bytes>> read_selected(const CardExchange& exchange, const CardFile& file) {
  std::vector<Bytes> content;
  if (file.structure == CardFile::Structure::records) {
    if (file.record_size > kPiece) return fail("records longer than one command reads", "READ RECORD");
    for (std::size_t record = 1; record <= file.records; ++record) {
      auto octets = ask(
          exchange, {0x00, 0xB2, static_cast<std::uint8_t>(record), 0x04, static_cast<std::uint8_t>(file.record_size)},
          "READ RECORD");
      if (!octets) return tl::unexpected(octets.error());
      content.push_back(std::move(*octets));
    }
  } else if (file.structure == CardFile::Structure::transparent) {
    auto& all = content.emplace_back();
    while (all.size() < file.size) {
      const auto offset = all.size();
      const auto piece = std::min(kPiece, file.size - offset);
      const auto octets = ask(exchange,
                              {0x00, 0xB0, static_cast<std::uint8_t>(offset >> 8), static_cast<std::uint8_t>(offset),
                               static_cast<std::uint8_t>(piece)},
                              "READ BINARY");
      if (!octets) return tl::unexpected(octets.error());
      if (octets->size() != piece) return fail("fewer octets than the file has", "READ BINARY", offset);
      all.insert(all.end(), octets->begin(), octets->end());
    }
  }
  return content;
}

Result<void> write_selected(const CardExchange& exchange, const CardFile& file, std::size_t record, ByteView content) {
  const auto send = [&](std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data) -> Result<void> {
    Bytes command = {0x00, ins, p1, p2, static_cast<std::uint8_t>(data.size())};
    command.insert(command.end(), data.begin(), data.end());
    auto done = ask(exchange, std::move(command), ins == 0xDC ? "UPDATE RECORD" : "UPDATE BINARY");
    if (!done) return tl::unexpected(done.error());
    return {};
  };
  switch (file.structure) {
    case CardFile::Structure::folder:
      return fail("has no content", "folder");
    case CardFile::Structure::records:
      if (record == 0 || record > file.records) return fail("there is no such record", "record");
      if (content.size() != file.record_size || content.size() > kPiece)
        return fail("a record here has " + std::to_string(file.record_size) + " octets", "content");
      return send(0xDC, static_cast<std::uint8_t>(record), 0x04, content);
    case CardFile::Structure::transparent:
      break;
  }
  if (content.size() > file.size) return fail("the file has " + std::to_string(file.size) + " octets", "content");
  for (std::size_t offset = 0; offset < content.size(); offset += kPiece) {
    const auto piece = content.subspan(offset, std::min(kPiece, content.size() - offset));
    if (auto done = send(0xD6, static_cast<std::uint8_t>(offset >> 8), static_cast<std::uint8_t>(offset), piece); !done)
      return done;
  }
  return {};
}

Result<void> verify_pin(const CardExchange& exchange, std::uint8_t reference, ByteView value) {
  if (value.empty() || value.size() > 8) return fail("has 1 to 8 octets", "PIN");
  Bytes command = {0x00, 0x20, 0x00, reference, 8};
  command.insert(command.end(), value.begin(), value.end());
  command.resize(13, 0xFF);
  const auto done = ask(exchange, std::move(command), "VERIFY PIN");
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace foothold::lab
