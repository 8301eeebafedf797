// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/daemons/osmo_sgsn.h"

#include "lab/daemons/osmo_log.h"

namespace foothold::lab {

std::string OsmoSgsn::configuration(const std::filesystem::path& state) const {
  // The package is built with Iu and cannot be told to leave it: without SCTP in the kernel it complains every five
  // seconds in lglobal and lsccp, which says nothing about Gb.
  std::string text = osmo_log_section({"mm info", "gprs info", "llc info", "sndcp info", "gtp info", "lns info",
                                       "lbssgp info", "lgsup info", "lglobal fatal"});
  text += "line vty\n no login\n bind " + address + "\n";
  text += "ctrl\n bind " + address + "\n";
  text +=
      "ns\n"
      " timer tns-block 3\n"
      " timer tns-block-retries 3\n"
      " timer tns-reset 3\n"
      " timer tns-reset-retries 3\n"
      " timer tns-test 30\n"
      " timer tns-alive 3\n"
      " timer tns-alive-retries 10\n"
      " bind udp local\n"
      "  listen " +
      address + " " + std::to_string(kNsPort) +
      "\n"
      "  accept-ipaccess\n"
      "bssgp\n"
      "sgsn\n";
  text += " gtp state-dir " + state.string() + "\n";
  text += " gtp local-ip " + address + "\n";
  text += " ggsn 0 remote-ip " + ggsn_address + "\n";
  text +=
      " ggsn 0 gtp-version 1\n"
      " ggsn 0 echo-interval 60\n"
      " apn * ggsn 0\n"
      " authentication required\n"
      " auth-policy remote\n";
  text += " encryption gea " + gea + "\n";
  text += " gsup remote-ip " + gsup_address + "\n";
  text += " gsup remote-port " + std::to_string(gsup_port) + "\n";
  text +=
      " gsup ipa-name SGSN-foothold\n"
      " no compression rfc1144\n"
      " no compression v42bis\n"
      " no cdr filename\n";
  return text;
}

Service OsmoSgsn::service(const DaemonPaths& paths) const {
  return {{"osmo-sgsn", {"osmo-sgsn", "-c", paths.configuration.string()}, paths.log},
          {UdpSocket{address, kNsPort}, TcpListener{address, kVtyPort},
           LogLine{"GSUP link to " + gsup_address + ":" + std::to_string(gsup_port) + " UP"}}};
}

}  // namespace foothold::lab
