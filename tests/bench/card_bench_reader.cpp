// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/bench/card_bench_reader.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <utility>

#include "base/hex.h"

namespace foothold::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kPatience = 30'000;  // milliseconds for a card to come, or to answer

bool send_all(int socket, ByteView octets) {
  return ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(octets.size());
}

// The content of the next frame; empty if the card is gone.
ByteView receive_frame(int socket, std::span<std::uint8_t> room) {
  if (::recv(socket, room.data(), 2, MSG_WAITALL) != 2) return {};
  const auto size = static_cast<std::size_t>(room[0] << 8 | room[1]);
  if (size > room.size() || ::recv(socket, room.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) return {};
  return room.first(size);
}

void judge_answer(const Question& question, ByteView answer, Speed& speed) {
  const bool well = answer.size() >= 2 && (answer[answer.size() - 2] == 0x90 || answer[answer.size() - 2] == 0x61) &&
                    answer.size() >= question.answer_begins.size() &&
                    std::equal(question.answer_begins.begin(), question.answer_begins.end(), answer.begin());
  if (!well && speed.wrong++ == 0) {
    std::printf("  %s was answered %s\n", to_hex(question.command).c_str(), to_hex(answer).c_str());
  }
}

}  // namespace

const std::vector<Question>& modem_questions() {
  static const auto questions = [] {
    std::vector<Question> all;
    const auto add = [&](std::string_view command, std::string_view answer_begins) {
      all.push_back({from_hex(command).value(), from_hex(answer_begins).value()});
    };
    add("00A40004023F00", "61");
    add("00C0000010", "62");
    add("00A4040C07A0000000871002", "9000");
    add("80F2000112", "8410");
    add("00A4000C026F07", "9000");
    add("00B0000009", "0809");
    add("00A4000C026FAD", "9000");
    add("00B0000004", "");
    add("00A4000C026F42", "9000");
    add("00B2010428", "ff");
    add("80F2000C", "9000");
    return all;
  }();
  return questions;
}

const std::vector<Question>& simple_questions() {
  static const std::vector<Question> questions = {{from_hex("00A4000C023F00").value(), {}},
                                                  {from_hex("00B0000009").value(), {}}};
  return questions;
}

VpcdReaders::VpcdReaders(Sending sending)
    : sending_(sending), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::listen(listener_.get(), 128) != 0 ||
      ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for a reader");
  }
  port_ = ntohs(address.sin_port);
}

bool VpcdReaders::send_frame(int socket, ByteView content) const {
  std::array<std::uint8_t, 2> length = {static_cast<std::uint8_t>(content.size() >> 8),
                                        static_cast<std::uint8_t>(content.size())};
  if (sending_ == Sending::apart) return send_all(socket, length) && send_all(socket, content);
  std::array<iovec, 2> parts = {iovec{length.data(), length.size()},
                                iovec{const_cast<std::uint8_t*>(content.data()), content.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return ::sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(length.size() + content.size());
}

bool VpcdReaders::take(std::size_t cards) {
  slots_.clear();
  while (slots_.size() < cards) {
    pollfd watched{listener_.get(), POLLIN, 0};
    if (::poll(&watched, 1, kPatience) != 1) return false;
    slots_.push_back({UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC))});
    constexpr std::array<std::uint8_t, 1> kPowerOn = {1};
    if (!send_frame(slots_.back().socket.get(), kPowerOn)) return false;
  }
  return true;
}

