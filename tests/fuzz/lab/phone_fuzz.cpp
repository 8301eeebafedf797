// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a card says to a phone: each answer is a length, then so many octets, the status word at their end. The phone
// takes any of it, and comes back from each poll.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "lab/card/phone.h"

using namespace foothold;
using namespace foothold::lab;

namespace {

// Gives back what it got.
class EchoConnection : public DataConnection {
 public:
  Result<void> send(ByteView octets) override {
    octets_.assign(octets.begin(), octets.end());
    return {};
  }
  Result<Bytes> receive() override { return std::exchange(octets_, {}); }

 private:
  Bytes octets_;
};

class EchoNetwork : public DataNetwork {
 public:
  Result<std::unique_ptr<DataConnection>> connect(const Endpoint&) override {
    return std::make_unique<EchoConnection>();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  if (const auto command = parse_fetched(input); command && command->objects.size() > size) std::abort();
  std::size_t at = 0;
  const CardExchange card = [&](ByteView) -> Result<Bytes> {
    if (at >= size) return fail("is gone", "card");
    const auto length = std::min<std::size_t>(input[at], size - at - 1);
    const auto answer = input.subspan(at + 1, length);
    at += 1 + length;
    return Bytes(answer.begin(), answer.end());
  };
  EchoNetwork network;
  Phone phone({card, [] { return Result<void>(); }}, network, [](const std::string&) {});
  Phone::Clock::time_point now{};
  (void)phone.switch_on(now);
  while (at < size) {
    now += std::chrono::seconds(20);
    (void)phone.poll(now);
  }
  return 0;
}
