// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/osmo_trx.h"

#include <gtest/gtest.h>

#include "lab/host/isolation.h"
#include "lab/host/machine_check.h"
#include "lab/process/process_table.h"
#include "lab/run/run_folders.h"
#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(OsmoTrx, ServesOsmoBtsTrxOnItsUsualPorts) {
  const auto text = OsmoTrx{}.configuration();
  for (const auto* line : {"trx", " bind-ip 127.0.0.1", " remote-ip 127.0.0.1", " base-port 5700", " chan 0",
                           " clock-ref internal", " policy rr 18"}) {
    EXPECT_TRUE(has_line(text, line)) << line << "\nis not in\n" << text;
  }
}

TEST(OsmoTrx, LeavesToTheDriverWhatIsNotSaid) {
  const auto text = OsmoTrx{}.configuration();
  for (const auto* word : {"dev-args", "tx-path", "rx-path", "rssi-offset", "swap-channels"}) {
    EXPECT_EQ(text.find(word), std::string::npos) << text;
  }
}

TEST(OsmoTrx, WritesWhatIsSaid) {
  OsmoTrx trx;
  trx.driver = SdrDriver::uhd;
  trx.device_arguments = "serial=31A8BC7";
  trx.clock = ClockReference::gpsdo;
  trx.receive_path = "RX2";
  trx.transmit_path = "TX/RX";
  trx.swap_channels = true;
  trx.rssi_offset = -3.5;
  trx.realtime_priority = 0;
  const auto text = trx.configuration();
  for (const auto* line : {" dev-args serial=31A8BC7", " clock-ref gpsdo", "  rx-path RX2", "  tx-path TX/RX",
                           " swap-channels enable", " rssi-offset -3.500"}) {
    EXPECT_TRUE(has_line(text, line)) << line << "\nis not in\n" << text;
  }
  EXPECT_EQ(text.find("cpu-sched"), std::string::npos) << text;
  trx.clock = ClockReference::external;
  EXPECT_TRUE(has_line(trx.configuration(), " clock-ref external"));
}

TEST(OsmoTrx, EachDriverIsAProgramOfItsOwn) {
  EXPECT_STREQ(program_of(SdrDriver::lime), "osmo-trx-lms");
  EXPECT_STREQ(program_of(SdrDriver::uhd), "osmo-trx-uhd");
  EXPECT_STREQ(program_of(SdrDriver::ipc), "osmo-trx-ipc");
  EXPECT_EQ(sdr_driver_from_string("lime"), SdrDriver::lime);
  EXPECT_EQ(sdr_driver_from_string("uhd"), SdrDriver::uhd);
  EXPECT_EQ(sdr_driver_from_string("ipc"), SdrDriver::ipc);
  EXPECT_EQ(sdr_driver_from_string("trx"), std::nullopt);
}

// Judged by the program itself: it reads the file, and goes on to look for a device, which CI's machines do not have.
class RealOsmoTrx : public testing::Test {
 protected:
  // What osmo-trx-lms says until it ends.
  std::string said_with(const std::string& configuration) {
    const foothold::test::TemporaryFolder folder;
    const auto file = folder.path() / "osmo-trx.cfg";
    const auto log = folder.path() / "osmo-trx.log";
    EXPECT_TRUE(write_text_file(file, configuration));
    const auto code = run_isolated([&] {
      ProcessTable processes;
      const auto end =
          processes.run_to_end({"osmo-trx", {"osmo-trx-lms", "-C", file.string()}, log}, std::chrono::seconds(60));
      return end && !end->clean() ? 0 : 1;
    });
    EXPECT_TRUE(code && *code == 0) << "it did not end with an error by itself";
    return read_text_file(log).value_or("");
  }
  void SetUp() override {
    if (!find_program("osmo-trx-lms")) GTEST_SKIP() << "osmo-trx-lms is not installed";
  }
};

constexpr const char* kNoDevice = "Failed to create radio device";
constexpr const char* kWrongFile = "Error occurred during reading the below line";

TEST_F(RealOsmoTrx, ReadsEveryLineThatWeWrite) {
  OsmoTrx trx;
  trx.device_arguments = "serial=31A8BC7";
  trx.clock = ClockReference::external;
  trx.receive_path = "LNAW";
  trx.transmit_path = "BAND1";
  trx.swap_channels = true;
  trx.rssi_offset = 2;
  trx.realtime_priority = 0;  // a test may not have the right to it
  const auto said = said_with(trx.configuration());
  EXPECT_EQ(said.find(kWrongFile), std::string::npos) << said;
  EXPECT_NE(said.find(kNoDevice), std::string::npos) << said;
}

TEST_F(RealOsmoTrx, WouldSayIfALineWereWrong) {
  const auto said = said_with(OsmoTrx{}.configuration() + " no-such-line\n");
  EXPECT_NE(said.find(kWrongFile), std::string::npos) << said;
}

}  // namespace
}  // namespace foothold::lab
