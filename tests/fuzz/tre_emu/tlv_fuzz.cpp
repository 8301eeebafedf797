// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What decodes as TLV is, written again, decoded the same; the same for what decodes as a sealed state or a fuse.
#include <cstdlib>

#include "tre_emu/card/apdu.h"
#include "tre_emu/card/tlv.h"
#include "tre_emu/vault/device_state.h"
#include "tre_emu/vault/fuse.h"

using namespace foothold;
using namespace foothold::tre_emu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  if (const auto objects = card::decode_tlvs(input)) {
    Bytes written;
    for (const auto& object : *objects) card::put_tlv(written, object.tag, object.value);
    const auto again = card::decode_tlvs(written);
    if (!again || again->size() != objects->size()) std::abort();
  }
  if (const auto command = card::decode_command(input)) {
    if (card::decode_command(card::encode_command(*command)) != *command) std::abort();
  }
  if (const auto state = vault::decode_state(input)) {
    if (!vault::decode_state(vault::encode_state(*state).reveal())) std::abort();
  }
  if (const auto fuse = vault::decode_fuse(input)) {
    if (!vault::decode_fuse(vault::encode_fuse(*fuse).reveal())) std::abort();
  }
  return 0;
}
