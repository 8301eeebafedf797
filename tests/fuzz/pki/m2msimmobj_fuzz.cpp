// SPDX-License-Identifier: AGPL-3.0-or-later
// The content of an M2MSIMMobj, and the object itself: whatever is accepted encodes to the same octets again.
#include <cstdint>
#include <cstdlib>

#include "pki/m2msimmobj.h"
#include "tests/unit/pki/test_pki.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::pki;
  static const test::World world;
  const ByteView input(data, size);
  if (const auto content = M2msimmobjContent::decode(input)) {
    const auto again = content->encode();
    if (!again || !M2msimmobjContent::decode(again->reveal())) std::abort();
  }
  // Nothing here is signed by the SHO.
  if (open_m2msimmobj(input, world.enc_key, world.pfc_enc, world.operators.certificate, {})) std::abort();
  return 0;
}
