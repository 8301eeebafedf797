// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/net/interface.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"

namespace foothold::m2me {

namespace {

sockaddr_in to_sockaddr(const Ipv4Address& address) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  std::memcpy(&out.sin_addr, address.data(), address.size());
  return out;
}

// The ioctls of netdevice(7) on one interface.
class InterfaceControl {
 public:
  explicit InterfaceControl(const std::string& name)
      : name_(name), socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    std::copy_n(name.begin(), std::min(name.size(), sizeof request_.ifr_name - 1), request_.ifr_name);
  }

  ifreq& request() { return request_; }
  Result<void> control(unsigned long operation, const char* what) { return control(operation, &request_, what); }
  Result<void> control(unsigned long operation, void* argument, const char* what) {
    if (::ioctl(socket_.get(), operation, argument) == 0) return {};
    return fail(std::string(what) + ": " + std::strerror(errno), name_, Error::kNoOffset, errno);
  }

 private:
  std::string name_;
  UniqueFd socket_;
  ifreq request_{};
};

}  // namespace

Result<Ipv4Address> parse_ipv4(const std::string& text) {
  Ipv4Address address{};
  if (inet_pton(AF_INET, text.c_str(), address.data()) != 1)
    return fail("'" + text + "' is no IPv4 address", "address");
  return address;
}

std::string to_string(const Ipv4Address& address) {
  std::string text;
  for (const auto octet : address) text += (text.empty() ? "" : ".") + std::to_string(octet);
  return text;
}

Result<void> set_interface_up(const std::string& name, bool up) {
  InterfaceControl interface(name);
  if (auto got = interface.control(SIOCGIFFLAGS, "cannot read its flags"); !got) return got;
  auto& flags = interface.request().ifr_flags;
  flags = static_cast<short>(up ? flags | IFF_UP : flags & ~IFF_UP);
  return interface.control(SIOCSIFFLAGS, up ? "cannot be brought up" : "cannot be taken down");
}

Result<void> set_interface_mtu(const std::string& name, int mtu) {
  InterfaceControl interface(name);
  interface.request().ifr_mtu = mtu;
  return interface.control(SIOCSIFMTU, "cannot set its MTU");
}

Result<void> set_interface_address(const std::string& name, const Ipv4Address& address, unsigned prefix_length) {
  if (prefix_length > 32) return fail("a prefix has 0 to 32 bits", name);
  InterfaceControl interface(name);
  const auto own = to_sockaddr(address);
  std::memcpy(&interface.request().ifr_addr, &own, sizeof own);
  auto set = interface.control(SIOCSIFADDR, "cannot set its address");
  if (!set) {
    const bool removes = address == Ipv4Address{};
    if (removes && set.error().answer == EADDRNOTAVAIL) return {};  // there was none
    return set;
  }
  if (address == Ipv4Address{}) return {};
  sockaddr_in mask = to_sockaddr({});
  mask.sin_addr.s_addr = htonl(prefix_length == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix_length));
  std::memcpy(&interface.request().ifr_netmask, &mask, sizeof mask);
  return interface.control(SIOCSIFNETMASK, "cannot set its network mask");
}

Result<void> add_default_route(const std::string& name) {
  InterfaceControl interface(name);
  rtentry route{};
  const auto any = to_sockaddr({});
  std::memcpy(&route.rt_dst, &any, sizeof any);
  std::memcpy(&route.rt_genmask, &any, sizeof any);
  route.rt_flags = RTF_UP;
  route.rt_dev = interface.request().ifr_name;
  return interface.control(SIOCADDRT, &route, "cannot become the default route");
}

}  // namespace foothold::m2me
