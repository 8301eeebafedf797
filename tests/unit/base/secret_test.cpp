// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/secret.h"

#include <gtest/gtest.h>

#include <new>

namespace foothold {
namespace {

TEST(Secret, WipesItsStorage) {
  const std::array<std::uint8_t, 4> key = {1, 2, 3, 4};
  alignas(Secret<4>) std::uint8_t storage[sizeof(Secret<4>)];
  auto* secret = new (storage) Secret<4>(key);
  EXPECT_EQ(storage[2], 3);
  secret->~Secret<4>();
  // Through a volatile pointer, so that the compiler may not assume that dead storage has no value.
  const volatile std::uint8_t* raw = storage;
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(raw[i], 0);
}

TEST(Secret, Compares) {
  const std::array<std::uint8_t, 2> a = {1, 2}, b = {1, 3};
  EXPECT_TRUE(Secret<2>(a) == Secret<2>(a));
  EXPECT_FALSE(Secret<2>(a) == Secret<2>(b));
}

}  // namespace
}  // namespace foothold
