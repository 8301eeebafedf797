// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gsm/rr/system_information.h"
#include "trace/event.h"

namespace foothold::gsm::rr {

// What a mobile needs of the cell that it camps on.
struct ServingCell {
  CellIdentity identity;
  RachControl rach;
  bool combined_ccch = false;
  GprsCellOptions gprs;
  friend bool operator==(const ServingCell&, const ServingCell&) = default;
};

// Collects the system information of one carrier and says whether its cell may be used (TS 43.022 3.5, TS 44.018
// 3.2.2, for a mobile that wants GPRS and nothing else). The level is not asked for: with one carrier a weak cell is
// better than none.
class CellSelection {
 public:
  // `wanted`: the networks that may be used; empty: any.
  explicit CellSelection(std::vector<Plmn> wanted) : wanted_(std::move(wanted)) {}

  void forget();
  // True if it said something new.
  bool learn(const SystemInformation& information);

  // Why the cell cannot be used, for people; empty while nothing speaks against it. `access_class` 0..15.
  std::string objection(unsigned access_class) const;
  // Once all is known that is needed, and nothing speaks against the cell.
  std::optional<ServingCell> cell(unsigned access_class) const;
  // All that was decoded.
  std::vector<trace::Field> fields() const;

 private:
  std::vector<Plmn> wanted_;
  std::optional<SystemInformation1> si1_;
  std::optional<SystemInformation2> si2_;
  std::optional<SystemInformation3> si3_;
  std::optional<SystemInformation4> si4_;
  std::optional<SystemInformation13> si13_;
};

}  // namespace foothold::gsm::rr
