// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/m2msimmobj_content.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <type_traits>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::pki {
namespace {

enum class Characters { printable, digits };

struct TextRule {
  std::uint8_t tag;
  const char* name;
  std::size_t min;
  std::size_t max;
  Characters characters;
};

Result<void> check(const TextRule& rule, std::string_view text, std::size_t offset = Error::kNoOffset) {
  if (text.size() < rule.min || text.size() > rule.max) return fail("has a wrong length", rule.name, offset);
  const bool good = std::all_of(text.begin(), text.end(), [&](char c) {
    return rule.characters == Characters::digits ? c >= '0' && c <= '9' : c >= 0x20 && c < 0x7F;
  });
  if (!good) return fail("has a character that does not belong there", rule.name, offset);
  return {};
}

// Writes the elements that list_elements() names; keeps the first error and is silent after it.
class Encoder {
 public:
  void text(const TextRule& rule, const std::string& value) {
    note(check(rule, value));
    element(rule.tag, ByteView(reinterpret_cast<const std::uint8_t*>(value.data()), value.size()));
  }
  void number(std::uint8_t tag, const char* name, std::uint8_t value, std::uint8_t only) {
    if (value != only) note(fail("has no such value", name));
    element(tag, ByteView(&value, 1));
  }
  void time(std::uint8_t tag, const char* name, std::chrono::sys_seconds value) {
    const auto seconds = value.time_since_epoch().count();
    if (seconds < 0) note(fail("lies before 1970", name));
    Bytes octets;
    ByteWriter(octets).u64(static_cast<std::uint64_t>(seconds));
    element(tag, octets);
  }
  void key(std::uint8_t tag, const char*, const Secret<16>& value) { element(tag, value.reveal()); }

  Result<SecretBytes> finish() {
    if (error_) return tl::unexpected(*error_);
    return SecretBytes(std::move(octets_));
  }
  ~Encoder() { detail::wipe(octets_.data(), octets_.size()); }
  // Enough for every element at its longest, so that no reallocation leaves a key behind.
  Encoder() { octets_.reserve(kLongest); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

 private:
  static constexpr std::size_t kLongest = 1024;

  void element(std::uint8_t tag, ByteView value) {
    if (error_) return;
    ByteWriter writer(octets_);
    writer.u8(tag);
    writer.lv(value);  // no element reaches 128 octets, so the short form of the length does
  }
  void note(Result<void> result) {
    if (!result && !error_) error_ = result.error();
  }
  void note(tl::unexpected<Error> error) { note(Result<void>(std::move(error))); }

  Bytes octets_;
  std::optional<Error> error_;
};

class Decoder {
 public:
  explicit Decoder(ByteView octets) : reader_(octets) {}

  void text(const TextRule& rule, std::string& value) {
    const auto content = element(rule.tag, rule.name);
    if (!content) return;
    const std::string_view characters(reinterpret_cast<const char*>(content->data()), content->size());
    if (auto good = check(rule, characters, reader_.offset() - content->size()); !good) return note(good.error());
    value = characters;
  }
  void number(std::uint8_t tag, const char* name, std::uint8_t& value, std::uint8_t only) {
    const auto content = element(tag, name);
    if (!content) return;
    if (content->size() != 1 || content->front() != only)
      return note({"has a value that is not known here", name, reader_.offset() - content->size()});
    value = content->front();
  }
  void time(std::uint8_t tag, const char* name, std::chrono::sys_seconds& value) {
    const auto content = element(tag, name);
    if (!content) return;
    ByteReader number(*content, reader_.offset() - content->size());
    const auto seconds = number.u64(name);
    // Far enough for everybody, and far from where clock arithmetic overflows.
    constexpr std::uint64_t kLatest = 1ULL << 40;
    if (!seconds || !number.empty() || *seconds > kLatest)
      return note({"is not a time of 8 octets", name, reader_.offset() - content->size()});
    value = std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(*seconds)));
  }
  void key(std::uint8_t tag, const char* name, Secret<16>& value) {
    const auto content = element(tag, name);
    if (!content) return;
    if (content->size() != 16) return note({"has not 16 octets", name, reader_.offset() - content->size()});
    value = Secret<16>(content->first<16>());
  }

  Result<void> finish() {
    if (!error_ && !reader_.empty()) note({"octets follow the last element", "content", reader_.offset()});
    if (error_) return tl::unexpected(*error_);
    return {};
  }

 private:
  std::optional<ByteView> element(std::uint8_t tag, const char* name) {
    if (error_) return std::nullopt;
    const std::size_t start = reader_.offset();
    const auto found = reader_.u8(name);
    if (!found) return missing(found.error());
    if (*found != tag) return missing({"is not where it belongs", name, start});
    auto size = reader_.u8(name);
    if (size && *size == 0x81)
      size = reader_.u8(name);  // BER allows the long form (X.690 8.1.3.5)
    else if (size && *size >= 0x80)
      return missing({"has a length that no element has", name, start + 1});
    if (!size) return missing(size.error());
    const auto content = reader_.take(*size, name);
    if (!content) return missing(content.error());
    return *content;
  }
  std::nullopt_t missing(Error error) {
    note(std::move(error));
    return std::nullopt;
  }
  void note(Error error) {
    if (!error_) error_ = std::move(error);
  }

  ByteReader reader_;
  std::optional<Error> error_;
};

// The elements once, for both directions (docs/interfaces.md section 4).
template <class Codec, class Content>
void list_elements(Codec& codec, Content& content,
                   std::conditional_t<std::is_const_v<Content>, const std::uint8_t, std::uint8_t>& version) {
  codec.number(0x81, "version", version, M2msimmobjContent::kVersion);
  codec.text({0x82, "transaction", 1, 64, Characters::printable}, content.transaction);
  codec.text({0x83, "pcid", 6, 15, Characters::digits}, content.pcid);
  codec.text({0x84, "tre_identity", 1, 64, Characters::printable}, content.tre_identity);
  codec.text({0x85, "sho_plmn", 5, 6, Characters::digits}, content.sho_plmn);
  codec.text({0x86, "mcim", 1, 32, Characters::printable}, content.mcim);
  codec.time(0x87, "expiry", content.expiry);
  codec.text({0x88, "imsi", 6, 15, Characters::digits}, content.imsi);
  codec.text({0x89, "iccid", 10, 20, Characters::digits}, content.iccid);
  codec.number(0x8A, "algorithm", content.algorithm, M2msimmobjContent::kMilenage);
  codec.key(0x8B, "k", content.k);
  codec.key(0x8C, "opc", content.opc);
  codec.text({0x8D, "apn", 1, 100, Characters::printable}, content.apn);
}

}  // namespace

Result<SecretBytes> M2msimmobjContent::encode() const {
  Encoder encoder;
  const std::uint8_t version = kVersion;
  list_elements(encoder, *this, version);
  return encoder.finish();
}

Result<M2msimmobjContent> M2msimmobjContent::decode(ByteView octets) {
  M2msimmobjContent content;
  Decoder decoder(octets);
  std::uint8_t version = 0;
  list_elements(decoder, content, version);
  if (auto done = decoder.finish(); !done) return tl::unexpected(done.error());
  return content;
}

}  // namespace foothold::pki
