// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/capture_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gui/capture/capture_data.h"
#include "gui/capture/capture_file.h"
#include "tests/unit/gui/capture/captures.h"

namespace foothold::gui::capture {
namespace {

using lab::steps::StepState;

IndexBatch index_of(const char* name) {
  std::ifstream file(std::string(FOOTHOLD_CAPTURES "/") + name, std::ios::binary);
  const Bytes octets(std::istreambuf_iterator<char>(file), {});
  CaptureIndex index;
  index.feed(octets);
  EXPECT_FALSE(index.finish().has_value());
  return index.take();
}

TEST(CaptureIndex, SeesAllStepsOfAGoodRun) {
  const IndexBatch batch = index_of("first-attach.pcapng");
  EXPECT_EQ(batch.rows.size(), trace::packets_in(FOOTHOLD_CAPTURES "/first-attach.pcapng"));
  std::array<bool, lab::steps::kStepRows> done{};
  for (const StepChange& change : batch.changes) {
    EXPECT_EQ(change.state, StepState::done) << change.text;
    done[change.step] = true;
    EXPECT_EQ(batch.devices.at(change.device - 1U), "001020000000001");
  }
  EXPECT_TRUE(std::all_of(done.begin(), done.end(), [](bool one) { return one; }));
}

TEST(CaptureIndex, SeesWhereAFailedRunStops) {
  const IndexBatch batch = index_of("measurement-altered.pcapng");
  const auto failed = std::find_if(batch.changes.begin(), batch.changes.end(),
                                   [](const StepChange& change) { return change.state == StepState::failed; });
  ASSERT_NE(failed, batch.changes.end());
  EXPECT_EQ(lab::steps::step_table()[failed->step].label, "14");
  EXPECT_FALSE(failed->text.empty());
}

TEST(CaptureIndex, PutsAForeignAttachOnTheBoard) {
  CaptureIndex index;
  index.feed(pcap_of(udp_of(gsmtap_of(trace::wire::GsmtapType::gb_llc, attach_request_llc()), 4729)));
  const IndexBatch batch = index.take();
  ASSERT_EQ(batch.changes.size(), 1U);
  EXPECT_EQ(lab::steps::step_table()[batch.changes[0].step].label, "1");
  EXPECT_EQ(batch.devices, std::vector<std::string>{"001020000000001"});
}

TEST(CaptureIndex, TellsOfACaptureThatIsCutShort) {
  const Bytes file = pcap_of(octets("450001020304"));
  CaptureIndex index;
  index.feed(ByteView(file).first(file.size() - 1));
  ASSERT_TRUE(index.finish().has_value());
  EXPECT_EQ(index.finish()->offset, 24U);
}

TEST(CaptureData, FindsEventsRowsAndMoments) {
  const auto file = CaptureFile::open(FOOTHOLD_CAPTURES "/first-attach.pcapng");
  ASSERT_TRUE(file.has_value());
  CaptureData data(*file);
  data.append(index_of("first-attach.pcapng"));
  EXPECT_EQ(data.row_at(data.start() - 1), 0U);
  EXPECT_EQ(data.row_at(data.end()), data.size() - 1);
  const std::size_t row = data.row_at(data.start() + (data.end() - data.start()) / 2);
  EXPECT_LE(data.row(row).time, data.start() + (data.end() - data.start()) / 2);
  EXPECT_GT(data.row(row + 1).time, data.row(row).time);
  for (std::size_t at = 0; at < data.size(); ++at) {
    const auto event = data.event(at);
    ASSERT_TRUE(event.has_value()) << at;
    ASSERT_EQ(event->name, data.name(data.row(at).name)) << at;
  }
  EXPECT_FALSE(data.event(data.size()).has_value());
}

TEST(CaptureFile, RefusesWhatIsNoFile) {
  EXPECT_FALSE(CaptureFile::open("/").has_value());
  EXPECT_FALSE(CaptureFile::open("/no/such/file").has_value());
  const auto spool = CaptureFile::create_spool();
  ASSERT_TRUE(spool.has_value());
  ASSERT_TRUE((*spool)->append(octets("0102")).has_value());
  EXPECT_EQ((*spool)->read(1, 1), octets("02"));
  EXPECT_FALSE((*spool)->read(1, 2).has_value());
}

}  // namespace
}  // namespace foothold::gui::capture
