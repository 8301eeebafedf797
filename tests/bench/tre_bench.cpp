// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The TRE's time per APDU, from command to response, without the socket. The store is in memory: what a disk takes to
// sync comes on top of the commands that change it (AUTHENTICATE, INSTALL MCIM).
#include <benchmark/benchmark.h>

#include "base/byte_writer.h"
#include "gsm/auth/quintet.h"
#include "tests/unit/tre_emu/memory_folder.h"
#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu {
namespace {

void expect(benchmark::State& state, const std::string& answer) {
  if (!answer.ends_with("9000") && answer.substr(answer.size() - 4, 2) != "61") state.SkipWithError(answer.c_str());
}

void TreSelectUsim(benchmark::State& state) {
  TestDevice device;
  for (auto _ : state) expect(state, device.select_usim());
}
BENCHMARK(TreSelectUsim)->Unit(benchmark::kMicrosecond);

void TreReadImsi(benchmark::State& state) {
  TestDevice device;
  device.select_usim();
  expect(state, device.send("00A40004026F07"));
  for (auto _ : state) expect(state, device.send("00B0000009"));
}
BENCHMARK(TreReadImsi)->Unit(benchmark::kMicrosecond);

void TreAuthenticate(benchmark::State& state) {
  TestDevice device;
  device.select_usim();
  std::uint64_t sqn = kSqn;
  const gsm::auth::Rand rand{0x11, 0x22, 0x33};
  for (auto _ : state) {
    state.PauseTiming();
    const auto quintet = gsm::auth::make_quintet({key_of(kK), key_of(kOpc)}, {}, gsm::auth::Sqn(sqn), rand);
    sqn += 32;
    Bytes data;
    ByteWriter writer(data);
    writer.lv(quintet.rand);
    writer.lv(quintet.autn);
    const auto command = card::encode_command({0x00, 0x88, 0x00, 0x81, data, 256});
    state.ResumeTiming();
    expect(state, device.send(command));
  }
}
BENCHMARK(TreAuthenticate)->Unit(benchmark::kMicrosecond);

void TreGetEvidence(benchmark::State& state) {
  TestDevice device;
  device.select_tre();
  for (auto _ : state) expect(state, device.tre_command(0x32, Bytes(32, 0x5a)));
}
BENCHMARK(TreGetEvidence)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace foothold::tre_emu