Speed VpcdReaders::ask(const std::vector<Question>& questions, std::chrono::duration<double> how_long, bool judge) {
  Speed speed;
  const UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, slots_[i].socket.get(), &event);
  }
  std::array<std::uint8_t, 65536> room;
  std::array<epoll_event, 128> ready;
  std::size_t out = 0;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration_cast<Clock::duration>(how_long);
  const auto put = [&](Slot& slot) {
    if (send_frame(slot.socket.get(), questions[slot.question].command)) ++out;
  };
  for (auto& slot : slots_) put(slot);
  bool goes_on = true;
  while (out > 0) {
    // One card is waited for as vpcd does it.
    int count = 1;
    ready[0].data.u64 = 0;
    if (slots_.size() > 1) count = ::epoll_wait(epoll.get(), ready.data(), static_cast<int>(ready.size()), kPatience);
    if (count <= 0) {
      speed.wrong += out;
      break;
    }
    for (int i = 0; i < count; ++i) {
      auto& slot = slots_[ready[static_cast<std::size_t>(i)].data.u64];
      const auto answer = receive_frame(slot.socket.get(), room);
      --out;
      if (judge || answer.empty()) judge_answer(questions[slot.question], answer, speed);
      if (answer.empty()) {
        ::epoll_ctl(epoll.get(), EPOLL_CTL_DEL, slot.socket.get(), nullptr);
        continue;
      }
      slot.question = (slot.question + 1) % questions.size();
      if (goes_on) ++speed.exchanges;
      if (goes_on) put(slot);
    }
    if (goes_on && Clock::now() >= end) {
      speed.time = Clock::now() - begin;
      goes_on = false;
    }
  }
  return speed;
}

namespace {

// Of pcsclite's winscard.h, which is what PC/SC's workgroup has laid down; the library comes with pcscd, its headers
// do not.
struct IoRequest {
  unsigned long protocol;
  unsigned long size;
};
constexpr unsigned long kScopeSystem = 2;
constexpr unsigned long kShared = 2;
constexpr unsigned long kT0 = 1;
constexpr unsigned long kT1 = 2;  // which vpicc's ATR offers alone
constexpr unsigned long kLeaveCard = 0;

struct PcscLibrary {
  using Context = long;
  using Card = long;
  long (*establish)(unsigned long, const void*, const void*, Context*) = nullptr;
  long (*release)(Context) = nullptr;
  long (*connect)(Context, const char*, unsigned long, unsigned long, Card*, unsigned long*) = nullptr;
  long (*disconnect)(Card, unsigned long) = nullptr;
  long (*transmit)(Card, const IoRequest*, const unsigned char*, unsigned long, IoRequest*, unsigned char*,
                   unsigned long*) = nullptr;

  bool load() {
    void* const library = ::dlopen("libpcsclite.so.1", RTLD_NOW);
    if (!library) return false;
    const auto find = [library](auto& function, const char* name) {
      function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, name));
      return function != nullptr;
    };
    return find(establish, "SCardEstablishContext") && find(release, "SCardReleaseContext") &&
           find(connect, "SCardConnect") && find(disconnect, "SCardDisconnect") && find(transmit, "SCardTransmit");
  }
};

}  // namespace

std::string ask_through_pcscd(const std::vector<Question>& questions, std::chrono::duration<double> how_long,
                              bool judge, Speed& speed) {
  PcscLibrary pcsc;
  if (!pcsc.load()) return "no libpcsclite";
  PcscLibrary::Context context = 0;
  PcscLibrary::Card card = 0;
  unsigned long protocol = 0;
  const auto give_up = Clock::now() + std::chrono::milliseconds(kPatience);
  while (pcsc.establish(kScopeSystem, nullptr, nullptr, &context) != 0 ||
         pcsc.connect(context, "Virtual PCD 00 00", kShared, kT0 | kT1, &card, &protocol) != 0) {
    if (context != 0) pcsc.release(std::exchange(context, 0));
    if (Clock::now() > give_up) return "no card in pcscd's reader";
    ::poll(nullptr, 0, 20);
  }
  const IoRequest request{protocol, sizeof(IoRequest)};
  std::array<unsigned char, 1024> room;
  std::size_t question = 0;
  std::string wrong;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration_cast<Clock::duration>(how_long);
  while (Clock::now() < end) {
    const auto& command = questions[question].command;
    unsigned long size = room.size();
    const auto code = pcsc.transmit(card, &request, command.data(), command.size(), nullptr, room.data(), &size);
    if (code != 0) {
      wrong = "SCardTransmit fails";
      break;
    }
    if (judge) judge_answer(questions[question], ByteView(room).first(size), speed);
    ++speed.exchanges;
    question = (question + 1) % questions.size();
  }
  speed.time = Clock::now() - begin;
  pcsc.disconnect(card, kLeaveCard);
  pcsc.release(context);
  return wrong;
}

}  // namespace foothold::bench
