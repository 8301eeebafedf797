// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/ms_ra_capability.h"

#include <algorithm>

namespace foothold::gsm::gmm {

namespace {

// Bits, the most significant first, as CSN.1 counts them.
class BitWriter {
 public:
  void put(unsigned value, unsigned count) {
    for (unsigned i = count; i > 0; --i) bits_.push_back(((value >> (i - 1)) & 1) != 0);
  }
  void append(const BitWriter& other) { bits_.insert(bits_.end(), other.bits_.begin(), other.bits_.end()); }
  std::size_t size() const { return bits_.size(); }
  void write(ByteWriter& writer) const {  // spare bits are 0
    for (std::size_t at = 0; at < bits_.size(); at += 8) {
      unsigned octet = 0;
      for (std::size_t i = 0; i < 8; ++i) octet = octet << 1 | (at + i < bits_.size() && bits_[at + i] ? 1U : 0U);
      writer.u8(static_cast<std::uint8_t>(octet));
    }
  }

 private:
  std::vector<bool> bits_;
};

// Reads past the end of a structure give 0: that is how a field of a later release that an earlier mobile leaves out
// is to be taken (TS 24.008 10.5.5.12a, CSN.1 truncation).
class BitReader {
 public:
  BitReader(ByteView bytes, std::size_t begin, std::size_t end) : bytes_(bytes), at_(begin), end_(end) {}
  unsigned get(unsigned count) {
    unsigned value = 0;
    for (; count > 0; --count, ++at_) {
      value <<= 1;
      if (at_ < end_) value |= (bytes_[at_ / 8] >> (7 - at_ % 8)) & 1U;
    }
    return value;
  }
  bool flag() { return get(1) != 0; }
  std::size_t position() const { return at_; }

 private:
  ByteView bytes_;
  std::size_t at_;
  std::size_t end_;
};

BitWriter content(const AccessCapability& c, bool first) {
  BitWriter bits;
  bits.put(c.rf_power_class, 3);
  bits.put(first ? 1 : 0, 1);    // A5 bits follow; later bands: the same as in the first
  if (first) bits.put(0x40, 7);  // A5/1, which every GSM mobile has; circuit switched only
  bits.put(c.controlled_early_classmark ? 1 : 0, 1);
  bits.put(c.pseudo_synchronisation ? 1 : 0, 1);
  bits.put(0, 2);  // VGCS, VBS
  bits.put(c.gprs_multislot_class ? 1 : 0, 1);
  if (c.gprs_multislot_class) {
    bits.put(0, 1);  // HSCSD
    bits.put(1, 1);
    bits.put(*c.gprs_multislot_class, 5);
    bits.put(c.extended_dynamic_allocation ? 1 : 0, 1);
    bits.put(0, 4);  // SMS_VALUE, ECSD, EGPRS, DTM
  }
  bits.put(0, 1);  // 8PSK power capability
  bits.put(0, 1);  // COMPACT
  bits.put(c.release_99 ? 1 : 0, 1);
  bits.put(0, 3);  // UMTS FDD, UMTS TDD, CDMA 2000
  return bits;
}

AccessCapability read_content(BitReader bits, AccessTechnology technology) {
  AccessCapability c;
  c.technology = technology;
  c.rf_power_class = static_cast<std::uint8_t>(bits.get(3));
  if (bits.flag()) bits.get(7);
  c.controlled_early_classmark = bits.flag();
  c.pseudo_synchronisation = bits.flag();
  bits.get(2);
  if (bits.flag()) {
    if (bits.flag()) bits.get(5);  // HSCSD
    if (bits.flag()) {
      c.gprs_multislot_class = static_cast<std::uint8_t>(bits.get(5));
      c.extended_dynamic_allocation = bits.flag();
    }
    if (bits.flag()) bits.get(8);  // SMS_VALUE, SM_VALUE
    if (bits.flag()) bits.get(5);  // ECSD
    if (bits.flag()) bits.get(6);  // EGPRS
    if (bits.flag()) bits.get(3);  // DTM: GPRS class 2, single slot 1 ...
  }
  return c;
}

}  // namespace

MsRaCapability MsRaCapability::one_band(AccessTechnology technology, std::uint8_t gprs_multislot_class) {
  AccessCapability band;
  band.technology = technology;
  // The usual handset: 2 W below 1 GHz, 1 W above (TS 45.005 4.1.1).
  band.rf_power_class = technology == AccessTechnology::gsm_1800 || technology == AccessTechnology::gsm_1900 ? 1 : 4;
  band.gprs_multislot_class = gprs_multislot_class;
  return {{band}};
}

Result<MsRaCapability> MsRaCapability::decode(ByteView value) {
  MsRaCapability capability;
  if (value.empty()) return capability;  // a mobile that says nothing of its radio
  const std::size_t total = value.size() * 8;
  BitReader bits(value, 0, total);
  do {
    const auto technology = bits.get(4);
    const std::size_t length = bits.get(7);
    const std::size_t begin = bits.position();
    if (begin + length > total) return fail("is shorter than its access capabilities say", {}, begin / 8);
    if (technology != 0x0f) {  // 1111: further technologies with the same capabilities, another structure; skipped
      capability.bands.push_back(
          read_content(BitReader(value, begin, begin + length), static_cast<AccessTechnology>(technology)));
    }
    bits = BitReader(value, begin + length, total);
  } while (bits.flag() && capability.bands.size() < kMaxBands);
  return capability;
}

void MsRaCapability::encode(ByteWriter& writer) const {
  BitWriter bits;
  const std::size_t count = std::min(bands.size(), kMaxBands);
  for (std::size_t i = 0; i < count; ++i) {
    const BitWriter inner = content(bands[i], i == 0);
    bits.put(static_cast<unsigned>(bands[i].technology), 4);
    bits.put(static_cast<unsigned>(inner.size()), 7);
    bits.append(inner);
    bits.put(i + 1 < count ? 1 : 0, 1);
  }
  bits.write(writer);
}

}  // namespace foothold::gsm::gmm
