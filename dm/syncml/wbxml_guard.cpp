// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/wbxml_guard.h"

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/byte_reader.h"
#include "dm/syncml/message.h"
#include "dm/syncml/portable_text.h"

namespace foothold::dm {
namespace {

// WBXML 1.3 clause 7 (global tokens) and the header's fields; SyncML 1.2's public identifier.
constexpr std::uint8_t kSwitchPage = 0x00;
constexpr std::uint8_t kEnd = 0x01;
constexpr std::uint8_t kInlineString = 0x03;
constexpr std::uint8_t kTableString = 0x83;
constexpr std::uint8_t kOpaque = 0xc3;
constexpr std::uint8_t kHasContent = 0x40;
constexpr std::uint8_t kHasAttributes = 0x80;
constexpr std::uint8_t kFirstTag = 0x05;
constexpr std::uint8_t kLastVersion = 0x03;
constexpr std::uint32_t kPublicIdentifier = 0x1201;
constexpr std::uint32_t kUtf8 = 106;
constexpr std::string_view kPublicName = "-//SYNCML//DTD SyncML 1.2//EN";

// The last tags of the code pages SyncML (0) and MetInf (1), SyncML 1.2: what libwbxml2 knows.
constexpr std::uint8_t kLastTag[] = {0x3c, 0x16};

constexpr std::size_t kMaxStringTable = 4096;
constexpr std::size_t kMaxElements = 20000;
constexpr std::size_t kMaxDepth = 12;

class Guard {
 public:
  explicit Guard(ByteView wbxml) : reader_(wbxml) {}

  Result<void> run() {
    if (auto header = read_header(); !header) return header;
    do {
      if (auto token = read_token(); !token) return token;
    } while (depth_ > 0);
    if (!reader_.empty()) return refuse("octets after the root element");
    return {};
  }

 private:
  tl::unexpected<Error> refuse(std::string what) const {
    return fail(std::move(what), "WBXML", reader_.offset(), static_cast<int>(StatusCode::bad_request));
  }

  // A multi-byte unsigned integer (WBXML 1.3 5.1), at most 28 bits: more is never needed here.
  Result<std::uint32_t> multi_byte() {
    std::uint32_t value = 0;
    for (int octets = 0; octets < 4; ++octets) {
      const auto octet = reader_.u8("WBXML");
      if (!octet) return tl::unexpected<Error>(octet.error());
      value = (value << 7U) | (*octet & 0x7fU);
      if ((*octet & 0x80U) == 0) return value;
    }
    return refuse("a number is too large");
  }

  Result<void> read_header() {
    const auto version = reader_.u8("version");
    if (!version) return tl::unexpected<Error>(version.error());
    if (*version > kLastVersion) return refuse("unknown version");
    const auto identifier = multi_byte();
    if (!identifier) return tl::unexpected<Error>(identifier.error());
    std::uint32_t name_at = 0;
    if (*identifier == 0) {
      const auto at = multi_byte();
      if (!at) return tl::unexpected<Error>(at.error());
      name_at = *at;
    } else if (*identifier != kPublicIdentifier) {
      return refuse("is not SyncML 1.2");
    }
    if (*version > 0) {
      const auto charset = multi_byte();
      if (!charset) return tl::unexpected<Error>(charset.error());
      if (*charset != kUtf8) return refuse("the text is not UTF-8");
    }
    const auto size = multi_byte();
    if (!size) return tl::unexpected<Error>(size.error());
    if (*size > kMaxStringTable) return refuse("the string table is too large");
    const auto table = reader_.take(*size, "string table");
    if (!table) return tl::unexpected<Error>(table.error());
    table_ = std::string_view(reinterpret_cast<const char*>(table->data()), table->size());
    if (*identifier == 0 && table_string(name_at) != kPublicName) return refuse("is not SyncML 1.2");
    return {};
  }

  // Nothing if `at` is outside the table or the string does not end in it.
  std::optional<std::string_view> table_string(std::uint32_t at) const {
    const std::size_t end = at < table_.size() ? table_.find('\0', at) : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    return table_.substr(at, end - at);
  }

