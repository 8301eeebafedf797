// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Runs a fuzz target without libFuzzer: the corpus as it is, then `--runs` mutations of it, from a fixed seed so that
// a failure comes back. The last input is kept in memory and named by its run number when a sanitizer stops us.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

void mutate(Input& input, std::mt19937& random) {
  const auto below = [&](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
  for (auto rounds = 1 + below(4); rounds > 0; --rounds) {
    switch (below(7)) {
      case 0:  // flip one bit
        if (!input.empty()) input[below(input.size())] ^= static_cast<std::uint8_t>(1U << below(8));
        break;
      case 1:  // set one octet, often to a boundary
        if (!input.empty()) {
          static constexpr std::uint8_t kEdges[] = {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff};
          input[below(input.size())] = below(2) ? kEdges[below(6)] : static_cast<std::uint8_t>(random());
        }
        break;
      case 2:  // cut
        input.resize(below(input.size() + 1));
        break;
      case 3:  // insert
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1)),
                     static_cast<std::uint8_t>(random()));
        break;
      case 4:  // remove one octet
        if (!input.empty()) input.erase(input.begin() + static_cast<std::ptrdiff_t>(below(input.size())));
        break;
      case 5: {  // repeat a part
        if (input.empty() || input.size() > 4096) break;
        const auto start = below(input.size());
        const auto length = 1 + below(std::min<std::size_t>(64, input.size() - start));
        const Input part(input.begin() + static_cast<std::ptrdiff_t>(start),
                         input.begin() + static_cast<std::ptrdiff_t>(start + length));
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1)), part.begin(), part.end());
        break;
      }
      default:  // swap two octets
        if (input.size() > 1) std::swap(input[below(input.size())], input[below(input.size())]);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  unsigned long runs = 20000;
  std::vector<Input> corpus;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--runs") == 0 && i + 1 < argc) {
      runs = std::strtoul(argv[++i], nullptr, 10);
    } else {
      std::error_code error;
      for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i], error)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
      }
      if (error) {
        std::fprintf(stderr, "cannot read the corpus %s: %s\n", argv[i], error.message().c_str());
        return 2;
      }
    }
  }
  for (const auto& input : corpus) LLVMFuzzerTestOneInput(input.data(), input.size());
  corpus.emplace_back();  // from nothing, too
  std::mt19937 random(1);
  Input input;
  for (unsigned long run = 0; run < runs; ++run) {
    input = corpus[random() % corpus.size()];
    mutate(input, random);
    // An exact-size copy, so that a sanitizer sees the first octet read past the end.
    const Input exact(input);
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
  }
  std::printf("%zu corpus inputs, %lu mutations\n", corpus.size() - 1, runs);
  return 0;
}
