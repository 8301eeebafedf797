// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/cipher.h"

#include <algorithm>
#include <array>

extern "C" {
#include <osmocom/crypt/gprs_cipher.h>
}

namespace foothold::gsm::llc {

void apply_cipher(std::span<std::uint8_t> information_and_fcs, const CipherContext& context, std::uint32_t iov_ui,
                  Sapi sapi, std::uint32_t count, Sender sender) {
  // libosmogsm writes to the key, and its stream is at most GSM0464_CIPH_MAX_BLOCK octets: longer than any frame.
  auto key = std::visit(
      [](const auto& secret) {
        Secret<16> copy;
        std::ranges::copy(secret.reveal(), copy.reveal_mutable().begin());
        return copy;
      },
      context.key);
  std::array<std::uint8_t, GSM0464_CIPH_MAX_BLOCK> stream;
  const auto length = std::min(information_and_fcs.size(), stream.size());
  const auto input =
      gprs_cipher_gen_input_ui(iov_ui, static_cast<std::uint8_t>(sapi), count % 512, count - count % 512);
  gprs_cipher_run(stream.data(), static_cast<std::uint16_t>(length), static_cast<gprs_ciph_algo>(context.algorithm),
                  key.reveal_mutable().data(), input, sender == Sender::mobile ? GPRS_CIPH_MS2SGSN : GPRS_CIPH_SGSN2MS);
  for (std::size_t i = 0; i < length; ++i) information_and_fcs[i] ^= stream[i];
}

}  // namespace foothold::gsm::llc