  Result<void> read_token() {
    const auto token = reader_.u8("token");
    if (!token) return tl::unexpected<Error>(token.error());
    switch (*token) {
      case kSwitchPage: {
        const auto page = reader_.u8("code page");
        if (!page) return tl::unexpected<Error>(page.error());
        if (*page >= std::size(kLastTag)) return refuse("unknown code page");
        page_ = *page;
        return depth_ == 0 ? read_token_of_root() : Result<void>{};
      }
      case kEnd:
        tail_.clear();
        if (depth_ == 0) return refuse("an end without a beginning");
        --depth_;
        return {};
      case kInlineString: {
        const ByteView rest = reader_.rest();
        const std::string_view text(reinterpret_cast<const char*>(rest.data()), rest.size());
        const std::size_t end = text.find('\0');
        if (end == std::string_view::npos) return refuse("a string has no end");
        if (auto ok = reader_.take(end + 1, "string"); !ok) return tl::unexpected<Error>(ok.error());
        return read_text(text.substr(0, end));
      }
      case kTableString: {
        const auto at = multi_byte();
        if (!at) return tl::unexpected<Error>(at.error());
        const auto text = table_string(*at);
        if (!text) return refuse("a string is outside the string table");
        return read_text(*text);
      }
      case kOpaque: {
        const auto size = multi_byte();
        if (!size) return tl::unexpected<Error>(size.error());
        const auto octets = reader_.take(*size, "opaque data");
        if (!octets) return tl::unexpected<Error>(octets.error());
        return read_text(std::string_view(reinterpret_cast<const char*>(octets->data()), octets->size()));
      }
      default:
        return read_tag(*token);
    }
  }

  // A document may switch the page before its root; the root is a tag in any case.
  Result<void> read_token_of_root() {
    const auto token = reader_.u8("token");
    if (!token) return tl::unexpected<Error>(token.error());
    return read_tag(*token);
  }

  Result<void> read_tag(std::uint8_t token) {
    if ((token & kHasAttributes) != 0) return refuse("an attribute or extension, which DM messages have not");
    const std::uint8_t tag = token & 0x3fU;
    if (tag < kFirstTag || tag > kLastTag[page_]) return refuse("unknown token");
    if (++elements_ > kMaxElements) return refuse("too many elements");
    tail_.clear();
    if ((token & kHasContent) != 0 && ++depth_ > kMaxDepth) return refuse("nested too deep");
    return {};
  }

  // Tokens of text that follow each other are one text, which is what must be free of "]]>".
  Result<void> read_text(std::string_view text) {
    if (depth_ == 0) return refuse("text outside the root element");
    expanded_ += text.size();
    if (expanded_ > kMaxDocumentOctets) return refuse("the text is too long");
    if (++elements_ > kMaxElements) return refuse("too many elements");
    std::string unix_text;  // CR LF is how libwbxml2 writes a line end
    unix_text.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
      unix_text += text[i];
    }
    const std::string joined = tail_ + unix_text;
    if (!is_portable_text(joined)) return refuse("is not portable text");
    tail_ = joined.ends_with("]]") ? "]]" : joined.ends_with("]") ? "]" : "";
    return {};
  }

  ByteReader reader_;
  std::string_view table_;
  std::size_t page_ = 0;
  std::size_t depth_ = 0;
  std::size_t elements_ = 0;
  std::size_t expanded_ = 0;
  std::string tail_;  // "]" or "]]" at the end of the text before the next token: "]]>" may straddle tokens
};

}  // namespace

Result<void> check_wbxml(ByteView wbxml) {
  if (wbxml.size() > kMaxDocumentOctets) {
    return fail("the message is too large", "WBXML", kMaxDocumentOctets,
                static_cast<int>(StatusCode::request_entity_too_large));
  }
  return Guard(wbxml).run();
}

}  // namespace foothold::dm
