// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <malloc.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__)  // g++
#define FOOTHOLD_SANITIZER_HEAP
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)  // clang
#define FOOTHOLD_SANITIZER_HEAP
#endif
#endif
#ifdef FOOTHOLD_SANITIZER_HEAP
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();  // g++ comes without the sanitizers' headers
#endif

namespace foothold::test {

// What the program holds now. The sanitizer's own heap keeps what was freed for a while, so that its size as a process
// says nothing, and it answers mallinfo2() with zeros: whoever watches for growth would never see any.
inline std::size_t octets_allocated() {
#ifdef FOOTHOLD_SANITIZER_HEAP
  const std::size_t octets = __sanitizer_get_current_allocated_bytes();
#else
  const std::size_t octets = ::mallinfo2().uordblks;
#endif
  if (octets == 0) {
    std::fprintf(stderr, "this build does not tell how much memory is in use\n");
    std::abort();
  }
  return octets;
}

}  // namespace foothold::test
