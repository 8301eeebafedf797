// SPDX-License-Identifier: AGPL-3.0-or-later
// Qt's own tester watches the item models while a capture grows, is filtered and is replayed.
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QTest>

#include "gui/model/document.h"
#include "gui/model/fleet_model.h"
#include "gui/model/packet_decoder.h"
#include "gui/model/packet_model.h"
#include "gui/model/step_model.h"

namespace foothold::gui {
namespace {

TEST(ItemModels, KeepTheirPromises) {
  using Mode = QAbstractItemModelTester::FailureReportingMode;
  Document document;
  StepBoard board(document);
  PacketModel packets(document);
  StepModel steps(document, board);
  FleetModel fleet(document, board);
  const QAbstractItemModelTester packets_tester(&packets, Mode::Fatal);
  const QAbstractItemModelTester steps_tester(&steps, Mode::Fatal);
  const QAbstractItemModelTester fleet_tester(&fleet, Mode::Fatal);

  for (const char* name : {"first-attach.pcapng", "measurement-altered.pcapng"}) {
    ASSERT_TRUE(document.open(QStringLiteral(FOOTHOLD_CAPTURES "/") + QLatin1String(name)).has_value());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !document.is_reading(); }, 30000));
    EXPECT_EQ(fleet.rowCount(), 1);
    packets.set_filter(*capture::Filter::parse("layer == gmm or text ~ \"verdict\""));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !packets.is_filtering(); }, 30000));
    EXPECT_GT(packets.rowCount(), 0);
    document.show_up_to(10);
    EXPECT_EQ(fleet.rowCount(), 0);
    document.show_all();
    EXPECT_EQ(fleet.rowCount(), 1);
    packets.set_filter({});
  }
}

TEST(PacketDecoder, ReadsThePdmlOfOnePacket) {
  const auto fields = fields_of_pdml(
      "<?xml version=\"1.0\"?><pdml><packet><proto name=\"geninfo\"/>"
      "<proto name=\"ip\" showname=\"IP\" pos=\"0\" size=\"20\"><field name=\"ip.len\" showname=\"Length: 40\" "
      "pos=\"2\" "
      "size=\"2\"/><field name=\"ip.secret\" hide=\"yes\"/></proto></packet></pdml>");
  ASSERT_TRUE(fields.has_value());
  ASSERT_EQ(fields->size(), 1U);
  EXPECT_EQ(fields->front().octets, 20);
  ASSERT_EQ(fields->front().children.size(), 1U);
  EXPECT_EQ(fields->front().children.front().offset, 2);
  EXPECT_FALSE(fields_of_pdml("no xml at all").has_value());
  EXPECT_FALSE(fields_of_pdml("<html/>").has_value());
}

}  // namespace
}  // namespace foothold::gui
