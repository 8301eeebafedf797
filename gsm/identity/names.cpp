// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/names.h"

namespace foothold::gsm {
namespace {

std::string labels(const Plmn& plmn) {
  const auto mnc = plmn.mnc_string();
  return "mnc" + (mnc.size() == 2 ? "0" + mnc : mnc) + ".mcc" + plmn.mcc_string();
}

}  // namespace

std::string home_network_domain(const Plmn& plmn) {
  return "ims." + labels(plmn) + ".3gppnetwork.org";
}
std::string impi_from_imsi(const Imsi& imsi, const Plmn& plmn) {
  return imsi.digits() + "@" + home_network_domain(plmn);
}
std::string bsf_name(const Plmn& plmn) {
  return "bsf." + labels(plmn) + ".pub.3gppnetwork.org";
}

}  // namespace foothold::gsm
