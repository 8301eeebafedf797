// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/net/tun_device.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace foothold::m2me {

namespace {

constexpr std::size_t kLargestPacket = 65535;

std::string why_not() {
  switch (errno) {
    case ENOENT:
    case ENODEV:
      return "; load the module: modprobe tun";
    case EACCES:
      return "; /dev/net/tun must be readable and writable: chmod 666 /dev/net/tun";
    case EPERM:
      return "; it takes CAP_NET_ADMIN in the network namespace";
    case EBUSY:
      return "; another program holds it";
    default:
      return "";
  }
}

}  // namespace

Result<TunDevice> TunDevice::open(const std::string& name) {
  if (name.empty() || name.size() >= IFNAMSIZ) return fail("a name of an interface has 1 to 15 characters", name);
  UniqueFd fd(::open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail(std::string("cannot open /dev/net/tun: ") + std::strerror(errno) + why_not(), name);
  ifreq request{};
  std::copy(name.begin(), name.end(), request.ifr_name);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (::ioctl(fd.get(), TUNSETIFF, &request) != 0) {
    return fail(std::string("cannot make the TUN: ") + std::strerror(errno) + why_not(), name);
  }
  return TunDevice(std::move(fd), request.ifr_name);
}

Result<void> TunDevice::activate(const Ipv4Address& address, int mtu) {
  if (auto set = set_interface_mtu(name_, mtu); !set) return set;
  if (auto set = set_interface_address(name_, address, 32); !set) return set;
  if (auto up = set_interface_up(name_, true); !up) return up;
  return add_default_route(name_);
}

Result<void> TunDevice::deactivate() {
  if (auto down = set_interface_up(name_, false); !down) return down;
  return set_interface_address(name_, {}, 32);
}

Result<Bytes> TunDevice::read() {
  Bytes packet(kLargestPacket);
  const auto size = ::read(fd_.get(), packet.data(), packet.size());
  if (size < 0) {
    if (errno == EAGAIN || errno == EINTR) return Bytes{};
    return fail(std::string("cannot be read: ") + std::strerror(errno), name_);
  }
  packet.resize(static_cast<std::size_t>(size));
  return packet;
}

Result<void> TunDevice::write(ByteView packet) {
  if (::write(fd_.get(), packet.data(), packet.size()) >= 0) return {};
  return fail(std::string("the packet is dropped: ") + std::strerror(errno), name_);
}

}  // namespace foothold::m2me
