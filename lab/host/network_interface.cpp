// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/network_interface.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/route.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"

namespace foothold::lab {
namespace {

// RTM_NEWADDR with its two attributes, as rtnetlink(7) lays them out.
struct NewAddress {
  nlmsghdr header;
  ifaddrmsg body;
  rtattr local_header;
  in_addr local;
  rtattr address_header;
  in_addr address;
};
static_assert(sizeof(NewAddress) == NLMSG_LENGTH(sizeof(ifaddrmsg)) + 2 * RTA_SPACE(sizeof(in_addr)));

struct Answer {
  nlmsghdr header;
  nlmsgerr error;
};

}  // namespace

Result<void> bring_up(const std::string& interface) {
  UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  interface.copy(request.ifr_name, IFNAMSIZ - 1);
  if (!socket || ::ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0) {
    return fail(std::string("no such network interface: ") + std::strerror(errno), interface);
  }
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0) {
    return fail(std::string("cannot be brought up: ") + std::strerror(errno), interface);
  }
  return {};
}

Result<void> add_address(const std::string& interface, const std::string& address) {
  in_addr ip{};
  if (::inet_pton(AF_INET, address.c_str(), &ip) != 1) return fail("not an IPv4 address: " + address, interface);

  NewAddress message{};
  message.header.nlmsg_len = sizeof(message);
  message.header.nlmsg_type = RTM_NEWADDR;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE;
  message.body.ifa_family = AF_INET;
  message.body.ifa_prefixlen = 32;
  message.body.ifa_index = ::if_nametoindex(interface.c_str());
  message.local_header = {RTA_LENGTH(sizeof(in_addr)), IFA_LOCAL};
  message.local = ip;
  message.address_header = {RTA_LENGTH(sizeof(in_addr)), IFA_ADDRESS};
  message.address = ip;

  UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  Answer answer{};
  if (!socket || ::send(socket.get(), &message, sizeof(message), 0) < 0 ||
      ::recv(socket.get(), &answer, sizeof(answer), 0) < static_cast<ssize_t>(sizeof(answer))) {
    return fail(std::string("rtnetlink: ") + std::strerror(errno), interface);
  }
  if (answer.header.nlmsg_type != NLMSG_ERROR || answer.error.error != 0) {
    return fail("cannot take the address " + address + ": " + std::strerror(-answer.error.error), interface);
  }
  return {};
}

Result<void> route_multicast(const std::string& interface) {
  UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  std::string device = interface;
  rtentry route{};
  const auto set = [](sockaddr& where, const char* text) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, text, &address.sin_addr);
    std::memcpy(&where, &address, sizeof address);
  };
  set(route.rt_dst, "239.0.0.0");
  set(route.rt_genmask, "255.0.0.0");
  route.rt_flags = RTF_UP;
  route.rt_dev = device.data();
  if (!socket || (::ioctl(socket.get(), SIOCADDRT, &route) != 0 && errno != EEXIST)) {
    return fail(std::string("cannot take multicast: ") + std::strerror(errno), interface);
  }
  return {};
}

}  // namespace foothold::lab
