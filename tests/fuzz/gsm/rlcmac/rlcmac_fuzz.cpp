// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Any octets as a radio block of either direction, and as a row of blocks of one downlink TBF.
#include <cstdlib>

#include "gsm/rlcmac/downlink_messages.h"
#include "gsm/rlcmac/downlink_tbf.h"
#include "gsm/rlcmac/uplink_messages.h"
#include "gsm/rlcmac/uplink_tbf.h"

namespace {

using namespace foothold;
using namespace foothold::gsm::rlcmac;

// What was decoded is encoded and decoded to the same.
template <class Message>
void check(const Message& message) {
  if constexpr (requires { encode(message); }) {
    const auto again = decode_downlink_message(encode(message));
    // A message that says more than fits into a block behind a shorter way of addressing is cut off.
    if (again && std::holds_alternative<Message>(*again) && !(std::get<Message>(*again) == message)) std::abort();
  }
}

void downlink_row(ByteView octets) {
  for (const bool unacknowledged : {false, true}) {
    DownlinkTbf tbf(unacknowledged);
    for (ByteView rest = octets; rest.size() >= 23; rest = rest.subspan(23)) {
      const auto block = DownlinkDataBlock::decode(rest.first(23));
      if (!block) continue;
      const auto outcome = tbf.on_block(*block);
      if (!outcome) continue;
      for (const auto& pdu : outcome->pdus) {
        if (pdu.empty() || pdu.size() > Reassembly::kMaxPdu) std::abort();
      }
      (void)tbf.ack();
    }
  }
}

// Acknowledgements of any kind never make a TBF forget a PDU, or acknowledge one twice.
void uplink_acks(ByteView octets) {
  UplinkTbf::Settings settings;
  settings.bs_cv_max = octets.empty() ? 0 : octets[0] & 15;
  UplinkTbf tbf(settings);
  std::size_t unacknowledged = 0;
  for (const std::size_t size : {1U, 20U, 500U, 40U}) {
    tbf.add(Bytes(size, 0x11));
    unacknowledged += size;
  }
  for (std::size_t i = 0; i + 10 <= octets.size(); i += 10) {
    for (unsigned blocks = octets[i] % 70U; blocks > 0; --blocks) (void)tbf.next_block();
    AckNackDescription ack;
    ack.starting_sequence_number = octets[i + 1] & 0x7f;
    for (unsigned bit = 0; bit < 64; ++bit) ack.received[bit] = (octets[i + 2 + bit / 8] >> bit % 8 & 1) != 0;
    unacknowledged -= tbf.on_ack(ack).octets;
  }
  for (const auto& pdu : tbf.take_unacknowledged()) unacknowledged -= pdu.size();
  if (unacknowledged != 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView octets(data, size);
  if (const auto block = DownlinkControlBlock::decode(octets)) {
    if (const auto message = decode_downlink_message(block->message)) {
      std::visit([](const auto& it) { check(it); }, *message);
      (void)to_string(type_of(*message));
    }
  }
  if (const auto block = DownlinkDataBlock::decode(octets)) {
    const auto again = DownlinkDataBlock::decode(block->encode(*coding_scheme_of(size)));
    if (!again || *again != *block) std::abort();
  }
  if (const auto block = UplinkDataBlock::decode(octets)) {
    const auto again = UplinkDataBlock::decode(block->encode(*coding_scheme_of(size)));
    if (!again || *again != *block) std::abort();
  }
  if (const auto message = decode_uplink_message(octets)) (void)encode(*message);
  (void)used_bits_of_capability(octets);
  downlink_row(octets);
  uplink_acks(octets);
  return 0;
}
