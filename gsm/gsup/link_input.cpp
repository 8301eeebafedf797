// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/link_input.h"

namespace foothold::gsm::gsup {

Result<void> LinkInput::receive(ByteView bytes, ConnectionEffects& effects,
                                const std::function<void(const Bytes&)>& on_ccm) {
  stream_.push(bytes);
  for (;;) {
    auto message = stream_.next();
    if (!message) return tl::unexpected(message.error());
    if (!*message) return {};
    const auto& [protocol, payload] = **message;
    if (payload.empty()) {
      effects.emplace_back(InputDiscarded{Error{"is empty", "IPA message"}});
    } else if (protocol == static_cast<std::uint8_t>(IpaProtocol::ccm)) {
      on_ccm(payload);
    } else if (protocol == static_cast<std::uint8_t>(IpaProtocol::osmocom_extension) &&
               payload[0] == kIpaExtensionGsup) {
      effects.emplace_back(MessageReceived{Bytes(payload.begin() + 1, payload.end())});
    } else {
      effects.emplace_back(InputDiscarded{Error{"neither GSUP nor connection management", "IPA protocol"}});
    }
  }
}

}  // namespace foothold::gsm::gsup
