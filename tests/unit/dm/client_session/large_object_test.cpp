// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/client_session/large_object.h"

#include <gtest/gtest.h>

namespace foothold::dm {
namespace {

Item chunk(Bytes data, bool more, std::optional<std::uint32_t> size = std::nullopt) {
  Item item;
  item.target = "./o";
  item.data = std::move(data);
  item.more_data = more;
  item.meta.size = size;
  return item;
}

StatusCode give(LargeObject& object, Item item) {
  return object.take(item);
}

TEST(LargeObject, JoinsTheChunks) {
  LargeObject object(100);
  EXPECT_EQ(give(object, chunk({1, 2}, true, 5)), StatusCode::chunked_item_accepted);
  EXPECT_EQ(object.pending(), "./o");
  EXPECT_EQ(give(object, chunk({3, 4}, true)), StatusCode::chunked_item_accepted);
  Item last = chunk({5}, false);
  EXPECT_EQ(object.take(last), StatusCode::ok);
  EXPECT_EQ(last.data, (Bytes{1, 2, 3, 4, 5}));
  EXPECT_TRUE(object.pending().empty());
}

TEST(LargeObject, LetsASmallItemThrough) {
  LargeObject object(4);
  Item item = chunk({1, 2, 3, 4}, false);
  EXPECT_EQ(object.take(item), StatusCode::ok);
  EXPECT_EQ(item.data, (Bytes{1, 2, 3, 4}));
  EXPECT_EQ(give(object, chunk({1, 2, 3, 4, 5}, false)), StatusCode::request_entity_too_large);
}

TEST(LargeObject, RefusesTooMuchBeforeItCollects) {
  LargeObject object(100);
  EXPECT_EQ(give(object, chunk({1}, true, 101)), StatusCode::request_entity_too_large);
  EXPECT_TRUE(object.pending().empty());
}

TEST(LargeObject, NeedsTheSizeInTheFirstChunk) {
  LargeObject object(100);
  EXPECT_EQ(give(object, chunk({1}, true)), StatusCode::bad_request);
}

TEST(LargeObject, RefusesAnotherSizeThanItWasTold) {
  LargeObject object(100);
  give(object, chunk({1, 2}, true, 3));
  EXPECT_EQ(give(object, chunk({3, 4}, false)), StatusCode::size_mismatch);
  give(object, chunk({1, 2}, true, 4));
  EXPECT_EQ(give(object, chunk({3}, false)), StatusCode::size_mismatch);
  EXPECT_TRUE(object.pending().empty());
}

// Else a server could hold a session open for ever.
TEST(LargeObject, RefusesAnEmptyChunkWithMoreToCome) {
  LargeObject object(100);
  give(object, chunk({1, 2}, true, 3));
  EXPECT_EQ(give(object, chunk({}, true)), StatusCode::size_mismatch);
}

}  // namespace
}  // namespace foothold::dm
