// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The system information that a GPRS mobile needs from a BCCH (TS 44.018 9.1.31 to 9.1.36, 9.1.43a).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/result.h"
#include "gsm/identity/routing_area.h"
#include "gsm/rr/rach_control.h"

namespace foothold::gsm::rr {

// Control Channel Description (10.5.2.11).
struct ControlChannel {
  bool attach_detach = false;           // IMSI attach and detach are wanted; circuit-switched service only
  std::uint8_t blocks_for_agch = 0;     // BS_AG_BLKS_RES
  std::uint8_t configuration = 0;       // CCCH_CONF; 1: one CCCH, combined with an SDCCH
  std::uint8_t paging_multiframes = 2;  // BS_PA_MFRMS, 2..9
  std::uint8_t t3212 = 0;               // decihours; 0: no periodic update
  bool combined() const { return configuration == 1; }
  friend bool operator==(const ControlChannel&, const ControlChannel&) = default;
};

// Cell Selection Parameters (10.5.2.4).
struct CellSelectionParameters {
  std::uint8_t reselect_hysteresis_db = 0;  // 0..14
  std::uint8_t max_power_level = 0;         // MS_TXPWR_MAX_CCH
  std::uint8_t min_access_level = 0;        // RXLEV_ACCESS_MIN: n means -110 dBm + n
  friend bool operator==(const CellSelectionParameters&, const CellSelectionParameters&) = default;
};

// The cell has GPRS (10.5.2.34, 10.5.2.35).
struct GprsIndicator {
  std::uint8_t ra_colour = 0;
  bool si13_on_extended_bcch = false;
  friend bool operator==(const GprsIndicator&, const GprsIndicator&) = default;
};

struct SystemInformation1 {
  RachControl rach;
  friend bool operator==(const SystemInformation1&, const SystemInformation1&) = default;
};

struct SystemInformation2 {
  std::uint8_t ncc_permitted = 0;
  RachControl rach;
  friend bool operator==(const SystemInformation2&, const SystemInformation2&) = default;
};

struct SystemInformation3 {
  std::uint16_t ci = 0;
  Plmn plmn;
  std::uint16_t lac = 0;
  ControlChannel control_channel;
  std::uint8_t cell_options = 0;  // 10.5.2.3: power control, DTX, radio link timeout
  CellSelectionParameters selection;
  RachControl rach;
  std::optional<GprsIndicator> gprs;
  friend bool operator==(const SystemInformation3&, const SystemInformation3&) = default;
};

struct SystemInformation4 {
  Plmn plmn;
  std::uint16_t lac = 0;
  CellSelectionParameters selection;
  RachControl rach;
  std::optional<GprsIndicator> gprs;
  friend bool operator==(const SystemInformation4&, const SystemInformation4&) = default;
};

// GPRS Cell Options (TS 44.060 12.24).
struct GprsCellOptions {
  std::uint8_t network_mode = 1;  // of operation, I..III as 1..3
  std::chrono::milliseconds t3168{500};
  std::chrono::milliseconds t3192{500};
  std::uint8_t drx_timer_max = 0;
  bool access_burst_11_bits = false;  // may be used on PRACH; the RACH takes 8 bits always
  bool control_ack_is_block = false;  // PACKET CONTROL ACKNOWLEDGEMENT as an RLC/MAC block, not as four access bursts
  std::uint8_t bs_cv_max = 0;
  struct Pan {
    std::uint8_t decrement = 0;
    std::uint8_t increment = 0;
    std::uint8_t maximum = 4;  // 4, 8, .. 32
    friend bool operator==(const Pan&, const Pan&) = default;
  };
  std::optional<Pan> pan;
  friend bool operator==(const GprsCellOptions&, const GprsCellOptions&) = default;
};

struct SystemInformation13 {
  std::uint8_t bcch_change_mark = 0;
  std::uint8_t rac = 0;
  bool ccch_paging_coordination = false;  // SPGC_CCCH_SUP
  std::uint8_t priority_access_threshold = 0;
  std::uint8_t network_control_order = 0;
  GprsCellOptions options;
  std::uint8_t alpha = 0;  // tenths, TS 44.060 12.13
  friend bool operator==(const SystemInformation13&, const SystemInformation13&) = default;
};

// monostate: another of the many types, of no concern here.
using SystemInformation = std::variant<std::monostate, SystemInformation1, SystemInformation2, SystemInformation3,
                                       SystemInformation4, SystemInformation13>;

// `block` is a BCCH block, L2 pseudo length first. Error: too short for its type, or with a form that is not supported
// (SI13 that describes a PBCCH).
Result<SystemInformation> decode_system_information(ByteView block);

}  // namespace foothold::gsm::rr
