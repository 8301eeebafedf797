// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/lab_faults.h"

#include <gtest/gtest.h>

#include <bit>

#include "tests/unit/operators/service/service_files.h"

namespace foothold::operators::dpf {
namespace {

TEST(LabFaults, AreOffByDefault) {
  const Bytes object(10, 7);
  EXPECT_EQ(object_in_transit({}, object), object);
  EXPECT_TRUE(keep_object({}, object));
}

TEST(LabFaults, FlipOneBit) {
  const Bytes object(11, 7);
  const Bytes altered = object_in_transit({true, {}, {}}, object).value();
  ASSERT_EQ(altered.size(), object.size());
  int different = 0;
  for (std::size_t i = 0; i < object.size(); ++i) {
    different += std::popcount(static_cast<unsigned>(object[i] ^ altered[i]));
  }
  EXPECT_EQ(different, 1);
}

TEST(LabFaults, TakeAnotherObject) {
  const test::TemporaryFolder folder;
  const Bytes other{'o', 't', 'h', 'e', 'r'};
  LabFaults faults;
  faults.object_to = folder.path() / "o.der";
  ASSERT_TRUE(keep_object(faults, other));
  faults.object_from = folder.path() / "o.der";
  EXPECT_EQ(object_in_transit(faults, Bytes(10, 7)), other);
  EXPECT_EQ(object_in_transit(faults, {}), Bytes{});  // none yet
  faults.object_from = folder.path() / "absent";
  EXPECT_FALSE(object_in_transit(faults, Bytes(10, 7)));
}

}  // namespace
}  // namespace foothold::operators::dpf
