// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace foothold::gsm::llc {

// The counters of unacknowledged transfer on one SAPI (TS 44.064 8.4.2, 8.9.10): V(U) and OC-UI-tx, V(UR) and OC-UI-rx.
// N(U) counts modulo 512 and the overflow counter grows by 512 at each wrap, so one number holds both.
class UiCounters {
 public:
  // The next frame to send: OC + N(U).
  std::uint32_t take_transmit() { return transmit_++; }

  // OC + N(U) of a received frame, or nothing if that frame was had before or is older than the window of 32.
  std::optional<std::uint32_t> locate(std::uint16_t nu) const;
  // Whether the frame with this N(U) that was had before was this very one. `fcs` is its FCS as it came.
  bool had(std::uint16_t nu, std::uint32_t fcs) const;
  // Call once the frame has passed its FCS. A count that locate() would not give means that the other end counts anew.
  void accept(std::uint32_t count, std::uint32_t fcs);

 private:
  static constexpr std::uint32_t kWindow = 32;

  std::uint32_t transmit_ = 0;
  std::uint32_t receive_ = 0;                 // V(UR), with its overflow
  std::uint32_t received_ = 0;                // bit i: the frame receive_ - 1 - i was had
  std::array<std::uint32_t, kWindow> fcs_{};  // of those that were had, by count modulo the window
};

}  // namespace foothold::gsm::llc
