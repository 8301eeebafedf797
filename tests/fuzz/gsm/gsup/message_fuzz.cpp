// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "gsm/gsup/message.h"

using foothold::gsm::gsup::Message;

// What decodes must encode to something that decodes to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = Message::decode({data, size});
  if (!message) return 0;
  const auto encoded = message->encode();
  if (!encoded) return 0;  // e.g. an APN of no label, which the wire can say and nobody should
  const auto again = Message::decode(*encoded);
  if (!again || !(*again == *message)) std::abort();
  return 0;
}
