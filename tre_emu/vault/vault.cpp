// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/vault.h"

#include <array>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "tre_emu/vault/seal.h"

namespace foothold::tre_emu::vault {

namespace {

constexpr std::string_view kFuseFile = "fuse";
constexpr std::string_view kCounterFile = "counter";
constexpr std::string_view kStoreFile = "store";
constexpr std::string_view kLockFile = "locked";

constexpr std::array<std::uint8_t, 5> kStoreHeader = {'T', 'R', 'E', 'S', 1};  // the last octet is the version

ByteView octets_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Result<Secret<32>> derive(const Fuse& fuse, std::string_view use) {
  const auto octets = pki::hkdf_sha256(fuse.root_key.reveal(), octets_of(fuse.tre_identity), octets_of(use), 32);
  if (!octets) return tl::unexpected(octets.error());
  return Secret<32>(octets->reveal().first<32>());
}

// What the seal covers besides the state: which store this is, and whose.
Bytes bound_to(const Fuse& fuse, std::uint64_t number) {
  Bytes out;
  ByteWriter writer(out);
  writer.bytes(kStoreHeader);
  writer.u64(number);
  writer.lv(octets_of(fuse.tre_identity));
  writer.lv(octets_of(fuse.pcid));
  return out;
}

Result<void> write_store(FileOperations& files, const pki::RandomSource& random, const Fuse& fuse, std::uint64_t number,
                         const DeviceState& state) {
  const auto key = derive(fuse, "store");
  if (!key) return tl::unexpected(key.error());
  const auto sealed = seal(*key, encode_state(state).reveal(), bound_to(fuse, number), random);
  if (!sealed) return tl::unexpected(sealed.error());
  Bytes content;
  ByteWriter writer(content);
  writer.bytes(kStoreHeader);
  writer.u64(number);
  writer.bytes(*sealed);
  return replace_file(files, kStoreFile, content);
}

Result<Bytes> counter_content(const Fuse& fuse, std::uint64_t number) {
  const auto key = derive(fuse, "counter");
  if (!key) return tl::unexpected(key.error());
  Bytes content;
  ByteWriter writer(content);
  writer.u64(number);
  const auto mac = pki::hmac_sha256(key->reveal(), content);
  writer.bytes(mac);
  return content;
}

Result<void> write_counter(FileOperations& files, const Fuse& fuse, std::uint64_t number) {
  const auto content = counter_content(fuse, number);
  if (!content) return tl::unexpected(content.error());
  return replace_file(files, kCounterFile, *content);
}

struct OpenedStore {
  std::uint64_t number = 0;
  DeviceState state;
};

Result<OpenedStore> open_store(const Fuse& fuse, ByteView content) {
  ByteReader reader(content);
  const auto header = reader.take(kStoreHeader.size(), "header");
  if (!header || !std::equal(header->begin(), header->end(), kStoreHeader.begin())) {
    return fail("the sealed store is not one of this version");
  }
  const auto number = reader.u64("number");
  if (!number) return fail("the sealed store is cut off");
  const auto key = derive(fuse, "store");
  if (!key) return tl::unexpected(key.error());
  const auto plain = unseal(*key, reader.rest(), bound_to(fuse, *number));
  if (!plain) return fail("the sealed store was changed, or is another TRE's");
  auto state = decode_state(plain->reveal());
  if (!state) return fail("the sealed store cannot be read: " + to_string(state.error()));
  return OpenedStore{*number, std::move(*state)};
}

}  // namespace

Result<bool> Vault::is_personalised(FileOperations& files) {
  return files.read(kFuseFile).map([](const std::optional<Bytes>& fuse) { return fuse.has_value(); });
}

Result<void> Vault::create(FileOperations& files, const pki::RandomSource& random, const Fuse& fuse,
                           const DeviceState& state) {
  const auto there = is_personalised(files);
  if (!there) return tl::unexpected(there.error());
  if (*there) return fail("this TRE is personalised already", "fuse");
  constexpr std::uint64_t kFirst = 1;
  return write_store(files, random, fuse, kFirst, state)
      .and_then([&] { return write_counter(files, fuse, kFirst); })
      .and_then([&] { return replace_file(files, kFuseFile, encode_fuse(fuse).reveal()); });
}

Result<Vault> Vault::open(FileOperations& files, pki::RandomSource random) {
  Vault vault(files, std::move(random));
  if (auto loaded = vault.load(); !loaded) return tl::unexpected(loaded.error());
  return vault;
}

Result<void> Vault::load() {
  auto fuse = files_->read(kFuseFile);
  if (!fuse) return tl::unexpected(fuse.error());
  if (!*fuse) return fail("this TRE is not personalised; run foothold-personalise first", "fuse");
  auto decoded = decode_fuse(SecretBytes(std::move(**fuse)).reveal());
  if (!decoded) {
    lock("the fuses cannot be read");
    return {};
  }
  fuse_ = std::move(*decoded);

  const auto latch = files_->read(kLockFile);
  if (!latch) return tl::unexpected(latch.error());
  if (*latch) {
    lock_reason_.assign((*latch)->begin(), (*latch)->end());
    if (lock_reason_.empty()) lock_reason_ = "locked before";
    return {};
  }
  const auto counter = files_->read(kCounterFile);
  if (!counter) return tl::unexpected(counter.error());
  const auto store = files_->read(kStoreFile);
  if (!store) return tl::unexpected(store.error());

  if (!*counter || !*store) {
    lock(*counter ? "the sealed store is gone" : "the monotonic counter is gone");
    return {};
  }
  const auto counted = ByteReader(**counter).u64("counter").value_or(0);
  const auto right = counter_content(fuse_, counted);
  if (!right) return tl::unexpected(right.error());
  if (!pki::equal_in_constant_time(**counter, *right)) {
    lock("the monotonic counter was changed");
    return {};
  }
  auto opened = open_store(fuse_, **store);
  if (!opened) {
    lock(opened.error().what);
    return {};
  }
  if (opened->number != counted && opened->number != counted + 1) {
    lock(opened->number < counted ? "the sealed store is an older one" : "the monotonic counter is an older one");
    return {};
  }
  number_ = opened->number;
  state_ = std::move(opened->state);
  if (number_ != counted) return write_counter(*files_, fuse_, number_);
  return {};
}

Result<void> Vault::commit(DeviceState next) {
  if (locked()) return fail("the TRE is locked");
  return write_store(*files_, random_, fuse_, number_ + 1, next)
      .and_then([&] { return write_counter(*files_, fuse_, number_ + 1); })
      .map([&] {
        ++number_;
        state_ = std::move(next);
      });
}

void Vault::lock(const std::string& reason) {
  lock_reason_ = reason;
  state_ = DeviceState();
  // Where even this cannot be written, the same tampering is found again at the next start.
  (void)replace_file(*files_, kLockFile, octets_of(reason));
}

}  // namespace foothold::tre_emu::vault
