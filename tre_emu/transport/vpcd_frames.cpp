// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/vpcd_frames.h"

namespace foothold::tre_emu::transport {

Result<std::optional<VpcdMessage>> VpcdFrames::next() {
  auto body = frames_.next();
  if (!body) return std::nullopt;
  if (body->empty()) return fail("a frame without content", "length", 0);
  if (body->size() > 1) return VpcdMessage(std::move(*body));
  const auto control = static_cast<VpcdControl>(body->front());
  switch (control) {
    case VpcdControl::power_off:
    case VpcdControl::power_on:
    case VpcdControl::reset:
    case VpcdControl::get_atr:
      return VpcdMessage(control);
  }
  return fail("no control of vpcd: " + std::to_string(body->front()), "control", 2);
}

}  // namespace foothold::tre_emu::transport
