// SPDX-License-Identifier: AGPL-3.0-or-later
// `foothold lab up` with bursts, as a handset would find it: what is between this and a real radio is the line `radio`.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/e2e/lab_run.h"

namespace foothold::e2e {
namespace {

TEST(LabAir, AMachineFromOutsideAttachesOnAnotherCarrierAndCtrlCEndsTheLab) {
  const TemporaryFolder folder;
  LabRun lab(folder.path(), "radio = \"trx\"\n[cell]\nplmn = \"001-01\"\narfcn = 20\nbsic = 10\nlocation_area = 7\n");
  ASSERT_TRUE(lab.wait_for("GSM900, ARFCN 20: uplink 894.0 MHz, downlink 939.0 MHz")) << lab.output();
  ASSERT_TRUE(lab.wait_for("osmo-pcu: inside")) << lab.output();
  EXPECT_EQ(lab.ask({"loss", "1", "2", "2"}), 0);
  EXPECT_EQ(lab.ask({"path-loss", "1", "95"}), 0);
  EXPECT_EQ(lab.ask({"delay", "1", "2"}), 0);
  EXPECT_EQ(lab.ask({"loss", "9", "2", "2"}), 1);  // there is no such mobile
  DemoRun machine(lab.machine_inside(), nullptr);
  EXPECT_TRUE(lab.wait_for("ok   6 ")) << lab.output() << read_file(lab.machine_log()).substr(0, 20000);
  lab.process().signal(SIGINT);
  EXPECT_EQ(lab.process().wait(), 0) << lab.output();
  EXPECT_TRUE(lab.process().nobody_left());
  machine.wait();  // it ends with the lab
  EXPECT_TRUE(machine.nobody_left());
}

}  // namespace
}  // namespace foothold::e2e
